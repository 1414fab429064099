#include "io/inbox.h"

#include <gtest/gtest.h>

#include "tests/support/temp_dir.h"

namespace quince {
namespace {

class InboxTest : public testing::Test {
 protected:
  InboxTest() { open(); }
  void open() {
    inbox.reset();
    writer.reset();
    writer = std::move(*StoreWriter::open(dir.file("q.sqlite"), Inbox::schema()));
    inbox.emplace(*writer);
  }
  static Mention mention(const std::string& id, const std::string& text,
                         std::optional<std::int64_t> shares = {}) {
    Mention m;
    m.id = id;
    m.text = text;
    m.seen_at = from_unix_ms(1000);
    m.counts.shares = shares;
    return m;
  }
  Cursor at(const std::string& position) {
    Cursor cursor;
    cursor.target = "feed";
    cursor.position = position;
    return cursor;
  }

  test::TempDir dir;
  std::unique_ptr<StoreWriter> writer;
  std::optional<Inbox> inbox;
};

TEST_F(InboxTest, MentionsAndTheirCursorSurviveTogether) {
  ASSERT_TRUE(inbox->put({mention("a", "uno"), mention("b", "dos")}, at("2")));
  open();
  EXPECT_EQ((*inbox->cursor("feed"))->position, "2");
  const auto taken = inbox->take(0, 10);
  ASSERT_TRUE(taken);
  ASSERT_EQ(taken->items.size(), 2u);
  EXPECT_EQ(std::get<Mention>(taken->items[1].item).text, "dos");
}

TEST_F(InboxTest, WhatIsDoneIsNotTakenAgain) {
  ASSERT_TRUE(inbox->put({mention("a", "uno"), mention("b", "dos")}, at("2")));
  const auto taken = inbox->take(0, 1);
  ASSERT_EQ(taken->items.size(), 1u);
  const std::int64_t seq = taken->items.front().seq;
  ASSERT_TRUE(writer->run([&](Database& db) { return Inbox::done(db, {&seq, 1}); }));
  EXPECT_EQ(*inbox->pending(), 1);
  open();
  EXPECT_EQ(std::get<Mention>(inbox->take(0, 10)->items.front().item).id, "b");
}

TEST_F(InboxTest, ARepeatIsCountedAnEditIsARevisionAndNewCountsAreAReading) {
  EXPECT_EQ((inbox->put({mention("a", "uno", 0)}, at("1")))->fresh, 1);
  EXPECT_EQ((inbox->put({mention("a", "uno", 0)}, at("1")))->repeated, 1);
  EXPECT_EQ((inbox->put({mention("a", "uno", 7)}, at("1")))->readings, 1);
  EXPECT_EQ((inbox->put({mention("a", "uno, pero peor", 7)}, at("1")))->changed, 1);
  Mention gone = mention("a", "", 7);
  gone.deleted = true;
  EXPECT_EQ((inbox->put({gone}, at("1")))->changed, 1);

  const auto taken = inbox->take(0, 10);
  ASSERT_EQ(taken->items.size(), 4u);
  EXPECT_EQ(std::get<Mention>(taken->items[0].item).revision, 0);
  EXPECT_EQ(std::get<Reading>(taken->items[1].item).counts.shares, 7);
  EXPECT_EQ(std::get<Mention>(taken->items[2].item).revision, 1);
  EXPECT_EQ(std::get<Mention>(taken->items[3].item).revision, 2);
  EXPECT_TRUE(std::get<Mention>(taken->items[3].item).deleted);
}

TEST_F(InboxTest, ABrokenRowDoesNotStopTheOthers) {
  ASSERT_TRUE(inbox->put({mention("a", "uno"), mention("b", "dos")}, at("2")));
  ASSERT_TRUE(writer->run(
      [](Database& db) { return db.execute("UPDATE inbox SET json = '{' WHERE seq = 1"); }));
  const auto taken = inbox->take(0, 10);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->broken, 1);
  EXPECT_EQ(taken->items.size(), 1u);
}

}  // namespace
}  // namespace quince
