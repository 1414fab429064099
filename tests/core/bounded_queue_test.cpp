#include "core/bounded_queue.h"

#include <gtest/gtest.h>

#include <thread>

namespace quince {
namespace {

TEST(BoundedQueue, KeepsOrderAndBound) {
  BoundedQueue<int> queue(2);
  EXPECT_TRUE(queue.try_push(1));
  EXPECT_TRUE(queue.try_push(2));
  EXPECT_FALSE(queue.try_push(3));
  EXPECT_EQ(queue.pop_some(5), (std::vector<int>{1, 2}));
  EXPECT_EQ(queue.size(), 0u);
}

TEST(BoundedQueue, ClosingGivesWhatIsLeftThenNothing) {
  BoundedQueue<int> queue(4);
  queue.push(1);
  queue.close();
  EXPECT_FALSE(queue.push(2));
  EXPECT_EQ(queue.pop_some(5), std::vector<int>{1});
  EXPECT_TRUE(queue.pop_some(5).empty());
}

TEST(BoundedQueue, AFullQueueHoldsItsProducersBackAndLosesNothing) {
  BoundedQueue<int> queue(3);
  constexpr int each = 2000;
  std::vector<std::jthread> producers;
  for (int p = 0; p < 4; ++p)
    producers.emplace_back([&, p] {
      for (int i = 0; i < each; ++i) queue.push(p * each + i);
    });
  std::vector<int> last(4, -1);
  for (int taken = 0; taken < 4 * each;) {
    const auto some = queue.pop_some(7);
    EXPECT_LE(queue.size(), 3u);
    for (const int value : some) {
      EXPECT_GT(value % each, last[static_cast<std::size_t>(value / each)]);
      last[static_cast<std::size_t>(value / each)] = value % each;
    }
    taken += static_cast<int>(some.size());
  }
  for (const int value : last) EXPECT_EQ(value, each - 1);
}

}  // namespace
}  // namespace quince
