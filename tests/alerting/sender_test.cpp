#include "alerting/sender.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "io/store_fields.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

using namespace std::chrono_literals;

const Time noon = from_unix_ms(1'795'176'000'000);

TEST(RetryAfter, DoublesUpToAnHourWithJitter) {
  EXPECT_EQ(retry_after(1, 0), 1s);
  EXPECT_LE(retry_after(1, 0.999), 2s);
  EXPECT_EQ(retry_after(4, 0), 8s);
  EXPECT_LE(retry_after(40, 0.999), 1h);
  EXPECT_GE(retry_after(40, 0), 30min);
}

TEST(AfterAttempt, WhatTheJudgementMakesOfADelivery) {
  Delivery delivery;
  const Delivery sent = after_attempt(delivery, {}, noon, noon + 1s, 0);
  EXPECT_EQ(sent.state, DeliveryState::sent);
  EXPECT_EQ(sent.done_at, noon + 1s);

  const Judgement busy{DeliveryState::retry, DeliveryReason::rate_limited, Duration{90s}, "429"};
  const Delivery later = after_attempt(delivery, busy, noon, noon + 1s, 0);
  EXPECT_EQ(later.next_at, noon + 91s) << "the other side said when to come back";
  EXPECT_EQ(later.attempts, 1);

  const Delivery old = after_attempt(delivery, busy, noon, noon + 25h, 0);
  EXPECT_EQ(old.state, DeliveryState::gave_up);
  EXPECT_EQ(old.reason, DeliveryReason::too_old);
}

// A sender on a hand-moved clock, and a far side that answers as it is told.
class SenderTest : public testing::Test {
 protected:
  SenderTest()
      : store(std::move(*StoreWriter::open(dir.file("q.sqlite"), outbox_schema()))), clock(noon) {
    channel.name = "hook";
    channel.kind = "webhook";
    channel.url = "https://example.invalid/hook";
    channel.secret = "whsec_bWVtYnJpbGxvLWRlbW8tbm90LWEtc2VjcmV0LSE=";
  }

  void queue(const std::string& id, const std::string& case_id = "") {
    Notice notice;
    notice.id = id;
    notice.case_id = case_id.empty() ? "case of " + id : case_id;
    notice.channel = channel.name;
    notice.at = clock.now();
    ASSERT_TRUE(store->run([&](Database& db) { return queue_notice(db, notice); }));
  }

  void start() {
    sender = std::make_unique<Sender>(
        channel, *store, clock,
        [this](const std::vector<Rendered>& rendered) {
          {
            const std::lock_guard lock(mutex);
            ++calls;
          }
          changed.notify_all();
          std::vector<Answer> answers;
          for (std::size_t i = 0; i < rendered.size(); ++i) {
            Answer answer;
            const int status = statuses.empty() ? 200 : statuses.front();
            if (!statuses.empty()) statuses.erase(statuses.begin());
            if (status == 0)
              answer.error = Error{Code::timeout, true, "too slow"};
            else
              answer.http = HttpResponse{.status = status,
                                         .headers = {},
                                         .body = {},
                                         .url = {},
                                         .retry_after = retry_after,
                                         .took = {}};
            answers.push_back(std::move(answer));
          }
          return answers;
        },
        [this](const SentReport& report) {
          const std::lock_guard lock(mutex);
          seen.push_back(report.delivery);
          changed.notify_all();
        });
  }

  Delivery wait_for(std::size_t count) {
    std::unique_lock lock(mutex);
    EXPECT_TRUE(changed.wait_for(lock, 20s, [&] { return seen.size() >= count; }));
    return seen.empty() ? Delivery{} : seen.back();
  }

  // Whether the far side is called `count` times, within a moment of wall time if it should not be.
  bool is_called(int count, std::chrono::milliseconds wall_max = 20s) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, wall_max, [&] { return calls >= count; });
  }

  test::TempDir dir;
  std::unique_ptr<StoreWriter> store;
  ManualClock clock;
  Channel channel;
  std::vector<int> statuses;  // the sender's thread alone, once it was started
  std::optional<std::chrono::seconds> retry_after;  // that every answer carries
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<Delivery> seen;  // guarded by mutex
  int calls = 0;               // of the far side; guarded by mutex
  std::unique_ptr<Sender> sender;
};

TEST_F(SenderTest, WhatFailsIsSentAgainUntilItArrives) {
  statuses = {503, 0, 200};
  queue("n1");
  start();
  EXPECT_EQ(wait_for(1).state, DeliveryState::retry);
  clock.advance(2s);
  EXPECT_EQ(wait_for(2).reason, DeliveryReason::timeout);
  clock.advance(4s);
  const Delivery sent = wait_for(3);
  EXPECT_EQ(sent.state, DeliveryState::sent);
  EXPECT_EQ(sent.attempts, 3);
}

TEST_F(SenderTest, WhatIsRefusedForGoodIsGivenUpAndTheNextGoesOn) {
  statuses = {400, 200};
  queue("n1");
  queue("n2");
  start();
  EXPECT_EQ(wait_for(1).state, DeliveryState::gave_up);
  clock.advance(1s);
  EXPECT_EQ(wait_for(2).state, DeliveryState::sent);
}

TEST_F(SenderTest, ANewSenderGoesOnWhereTheOldOneEnded) {
  statuses = {503};
  queue("n1");
  start();
  wait_for(1);
  sender.reset();
  clock.advance(10s);
  start();
  EXPECT_EQ(wait_for(2).state, DeliveryState::sent);
}

TEST_F(SenderTest, WhatCannotBeRecordedIsNotSentOverAndOver) {
  ASSERT_TRUE(store->run([](Database& db) {
    return db.execute(
        "CREATE TRIGGER full BEFORE INSERT ON deliveries WHEN NEW.attempts > 0 "
        "BEGIN SELECT RAISE(ABORT, 'full'); END");
  }));
  queue("n1");
  start();
  EXPECT_TRUE(is_called(1));
  EXPECT_FALSE(is_called(2, 300ms)) << "no time has passed";
}

TEST_F(SenderTest, ARateIsKept) {
  channel.per_minute_max = 1;
  queue("n1");
  queue("n2");
  start();
  wait_for(1);
  clock.advance(59s);
  sender->ring();
  EXPECT_FALSE(is_called(2, 300ms));
  clock.advance(1s);
  EXPECT_EQ(wait_for(2).state, DeliveryState::sent);
}

TEST_F(SenderTest, AWaitThatTheOtherSideAsksForHoldsForTheWholeChannel) {
  statuses = {429, 200, 200};
  retry_after = 20s;
  queue("n1");
  queue("n2");
  start();
  EXPECT_EQ(wait_for(1).reason, DeliveryReason::rate_limited);
  clock.advance(19s);
  sender->ring();
  EXPECT_FALSE(is_called(2, 300ms));
  clock.advance(1s);
  EXPECT_EQ(wait_for(2).state, DeliveryState::sent);
}

TEST_F(SenderTest, ACaseIsToldInItsOrder) {
  statuses = {503, 200, 200, 200};
  queue("opened", "c1");
  queue("worse", "c1");
  queue("another", "c2");
  start();
  EXPECT_EQ(wait_for(1).notice, "opened");
  clock.advance(1s);
  EXPECT_EQ(wait_for(2).notice, "another") << "no other case waits for it";
  clock.advance(1s);
  EXPECT_EQ(wait_for(3).notice, "opened");
  clock.advance(1s);
  EXPECT_EQ(wait_for(4).notice, "worse");
}

}  // namespace
}  // namespace quince
