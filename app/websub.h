// WebSub's state and its place on the hooks listener: which hub was asked, what it may ask us, and
// what it brings. The decisions are collectors/websub.h's; a delivery goes the way of a document
// that was fetched. Thread-safe: everything it keeps is in the store.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "collectors/source.h"
#include "collectors/websub.h"
#include "io/http_server.h"
#include "io/inbox.h"
#include "io/store.h"

namespace quince {

class WebSub {
 public:
  static std::string schema();
  static constexpr std::string_view path = "/hooks/websub/";

  // `callback_base`: as the hubs reach us, with a slash at the end.
  WebSub(StoreWriter& store, const std::vector<Source>& sources, std::string callback_base)
      : store_(store), sources_(sources), callback_base_(std::move(callback_base)) {}

  // What to send to the hub that a target's feed names; nothing: it need not be asked now.
  std::optional<HttpRequest> ask(const std::string& target, const Hub& hub, Time now);

  // A request to a callback. `take` stores what a signed delivery brought and says whether it
  // could.
  using Take = std::function<bool(const Target&, Parsed)>;
  ServerResponse answer(const ServerRequest& request, Time now, const Take& take);

 private:
  Result<std::optional<Subscription>> find(std::string_view column, std::string_view value);
  Result<> put(const Subscription& subscription);
  ServerResponse deliver(const Subscription& subscription, const ServerRequest& request, Time now,
                         const Take& take);

  StoreWriter& store_;
  const std::vector<Source>& sources_;
  const std::string callback_base_;
};

}  // namespace quince
