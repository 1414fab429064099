#include "app/websub.h"

#include <algorithm>

#include "collectors/intake.h"
#include "io/log.h"
#include "io/store_fields.h"

namespace quince {
namespace {

ServerResponse plain(int status, std::string text) {
  return {status, "text/plain; charset=utf-8", std::move(text), {}, nullptr};
}

}  // namespace

std::string WebSub::schema() { return schema_sql<Subscription>("subscriptions"); }

Result<std::optional<Subscription>> WebSub::find(std::string_view column, std::string_view value) {
  std::optional<Subscription> found;
  const std::string where = "subscriptions WHERE \"" + std::string(column) + "\" = ?";
  auto done = store_.run([&](Database& db) -> Result<> {
    auto row = select_one<Subscription>(db, where, value);
    if (!row) return std::unexpected(row.error());
    found = std::move(*row);
    return {};
  });
  if (!done) return std::unexpected(done.error());
  return found;
}

Result<> WebSub::put(const Subscription& subscription) {
  return store_.run([&](Database& db) { return put_row(db, "subscriptions", subscription); });
}

std::optional<HttpRequest> WebSub::ask(const std::string& target, const Hub& hub, Time now) {
  const auto known = find("target", target);
  if (!known || !must_ask(*known, hub, now)) return std::nullopt;
  const Subscription subscription = asked_for(*known, target, hub, now);
  // Written before it is sent: the hub asks back at once.
  if (!put(subscription)) return std::nullopt;
  log_info("hub asked", {{"source", target}, {"hub", public_url(hub.url)}});
  return request_subscription(subscription, callback_base_);
}

ServerResponse WebSub::answer(const ServerRequest& request, Time now, const Take& take) {
  auto known = find("path", std::string_view{request.path}.substr(path.size()));
  if (!known) return plain(503, "The store is not available; send it again.\n");
  if (!*known) return plain(404, "There is no such subscription.\n");
  Subscription subscription = std::move(**known);
  if (request.method == "POST") return deliver(subscription, request, now, take);
  const auto answer =
      verify(subscription,
             {request.parameter("hub.mode"), request.parameter("hub.topic"),
              request.parameter("hub.challenge"), request.parameter("hub.lease_seconds")},
             now);
  if (!answer) return plain(404, "That was not asked for.\n");
  if (!put(subscription)) return plain(503, "The store is not available; send it again.\n");
  return plain(200, *answer);
}

// A bad signature is ignored, and gets the same answer: whoever guesses learns nothing (section 8).
ServerResponse WebSub::deliver(const Subscription& subscription, const ServerRequest& request,
                               Time now, const Take& take) {
  ServerResponse good = plain(202, "Accepted.\n");
  if (!is_signed(subscription, request.header("x-hub-signature"), request.body)) {
    log_warn("delivery without a good signature", {{"source", subscription.target}});
    return good;
  }
  for (const Source& source : sources_)
    for (const Target& target : targets_of(source)) {
      if (target.name != subscription.target) continue;
      auto parsed = find_kind(source.kind)
                        ->parse(target, {request.body, subscription.topic,
                                         std::string(request.header("content-type"))});
      if (!parsed) {
        log_warn("delivery that is no feed",
                 {{"source", target.name}, {"error", parsed.error().text}});
        return good;
      }
      take_in(*parsed, source, now);
      if (!take(target, std::move(*parsed)))
        return plain(503, "The store is not available; send it again.\n");
    }
  return good;
}

}  // namespace quince
