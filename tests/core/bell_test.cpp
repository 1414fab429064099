#include "core/bell.h"

#include <gtest/gtest.h>

#include <thread>

namespace quince {
namespace {

using namespace std::chrono_literals;

TEST(Bell, ARingBeforeTheWaitIsHeard) {
  Bell bell;
  const SystemClock clock;
  bell.ring();
  const auto start = std::chrono::steady_clock::now();
  bell.wait(clock, clock.now() + 60s, {});
  EXPECT_LT(std::chrono::steady_clock::now() - start, 30s);
}

TEST(Bell, ARingFromAnotherThreadWakes) {
  Bell bell;
  const SystemClock clock;
  std::jthread ringer([&] { bell.ring(); });
  const auto start = std::chrono::steady_clock::now();
  bell.wait(clock, clock.now() + 60s, {});
  EXPECT_LT(std::chrono::steady_clock::now() - start, 30s);
}

TEST(Bell, TheDeadlineWakesWithoutARing) {
  Bell bell;
  const SystemClock clock;
  const Time deadline = clock.now() + 5ms;
  bell.wait(clock, deadline, {});
  EXPECT_GE(clock.now(), deadline);
}

}  // namespace
}  // namespace quince
