#include "alerting/outbox.h"

#include <gtest/gtest.h>

#include "io/store_fields.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

using namespace std::chrono_literals;

const Time noon = from_unix_ms(1'795'176'000'000);

class OutboxTest : public testing::Test {
 protected:
  OutboxTest() : db(std::move(*Database::open(dir.file("q"), Database::Access::read_write))) {
    EXPECT_TRUE(db.execute(outbox_schema()));
  }

  void queue(const std::string& id, const std::string& case_id, DeliveryState state,
             Time next_at = noon, const std::string& channel = "slack") {
    Notice notice;
    notice.id = id;
    notice.channel = channel;
    notice.case_id = case_id;
    ASSERT_TRUE(queue_notice(db, notice));
    Delivery delivery;
    delivery.notice = id;
    delivery.channel = channel;
    delivery.state = state;
    delivery.next_at = next_at;
    ASSERT_TRUE(record_delivery(db, delivery));
  }

  std::vector<std::string> due(Time now) {
    std::vector<std::string> ids;
    const auto rows = due_notices(db, "slack", now, 64);
    for (const Due& one : *rows) ids.push_back(one.notice.id);
    return ids;
  }

  test::TempDir dir;
  Database db;
};

TEST_F(OutboxTest, ALaterNoticeWaitsForTheEarlierOneOfItsCase) {
  using List = std::vector<std::string>;
  queue("settled", "gone", DeliveryState::sent);
  queue("opened", "c1", DeliveryState::retry, noon + 20s);
  queue("worse", "c1", DeliveryState::queued);
  queue("other", "c2", DeliveryState::queued, noon + 5s);
  queue("elsewhere", "c1", DeliveryState::queued, noon, "teams");
  EXPECT_EQ(due(noon), List{});
  EXPECT_EQ(next_due(db, "slack").value(), noon + 5s) << "not the time of one that has to wait";
  EXPECT_EQ(due(noon + 5s), List{"other"});
  EXPECT_EQ(due(noon + 20s), (List{"other", "opened"}));
  queue("opened", "c1", DeliveryState::gave_up);
  EXPECT_EQ(due(noon + 20s), (List{"worse", "other"}));
}

TEST_F(OutboxTest, WhatWasGivenUpIsSentAgainAndWhatWaitsIsDiscarded) {
  queue("arrived", "c1", DeliveryState::sent);
  queue("lost", "c1", DeliveryState::gave_up);
  queue("lost elsewhere", "c1", DeliveryState::gave_up, noon, "teams");
  EXPECT_EQ(undelivered(db, {})->size(), 2u);
  EXPECT_EQ(undelivered(db, "slack")->size(), 1u);
  EXPECT_EQ(replay_notices(db, "slack", noon + 1h).value(), 1);
  EXPECT_EQ(due(noon), std::vector<std::string>{});
  EXPECT_EQ(due(noon + 1h), std::vector<std::string>{"lost"});
  EXPECT_EQ(discard_notices(db, {}, noon + 2h).value(), 1);
  EXPECT_EQ(due(noon + 2h), std::vector<std::string>{});
  EXPECT_EQ(undelivered(db, "slack")->at(0).delivery.reason, DeliveryReason::discarded);
}

}  // namespace
}  // namespace quince
