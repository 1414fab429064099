// A channel is a way to tell people or programs. A kind of channel is two pure functions: render a
// notice into what is sent, and judge the answer. Retry, rate limit, deadlines, metrics and
// redaction live once, in the sender. Adding a kind is one file and one row in
// alerting/channels.cpp.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/delivery.h"
#include "core/notice.h"
#include "io/http_client.h"

namespace quince {

struct Channel {
  std::string name;
  std::string kind;                          // redis, slack, teams, webhook
  std::vector<std::string> teams;            // whose notices it carries; empty: all
  std::string url;                           // secret in full: a webhook's address is its password
  std::string secret;                        // key of a signed webhook, "whsec_" and base64
  std::vector<std::string> allow_addresses;  // ranges besides public addresses
  std::int64_t per_minute_max = 60;
  std::int64_t stream_entries_max = 10'000;  // of a Redis stream, approximate
  std::string lang = "en";                   // of the words around the customer's own: en or es
};

// A command for Redis in argv form; never formatted with text from outside.
using RedisCommand = std::vector<std::string>;
using Rendered = std::variant<HttpRequest, RedisCommand>;

struct Answer {
  std::optional<HttpResponse> http;  // exactly one of these three
  std::optional<std::string> redis;  // the reply as text
  std::optional<Error> error;
};

// What one answer means for the notice.
struct Judgement {
  DeliveryState state = DeliveryState::sent;  // sent, retry or gave_up
  DeliveryReason reason = DeliveryReason::none;
  std::optional<Duration> after;  // the other side said when to come back
  std::string detail;             // an excerpt without secrets
};

struct ChannelKind {
  std::string_view name;
  Rendered (*render)(const Channel&, const Notice&, Time now);
  Judgement (*judge)(const Answer&);
  // How many notices go out together. 1 for what people read: one after the other, within
  // per_minute_max. More for a stream that programs read, which has no rate.
  std::int64_t batch_max = 1;
};

std::span<const ChannelKind> channel_kinds();
const ChannelKind* find_channel_kind(std::string_view name);  // nullptr where there is none

}  // namespace quince
