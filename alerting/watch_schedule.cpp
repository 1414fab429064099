#include "alerting/watch_schedule.h"

#include <algorithm>

namespace quince {
namespace {

constexpr Duration pause_min = std::chrono::minutes{2};
constexpr Duration pause_max = std::chrono::hours{12};
constexpr Duration watched_max = std::chrono::hours{24 * 7};
constexpr Decimal likely_p15{500};

}  // namespace

std::optional<Time> next_reading(Time posted_at, const Spread& spread, Time now) {
  const Duration age = std::max(now - posted_at, Duration{0});
  if (age > watched_max) return std::nullopt;
  const Duration quarter = spread.p15 >= likely_p15 ? age / 4 : age / 2;
  return now + std::clamp(quarter, pause_min, pause_max);
}

}  // namespace quince
