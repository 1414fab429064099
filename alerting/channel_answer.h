// How answers are judged, once for all channels over HTTP. A channel looks at what is its own first
// and leaves the rest to judge_http:
//
//   2xx sent · 1xx, 5xx, 425 retry (server_error) · 408 retry (timeout) · 429 retry (rate_limited)
//   404, 410 gave up (gone) · 3xx, 401, 403, 407 gave up (misconfigured) · other 4xx gave up
//   (rejected) no answer: retry, unless the address or a rule of safety is the reason
//
// A wait that the other side asks for is passed on with every retry. Pure, thread-safe.
#pragma once
#include <string>
#include <string_view>

#include "alerting/channel.h"

namespace quince {

Judgement judge_http(const HttpResponse& response);
Judgement judge_error(const Error& error);

Judgement sent();
Judgement retry(DeliveryReason reason, std::string detail,
                std::optional<Duration> after = std::nullopt);
Judgement gave_up(DeliveryReason reason, std::string detail);

// The first words of an answer, fit for logs and the desk: one line, at most 160 bytes. A word that
// may be an address or a key (it holds / = or %, or is 16 or more characters with a digit or a
// capital among them) is shown as "…", because servers like to repeat the path they were asked for,
// and that path is the password.
std::string excerpt(std::string_view answer);

}  // namespace quince
