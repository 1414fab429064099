#include "alerting/watch_schedule.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

using namespace std::chrono_literals;

const Time posted = *parse_rfc3339("2026-11-22T10:00:00Z");

struct Row {
  std::string name;
  Duration age;
  Decimal p15;
  std::optional<Duration> pause;
};

class WatchSchedule : public testing::TestWithParam<Row> {};

TEST_P(WatchSchedule, GrowsWithTheAge) {
  const Row& row = GetParam();
  Spread spread;
  spread.p15 = row.p15;
  const Time now = posted + row.age;
  const auto next = next_reading(posted, spread, now);
  EXPECT_EQ(next ? std::optional<Duration>(*next - now) : std::nullopt, row.pause);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, WatchSchedule,
    testing::Values(Row{"fresh", 0min, {2000}, 2min}, Row{"young", 20min, {2000}, 5min},
                    Row{"unlikely", 20min, {100}, 10min}, Row{"a_day", 24h, {2000}, 6h},
                    Row{"old", 6 * 24h, {2000}, 12h}, Row{"over", 8 * 24h, {2000}, std::nullopt},
                    Row{"of_the_future", -1h, {2000}, 2min}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace quince
