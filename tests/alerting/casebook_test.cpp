// The casebook, the journal and the outbox in a real store.
#include "alerting/casebook.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "alerting/content.h"
#include "alerting/journal.h"
#include "alerting/outbox.h"
#include "io/store_fields.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

using namespace std::chrono_literals;

const Time noon = from_unix_ms(1'795'176'000'000);

class CasebookTest : public testing::Test {
 protected:
  CasebookTest()
      : store(std::move(*StoreWriter::open(dir.file("q.sqlite"), Casebook::schema()))),
        casebook({{"membrillo", CasePolicy{.brand = "membrillo"}}},
                 {channel("slack", {"care"}), channel("other", {"press"})}, "http://desk") {}

  static Channel channel(const std::string& name, std::vector<std::string> teams) {
    Channel c;
    c.name = name;
    c.kind = "slack";
    c.teams = std::move(teams);
    return c;
  }

  Changed take(const std::string& id, const std::string& author, const std::string& text,
               Verdict verdict, Time now = noon, std::int64_t severity = 2) {
    Mention m;
    m.id = id;
    m.text = text;
    m.author.id = m.author.handle = author;
    Assessment a;
    a.id = id;
    a.brand = "membrillo";
    a.verdict = verdict;
    a.severity = severity;
    a.aspects = {"delay"};
    a.signals = {{"en.delay", Decimal{12000}, {{Part::text, 0, 5}}}};
    Changed changed;
    const auto done =
        store->run([&](Database& db) { return casebook.take_mention(db, m, {a}, now, changed); });
    EXPECT_TRUE(done) << done.error().text;
    return changed;
  }

  Changed delete_post(const std::string& id) {
    Mention gone;
    gone.id = id;
    gone.deleted = true;
    gone.revision = 1;
    Changed changed;
    EXPECT_TRUE(store->run(
        [&](Database& db) { return casebook.take_mention(db, gone, {}, noon, changed); }));
    return changed;
  }

  template <class T>
  std::vector<T> all(std::string_view rest) {
    std::vector<T> rows;
    (void)store->run([&](Database& db) -> Result<> {
      rows = *select<T>(db, rest);
      return {};
    });
    return rows;
  }

  std::int64_t count(std::string_view sql) {
    std::int64_t number = -1;
    (void)store->run([&](Database& db) -> Result<> {
      auto row = *db.prepare(sql);
      if (*row->step()) number = row->integer(0);
      return {};
    });
    return number;
  }

  test::TempDir dir;
  std::unique_ptr<StoreWriter> store;
  Casebook casebook;
};

TEST_F(CasebookTest, AComplaintBecomesACaseAJournalEntryAndANoticeToItsTeam) {
  const Changed changed = take("m1", "demo", "Three hours late", Verdict::complaint);
  EXPECT_EQ(changed.cases.size(), 1u);
  const auto notices = all<Notice>("notices");
  ASSERT_EQ(notices.size(), 1u) << "the other channel carries another team";
  EXPECT_EQ(notices[0].channel, "slack");
  EXPECT_EQ(notices[0].text, "Three hours late");
  EXPECT_EQ(notices[0].evidence.at(0), "en.delay +1.2 “Three”");
  EXPECT_EQ(notices[0].case_url, "http://desk/#/case/" + changed.cases[0].id);
  EXPECT_EQ(all<Delivery>("deliveries").at(0).state, DeliveryState::queued);
}

TEST_F(CasebookTest, ALaterFormOfAPostWithoutAuthorKeepsTheClaimOfItsCase) {
  const std::string id = take("m1", "", "Three hours late", Verdict::complaint).cases.at(0).id;
  const Action claim{.verb = Verb::claim, .actor = "Ana", .outcome = {}, .note = {}};
  ASSERT_TRUE(store->run([&](Database& db) -> Result<> {
    Changed changed;
    auto acted = casebook.take_action(db, id, claim, noon, changed);
    return acted ? Result<>{} : std::unexpected(acted.error());
  }));
  take("m1", "", "Four hours late", Verdict::complaint);
  const auto cases = all<Case>("cases");
  ASSERT_EQ(cases.size(), 1u);
  EXPECT_EQ(cases[0].assignee, "Ana");
  EXPECT_EQ(cases[0].version, 3);
}

TEST_F(CasebookTest, TheJournalNeverHoldsTheText) {
  take("m1", "someone_demo", "Secret-sounding words", Verdict::complaint);
  for (const JournalEntry& entry : all<JournalEntry>("journal")) {
    const std::string json = to_json(entry);
    EXPECT_EQ(json.find("Secret"), std::string::npos);
    EXPECT_EQ(json.find("someone_demo"), std::string::npos);
    EXPECT_EQ(entry.text_hmac.size(), 64u);
  }
}

TEST_F(CasebookTest, AMentionThatConcernsNoBrandLeavesNothing) {
  Mention m;
  m.id = "m1";
  m.text = "dulce de membrillo";
  Changed changed;
  ASSERT_TRUE(
      store->run([&](Database& db) { return casebook.take_mention(db, m, {}, noon, changed); }));
  EXPECT_TRUE(all<Mention>("mentions").empty());
  EXPECT_TRUE(all<JournalEntry>("journal").empty());
}

TEST_F(CasebookTest, ADeletedPostLosesItsWordsAndKeepsItsCase) {
  take("m1", "demo", "Three hours late", Verdict::complaint);
  const Changed changed = delete_post("m1");
  const auto mentions = all<Mention>("mentions");
  ASSERT_EQ(mentions.size(), 1u);
  EXPECT_EQ(mentions[0].text, "");
  EXPECT_EQ(all<Case>("cases").at(0).summary, "");
  EXPECT_EQ(all<Notice>("notices").at(0).text, "");
  EXPECT_TRUE(all<Notice>("notices").at(0).evidence.empty());
  EXPECT_TRUE(mentions[0].deleted);
  EXPECT_EQ(all<Case>("cases").size(), 1u);
  EXPECT_EQ(all<JournalEntry>("journal").back().action, "mention.deleted");
  ASSERT_EQ(changed.cases.size(), 1u) << "open pages are told";
  EXPECT_EQ(changed.cases[0].version, 2);
  EXPECT_EQ(changed.entries.at(0).subject, changed.cases[0].id);
}

TEST_F(CasebookTest, ADeletedPostTakesTheWordsOfNoOther) {
  take("m1", "demo", "Three hours late", Verdict::complaint);
  take("m2", "demo", "Now they blame me", Verdict::complaint, noon + 1min, 4);
  const Changed changed = delete_post("m2");
  const auto notices = all<Notice>("notices ORDER BY rowid");
  ASSERT_EQ(notices.size(), 2u);
  EXPECT_EQ(notices[0].text, "Three hours late");
  EXPECT_EQ(notices[1].text, "");
  EXPECT_TRUE(notices[1].evidence.empty());
  for (const Notice& notice : notices) EXPECT_EQ(notice.title, "@demo: Three hours late");
  ASSERT_EQ(changed.cases.size(), 1u);
  EXPECT_EQ(changed.cases[0].version, 3);
}

TEST_F(CasebookTest, ADeletedPostWithoutACaseIsInTheJournal) {
  take("m1", "demo", "All fine", Verdict::neutral);
  EXPECT_EQ(delete_post("m1").entries.at(0).subject, "m1");
}

TEST_F(CasebookTest, OfManyWhoClaimAtOnceOneWins) {
  const std::string id = take("m1", "demo", "late", Verdict::complaint).cases.at(0).id;
  std::atomic<int> won{0}, lost{0};
  {
    std::vector<std::jthread> people;
    for (int i = 0; i < 8; ++i)
      people.emplace_back([&, i] {
        Changed changed;
        const auto result = store->run([&](Database& db) -> Result<> {
          auto after = casebook.take_action(
              db, id, {Verb::claim, "agent " + std::to_string(i), Outcome::none, ""}, noon,
              changed);
          return after ? Result<>{} : std::unexpected(after.error());
        });
        ++(result ? won : lost);
      });
  }
  EXPECT_EQ(won, 1);
  EXPECT_EQ(lost, 7);
}

TEST_F(CasebookTest, AClaimWithoutContactGoesBackToTheQueueWhenItsLeaseEnds) {
  const std::string id = take("m1", "demo", "late", Verdict::complaint).cases.at(0).id;
  Changed changed;
  const auto act = [&](Verb verb, Time at) {
    return store->run([&](Database& db) -> Result<> {
      auto after = casebook.take_action(db, id, {verb, "Ana", Outcome::none, "called the gate"}, at,
                                        changed);
      return after ? Result<>{} : std::unexpected(after.error());
    });
  };
  const auto pass = [&](Time at) {
    return store->run([&](Database& db) { return casebook.take_time(db, at, changed); });
  };
  ASSERT_TRUE(act(Verb::claim, noon));
  ASSERT_TRUE(pass(noon + 29min));
  EXPECT_EQ(all<Case>("cases").at(0).assignee, "Ana");
  ASSERT_TRUE(pass(noon + 30min));
  EXPECT_EQ(all<Case>("cases").at(0).assignee, "");
  EXPECT_EQ(all<Case>("cases").at(0).state, CaseState::fresh);

  ASSERT_TRUE(act(Verb::contact, noon + 40min));
  ASSERT_TRUE(pass(noon + 5h));
  EXPECT_EQ(all<Case>("cases").at(0).state, CaseState::contacted)
      << "who made contact keeps the case";
}

TEST_F(CasebookTest, OverdueIsWrittenOnce) {
  take("m1", "demo", "late", Verdict::complaint);
  Changed changed;
  for (const Duration later : {61min, 62min, 90min})
    ASSERT_TRUE(
        store->run([&](Database& db) { return casebook.take_time(db, noon + later, changed); }));
  EXPECT_EQ(all<JournalEntry>("journal WHERE action = 'case.overdue'").size(), 1u);
}

TEST_F(CasebookTest, AStormGathersCasesOfOneProblemAndBlowsOut) {
  for (int i = 0; i < 7; ++i)
    take("m" + std::to_string(i), "demo" + std::to_string(i), "late", Verdict::complaint,
         noon + i * 1min);
  const auto storms = all<Storm>("storms");
  ASSERT_EQ(storms.size(), 1u);
  EXPECT_EQ(storms[0].case_count, 7);
  EXPECT_EQ(all<Case>("cases WHERE storm = '" + storms[0].id + "'").size(), 7u);
  EXPECT_EQ(all<Notice>("notices WHERE why = 'storm'").size(), 1u);
  Changed changed;
  ASSERT_TRUE(store->run([&](Database& db) { return casebook.take_time(db, noon + 4h, changed); }));
  EXPECT_TRUE(all<Storm>("storms").at(0).closed_at);
}

TEST_F(CasebookTest, ACaseOfManyPostsKeepsTheFirstAndTheLastAndAllOfThemAreItsOwn) {
  ASSERT_TRUE(store->run([](Database& db) {
    return db.execute(
        "CREATE TABLE written (n INTEGER); CREATE TRIGGER links BEFORE INSERT ON case_mentions "
        "BEGIN INSERT INTO written VALUES (1); END");
  }));
  for (int i = 0; i < 120; ++i)
    take("m" + std::to_string(i), "demo", "late", Verdict::complaint, noon + i * 1s);
  const Case c = all<Case>("cases").at(0);
  ASSERT_EQ(c.mentions.size(), 100u);
  EXPECT_EQ(c.mentions.front(), "m0");
  EXPECT_EQ(c.mentions.at(1), "m21");
  EXPECT_EQ(c.mentions.back(), "m119");
  EXPECT_EQ(count("SELECT count(*) FROM case_mentions"), 120);
  EXPECT_EQ(count("SELECT count(*) FROM written"), 120) << "each post costs one row";
  EXPECT_EQ(delete_post("m7").cases.at(0).id, c.id) << "it is still a post of that case";
}

TEST_F(CasebookTest, TheChainNamesTheFirstBadRow) {
  for (int i = 0; i < 4; ++i)
    take("m" + std::to_string(i), "demo" + std::to_string(i), "late", Verdict::complaint);
  const auto verify = [&] {
    std::optional<BrokenLink> broken;
    (void)store->run([&](Database& db) -> Result<> {
      broken = *verify_journal(db);
      return {};
    });
    return broken;
  };
  EXPECT_FALSE(verify());
  const auto tamper = [&](std::string_view sql) {
    ASSERT_TRUE(store->run([&](Database& db) { return db.execute(sql); }));
  };
  tamper("UPDATE journal SET actor = 'somebody' WHERE seq = 3");
  ASSERT_TRUE(verify());
  EXPECT_EQ(verify()->seq, 3);
  tamper("UPDATE journal SET actor = 'quince' WHERE seq = 3");
  EXPECT_FALSE(verify());
  tamper("DELETE FROM journal WHERE seq = 2");
  EXPECT_EQ(verify()->seq, 3);
  EXPECT_NE(verify()->what.find("2 is missing"), std::string::npos);
}

TEST_F(CasebookTest, TheSameNoticeIsQueuedOnce) {
  const Changed changed = take("m1", "demo", "late", Verdict::complaint);
  const Notice notice = changed.notices.at(0);
  ASSERT_TRUE(store->run([&](Database& db) { return queue_notice(db, notice); }));
  EXPECT_EQ(all<Notice>("notices").size(), 1u);
}

}  // namespace
}  // namespace quince
