#include "io/inbox.h"

#include <gtest/gtest.h>

#include "io/watches.h"
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
  static InboxBatch posts(std::vector<Mention> mentions) {
    return {std::move(mentions), {}, {}, {}};
  }
  static InboxBatch reading(const std::string& id, std::int64_t shares, std::int64_t at_ms) {
    Reading reading{id, from_unix_ms(at_ms), {}, false};
    reading.counts.shares = shares;
    return {{}, {std::move(reading)}, {}, {}};
  }
  Cursor at(const std::string& position) {
    Cursor cursor;
    cursor.target = "feed";
    cursor.last_success_at = from_unix_ms(5'000);
    cursor.position = position;
    return cursor;
  }

  test::TempDir dir;
  std::unique_ptr<StoreWriter> writer;
  std::optional<Inbox> inbox;
};

TEST_F(InboxTest, MentionsAndTheirCursorSurviveTogether) {
  ASSERT_TRUE(inbox->put(posts({mention("a", "uno"), mention("b", "dos")}), at("2")));
  open();
  EXPECT_EQ((*inbox->cursor("feed"))->position, "2");
  const auto taken = inbox->take(0, 10);
  ASSERT_TRUE(taken);
  ASSERT_EQ(taken->items.size(), 2u);
  EXPECT_EQ(std::get<Mention>(taken->items[1].item).text, "dos");
}

TEST_F(InboxTest, WhatIsDoneIsNotTakenAgain) {
  ASSERT_TRUE(inbox->put(posts({mention("a", "uno"), mention("b", "dos")}), at("2")));
  const auto taken = inbox->take(0, 1);
  ASSERT_EQ(taken->items.size(), 1u);
  const std::int64_t seq = taken->items.front().seq;
  ASSERT_TRUE(writer->run([&](Database& db) { return Inbox::done(db, {&seq, 1}); }));
  EXPECT_EQ(*inbox->pending(), 1);
  open();
  EXPECT_EQ(std::get<Mention>(inbox->take(0, 10)->items.front().item).id, "b");
}

TEST_F(InboxTest, ARepeatIsCountedAnEditIsARevisionAndNewCountsAreAReading) {
  EXPECT_EQ((inbox->put(posts({mention("a", "uno", 0)}), at("1")))->fresh, 1);
  EXPECT_EQ((inbox->put(posts({mention("a", "uno", 0)}), at("1")))->repeated, 1);
  EXPECT_EQ((inbox->put(posts({mention("a", "uno", 7)}), at("1")))->readings, 1);
  EXPECT_EQ((inbox->put(posts({mention("a", "uno, pero peor", 7)}), at("1")))->changed, 1);
  Mention gone = mention("a", "", 7);
  gone.deleted = true;
  EXPECT_EQ((inbox->put(posts({gone}), at("1")))->changed, 1);

  const auto taken = inbox->take(0, 10);
  ASSERT_EQ(taken->items.size(), 4u);
  EXPECT_EQ(std::get<Mention>(taken->items[0].item).revision, 0);
  EXPECT_EQ(std::get<Reading>(taken->items[1].item).counts.shares, 7);
  EXPECT_EQ(std::get<Mention>(taken->items[2].item).revision, 1);
  EXPECT_EQ(std::get<Mention>(taken->items[3].item).revision, 2);
  EXPECT_TRUE(std::get<Mention>(taken->items[3].item).deleted);
}

// The same guid in a site's full feed and in its feed of excerpts.
TEST_F(InboxTest, TwoFeedsOfOneSiteDoNotChangeAPostAtEveryPoll) {
  const auto poll = [&](const std::string& feed, const std::string& text, bool deleted = false) {
    Mention m = mention("a", text, 7);
    m.feed = feed;
    m.deleted = deleted;
    return *inbox->put(posts({m}), at("1"));
  };
  EXPECT_EQ(poll("full", "uno, dos y tres").fresh, 1);
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(poll("excerpts", "uno …").repeated, 1);
    EXPECT_EQ(poll("full", "uno, dos y tres").repeated, 1);
  }
  EXPECT_EQ(poll("full", "uno, dos y cuatro").changed, 1) << "an edit";
  EXPECT_EQ(poll("excerpts", "", true).changed, 1) << "gone is gone";
  EXPECT_EQ(poll("excerpts", "uno …").changed, 1) << "back, in the form of who told it last";
}

TEST_F(InboxTest, RefusesWhileTooMuchWaits) {
  Inbox small(*writer, 2);
  ASSERT_TRUE(small.put(posts({mention("a", "uno")}), at("1")));
  ASSERT_TRUE(small.put(posts({mention("b", "dos")}), at("2")));
  const auto refused = small.put(posts({mention("c", "tres")}), at("3"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unavailable);
  EXPECT_EQ((*small.cursor("feed"))->position, "2") << "what was not taken is read again";
  EXPECT_TRUE(small.put({}, at("2"))) << "a cursor alone";

  // An old row that cannot be read stays; the room is counted, not guessed from the numbers.
  const std::int64_t seq = 2;
  ASSERT_TRUE(writer->run([&](Database& db) { return Inbox::done(db, {&seq, 1}); }));
  EXPECT_TRUE(small.put(posts({mention("c", "tres")}), at("3")));
}

TEST_F(InboxTest, ABrokenRowDoesNotStopTheOthers) {
  ASSERT_TRUE(inbox->put(posts({mention("a", "uno"), mention("b", "dos")}), at("2")));
  ASSERT_TRUE(writer->run(
      [](Database& db) { return db.execute("UPDATE inbox SET json = '{' WHERE seq = 1"); }));
  const auto taken = inbox->take(0, 10);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->broken, 1);
  EXPECT_EQ(taken->items.size(), 1u);
}

TEST_F(InboxTest, ARepeatWithoutCountsTakesNoneAway) {
  EXPECT_EQ((inbox->put(posts({mention("a", "uno", 7)}), at("1")))->fresh, 1);
  EXPECT_EQ((inbox->put(posts({mention("a", "uno")}), at("1")))->repeated, 1) << "a stream";
  EXPECT_EQ((inbox->put(posts({mention("a", "uno", 7)}), at("1")))->repeated, 1);
}

TEST_F(InboxTest, ALaterReadingGoesOnAndAnEarlierOneDoesNot) {
  ASSERT_TRUE(inbox->put(posts({mention("a", "uno", 1)}), at("1")));
  EXPECT_EQ(inbox->put(reading("a", 9, 2'000), at("1"))->readings, 1);
  EXPECT_EQ(inbox->put(reading("a", 9, 2'000), at("1"))->repeated, 1) << "the same again";
  EXPECT_EQ(inbox->put(reading("a", 4, 1'500), at("1"))->repeated, 1) << "late";
  EXPECT_EQ(inbox->put(reading("stranger", 4, 9'000), at("1"))->readings, 0) << "never seen";
  EXPECT_EQ(inbox->pending(), 2);
}

TEST_F(InboxTest, ADeletionIsTheLastRevisionAndComesOnce) {
  ASSERT_TRUE(inbox->put(posts({mention("a", "uno")}), at("1")));
  const InboxBatch gone{{}, {{"a", from_unix_ms(2'000), {}, true}}, {}, {}};
  EXPECT_EQ(inbox->put(gone, at("1"))->changed, 1);
  EXPECT_EQ(inbox->put(gone, at("1"))->changed, 0);
  const auto taken = inbox->take(0, 10);
  ASSERT_EQ(taken->items.size(), 2u);
  const auto& last = std::get<Mention>(taken->items[1].item);
  EXPECT_TRUE(last.deleted);
  EXPECT_EQ(last.revision, 1);
  EXPECT_EQ(last.text, "");
}

TEST_F(InboxTest, WhatIsMissingTwiceInARowIsGone) {
  ASSERT_TRUE(inbox->put(posts({mention("a", "uno")}), at("1")));
  const auto watch = [&](std::int64_t missing) {
    Watch w;
    w.mention = "a";
    w.feed = "f";
    w.missing = missing;
    ASSERT_TRUE(writer->run([&](Database& db) { return put_watch(db, w); }));
  };
  const InboxBatch missing{{}, {}, {}, {"a"}};
  watch(0);
  EXPECT_EQ(inbox->put(missing, at("1"))->changed, 0);
  EXPECT_EQ(inbox->due_watches("f", from_unix_ms(5'000), 9)->size(), 0u) << "it rests";
  EXPECT_EQ(inbox->put(reading("a", 1, 3'000), at("1"))->readings, 1) << "it is back";
  EXPECT_EQ(inbox->put(missing, at("1"))->changed, 0) << "the first time in a row";
  EXPECT_EQ(inbox->put(missing, at("1"))->changed, 1);
  EXPECT_EQ(inbox->due_watches("f", from_unix_ms(1'000'000'000), 9)->size(), 0u) << "it ended";
}

TEST_F(InboxTest, TheLongestDueWatchComesFirst) {
  for (const auto& [id, due] : {std::pair{"b", 300}, {"a", 200}, {"later", 9'000}}) {
    Watch w;
    w.mention = id;
    w.feed = "f";
    w.due_at = from_unix_ms(due);
    ASSERT_TRUE(writer->run([&](Database& db) { return put_watch(db, w); }));
  }
  const auto due = inbox->due_watches("f", from_unix_ms(1'000), 2);
  ASSERT_EQ(due->size(), 2u);
  EXPECT_EQ((*due)[0].mention, "a");
  EXPECT_EQ((*due)[1].mention, "b");
}

TEST_F(InboxTest, AnEventIsTakenOnce) {
  Event event;
  event.id = "crm:1";
  event.kind = EventKind::late_payment;
  const InboxBatch batch{{}, {}, {event}, {}};
  EXPECT_EQ(inbox->put(batch, at("1"))->events, 1);
  EXPECT_EQ(inbox->put(batch, at("1"))->repeated, 1);
  const auto taken = inbox->take(0, 10);
  ASSERT_EQ(taken->items.size(), 1u);
  EXPECT_EQ(std::get<Event>(taken->items[0].item), event);
}

// Advertising counters, clocks and white space differ at each fetch.
TEST_F(InboxTest, AnEditIsAChangeOfWords) {
  const std::string text = "Tres días sin maleta. 12 comentarios. Hace 5 minutos";
  const std::pair<std::string, std::int64_t> rows[] = {
      {"Tres días sin maleta. 14 comentarios. Hace 9 minutos", 0},
      {"TRES  DÍAS sin maleta.\n\n12 comentarios. Hace 5 minutos", 0},
      {"Tres días sin mi maleta. 12 comentarios. Hace 5 minutos", 1},
      {"Tres días sin maleta. 12 comentarios. Hace 5 minutos. EDITO: apareció", 1},
      {"Tres días sin maleta 😡. 12 comentarios. Hace 5 minutos", 1}};
  for (const auto& [later, changed] : rows) {
    ASSERT_TRUE(inbox->put(posts({mention(later + " id", text)}), at("1")));
    EXPECT_EQ(inbox->put(posts({mention(later + " id", later)}), at("1"))->changed, changed)
        << later;
  }
}

}  // namespace
}  // namespace quince
