// What the headers of an answer say about asking again. Pure.
//
// Sources: RFC 9111 (Cache-Control, Expires, Age). For budgets there is no standard yet, only names
// in use: X-RateLimit-*, RateLimit-* and x-rate-limit-*, with -Remaining and -Reset, which counts
// seconds from now, or is a Unix time in seconds, or an RFC 3339 time.
#pragma once
#include <cstdint>
#include <optional>

#include "core/time.h"
#include "io/http_client.h"

namespace quince {

// How long the answer stays fresh; absent where it does not say, or is stale already.
std::optional<Duration> freshness_of(const HttpResponse& response);

// How many requests the platform still allows, until when it counts them; at most 24 h ahead.
struct Budget {
  std::int64_t left = 0;
  Time until{};
  bool operator==(const Budget&) const = default;
};
std::optional<Budget> budget_of(const HttpResponse& response, Time now);

}  // namespace quince
