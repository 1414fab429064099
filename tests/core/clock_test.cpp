#include "core/clock.h"

#include <gtest/gtest.h>

#include <thread>

namespace quince {
namespace {

using namespace std::chrono_literals;

TEST(ManualClock, WakesWaitersWhenItIsMoved) {
  ManualClock clock(Time{});
  bool came = false;
  {
    std::jthread waiter([&](std::stop_token stop) { came = clock.wait_until(Time{10s}, stop); });
    clock.advance(4s);
    clock.advance(6s);
    waiter.join();
  }
  EXPECT_TRUE(came);
  EXPECT_EQ(clock.now(), Time{10s});
}

TEST(ManualClock, AStopEndsTheWait) {
  ManualClock clock(Time{});
  bool came = true;
  std::jthread waiter([&](std::stop_token stop) { came = clock.wait_until(Time{10s}, stop); });
  waiter.request_stop();
  waiter.join();
  EXPECT_FALSE(came);
}

TEST(RatedClock, ADayPassesInTheTimeItsRateSays) {
  const auto wall =
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const RatedClock clock(Time{24h}, Time{48h}, 1000, wall);
  const Time start = clock.now();
  EXPECT_GE(start, Time{24h});
  EXPECT_TRUE(clock.wait_until(start + 20s, {}));
  EXPECT_GE(clock.now(), start + 20s);
  EXPECT_EQ(clock.to_wall(1000s), 1001ms);
}

TEST(RatedClock, GoesOnWhereTheWallSaysAfterARestart) {
  const auto wall =
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const RatedClock restarted(Time{24h}, Time{48h}, 100, wall - 10s);
  EXPECT_GE(restarted.now(), Time{24h} + 1000s);
  EXPECT_LT(restarted.now(), Time{24h} + 1100s);
}

TEST(RatedClock, FromItsEndOnItRunsAtTheWallsPace) {
  const auto wall =
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const RatedClock clock(Time{24h}, Time{24h} + 1000s, 1000, wall - 11s);
  EXPECT_GE(clock.now(), Time{24h} + 1010s);
  EXPECT_LT(clock.now(), Time{24h} + 1040s);
  EXPECT_EQ(clock.to_wall(1s), 1001ms);
}

}  // namespace
}  // namespace quince
