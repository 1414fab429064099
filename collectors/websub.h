// WebSub (https://www.w3.org/TR/websub/): a feed that names a hub is asked to bring its news at
// once. Pure: each function takes what is known and the instant, and gives what to send, answer or
// keep. Polling goes on at its own pace, so a hub that forgets us loses nothing.
//
//   discovery     the answer's Link headers, else the document (sections 4 and 5.1)
//   ask           POST to the hub; the hub then asks us back at our callback (5.1, 5.3)
//   verify        answers that question, and only for what we asked
//   is_signed     a delivery is the feed's document with an HMAC of it (7.1)
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/subscription.h"
#include "io/http_client.h"

namespace quince {

struct Hub {
  std::string url;
  std::string topic;
  bool operator==(const Hub&) const = default;
};

// From the answer's Link headers (RFC 8288), before what the document says itself. Nothing where
// there is no hub.
std::optional<Hub> hub_of(const HttpResponse& response, const std::string& document_hub,
                          const std::string& document_self);

// Whether the hub must be asked (again): never asked, another hub or topic, the lease ends within a
// day, or no answer came for an hour; after a denial once a day.
bool must_ask(const std::optional<Subscription>& known, const Hub& hub, Time now);

// A new subscription, or the known one again with its path and secret.
Subscription asked_for(const std::optional<Subscription>& known, const std::string& target,
                       const Hub& hub, Time now);

// `callback_base` ends with a slash.
HttpRequest request_subscription(const Subscription& subscription,
                                 const std::string& callback_base);

// The hub asks whether we mean it. The answer's body; nothing: "no" (404). `subscription` becomes
// active with its lease, or denied.
struct Intent {
  std::string_view mode, topic, challenge, lease_seconds;
};
std::optional<std::string> verify(Subscription& subscription, const Intent& intent, Time now);

// X-Hub-Signature: "sha256=<hex>" (or sha1, sha384, sha512) over the body.
bool is_signed(const Subscription& subscription, std::string_view signature, std::string_view body);

}  // namespace quince
