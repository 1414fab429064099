#include "collectors/websub.h"

#include <algorithm>
#include <charconv>

#include "core/ascii.h"
#include "io/crypto.h"
#include "io/url.h"

namespace quince {
namespace {

using std::chrono::hours;

constexpr Duration renew_before = hours{24};
constexpr Duration patience = hours{1};  // for the hub's question after we asked
constexpr Duration denial_holds = hours{24};
constexpr std::int64_t lease_wanted_s = 864'000;  // what the specification suggests
constexpr std::int64_t lease_s_max = 7'776'000;   // 90 days

// Whether "rel=…" in the parameters of a link holds the word.
bool has_rel(std::string_view parameters, std::string_view word) {
  const std::string text = lower_ascii(parameters);
  const auto at = text.find("rel=");
  if (at == std::string::npos) return false;
  std::string_view value = std::string_view(text).substr(at + 4);
  if (value.starts_with('"')) {
    value = value.substr(1, value.find('"', 1) - 1);
  } else {
    value = value.substr(0, value.find_first_of(";, "));
  }
  while (!value.empty()) {
    const auto end = std::min(value.find(' '), value.size());
    if (value.substr(0, end) == word) return true;
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return false;
}

// "<url>; rel=hub, <url>; rel=self": the first with the relation; empty: none.
std::string link_of(std::string_view header, std::string_view relation) {
  for (std::size_t open = header.find('<'); open != header.npos;
       open = header.find('<', open + 1)) {
    const auto close = header.find('>', open);
    if (close == header.npos) return {};
    const auto next = header.find('<', close);
    if (has_rel(header.substr(close, next - close), relation))
      return std::string(header.substr(open + 1, close - open - 1));
    open = close;
  }
  return {};
}

std::string link_of(const HttpResponse& response, std::string_view relation) {
  for (const auto& [name, value] : response.headers)
    if (name == "link")
      if (std::string url = link_of(value, relation); !url.empty()) return url;
  return {};
}

using FormField = std::pair<std::string_view, std::string>;

std::string form_of(std::initializer_list<FormField> fields) {
  std::string form;
  for (const auto& [name, value] : fields)
    form += (form.empty() ? "" : "&") + std::string(name) + '=' + percent_encoded(value);
  return form;
}

}  // namespace

std::optional<Hub> hub_of(const HttpResponse& response, const std::string& document_hub,
                          const std::string& document_self) {
  Hub hub{link_of(response, "hub"), link_of(response, "self")};
  if (hub.url.empty()) hub.url = document_hub;
  if (hub.topic.empty()) hub.topic = document_self;
  if (hub.topic.empty()) hub.topic = response.url;
  const bool is_web = hub.url.starts_with("https://") || hub.url.starts_with("http://");
  return is_web ? std::optional(hub) : std::nullopt;
}

bool must_ask(const std::optional<Subscription>& known, const Hub& hub, Time now) {
  if (!known || known->hub != hub.url || known->topic != hub.topic) return true;
  switch (known->state) {
    case SubscriptionState::asked:
      return now - known->asked_at > patience;
    case SubscriptionState::denied:
      return now - known->asked_at > denial_holds;
    case SubscriptionState::active:
      return (!known->lease_until || *known->lease_until - now < renew_before) &&
             now - known->asked_at > patience;
  }
  return false;
}

Subscription asked_for(const std::optional<Subscription>& known, const std::string& target,
                       const Hub& hub, Time now) {
  const bool is_same = known && known->hub == hub.url && known->topic == hub.topic;
  Subscription subscription = is_same ? *known : Subscription{};
  if (!is_same) {
    subscription.target = target;
    subscription.hub = hub.url;
    subscription.topic = hub.topic;
    subscription.path = to_hex(random_bytes(16));
    subscription.secret = to_hex(random_bytes(32));
  }
  if (subscription.state == SubscriptionState::denied)
    subscription.state = SubscriptionState::asked;
  subscription.asked_at = now;
  return subscription;
}

HttpRequest request_subscription(const Subscription& subscription,
                                 const std::string& callback_base) {
  HttpRequest request;
  request.method = "POST";
  request.url = subscription.hub;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = form_of({{"hub.mode", "subscribe"},
                          {"hub.topic", subscription.topic},
                          {"hub.callback", callback_base + subscription.path},
                          {"hub.secret", subscription.secret},
                          {"hub.lease_seconds", std::to_string(lease_wanted_s)}});
  return request;
}

std::optional<std::string> verify(Subscription& subscription, const Intent& intent, Time now) {
  if (intent.topic != subscription.topic) return std::nullopt;
  if (intent.mode == "denied") {
    subscription.state = SubscriptionState::denied;
    return "";
  }
  if (intent.mode != "subscribe" || intent.challenge.empty()) return std::nullopt;
  std::int64_t lease_s = 0;
  std::from_chars(intent.lease_seconds.data(),
                  intent.lease_seconds.data() + intent.lease_seconds.size(), lease_s);
  if (lease_s <= 0) lease_s = lease_wanted_s;
  subscription.state = SubscriptionState::active;
  subscription.lease_until = now + std::chrono::seconds{std::min(lease_s, lease_s_max)};
  return std::string(intent.challenge);
}

bool is_signed(const Subscription& subscription, std::string_view signature,
               std::string_view body) {
  const auto equals = signature.find('=');
  if (equals == signature.npos) return false;
  const auto mac = hmac(lower_ascii(signature.substr(0, equals)), subscription.secret, body);
  return mac && equal_in_constant_time(lower_ascii(signature.substr(equals + 1)), to_hex(*mac));
}

}  // namespace quince
