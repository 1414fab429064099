// A customer's thanks in the same thread, which does not name the brand: from the edge of a stream
// through the real store, matcher and casebook to the proof of recovery.
#include <gtest/gtest.h>

#include <condition_variable>

#include "app/builtin.h"
#include "app/edge_filter.h"
#include "app/pipeline.h"
#include "io/store_fields.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

using namespace std::chrono_literals;

const Time noon = *parse_rfc3339("2026-11-22T12:00:00Z");

std::vector<Brand> brands() {
  Brand brand;
  brand.key = "membrillo-air";
  brand.name = "Membrillo Air";
  brand.terms = {"Membrillo Air"};
  brand.accounts = {"did:plc:membrilloair"};
  return {brand};
}

Mention post(const std::string& number, const std::string& author, const std::string& text,
             const std::string& answers = {}) {
  Mention m;
  m.id = "bluesky:did:plc:" + author + ':' + number;
  m.source_id = "at://did:plc:" + author + "/app.bsky.feed.post/" + number;
  m.kind = "bluesky";
  m.feed = "sky";
  m.reply_to = answers;
  m.thread = answers.empty() ? m.source_id : answers;
  m.author.id = "did:plc:" + author;
  m.text = text;
  m.lang = "en";
  m.posted_at = m.seen_at = noon + std::chrono::minutes{number.front() - '0'};
  return m;
}

const Mention pain = post("1", "ana",
                          "Membrillo Air lost my bag three days ago and nobody answers. "
                          "Worst airline ever, unacceptable!");

class FollowUp : public testing::Test {
 protected:
  FollowUp()
      : store(std::move(
            *StoreWriter::open(dir.file("q.sqlite"), Inbox::schema() + Casebook::schema()))),
        inbox(*store),
        casebook({{"membrillo-air", CasePolicy{.brand = "membrillo-air"}}}, {}, "http://desk"),
        edge(std::move(*Edge::open(brands(), *store))),
        recorder(*store, [this](const Changed& changed) { take(changed); }),
        pipeline(recorder, inbox, casebook, *compile_rules(builtin_packs(), brands()), nullptr,
                 clock, metrics) {}

  // As a stream brings it: only what the edge lets through is stored. Waits until it is worked off.
  bool bring(const Mention& mention) {
    if (!edge->passes(mention)) return false;
    std::unique_lock lock(mutex);
    const int before = batches;
    Cursor cursor;
    cursor.target = "sky~live";
    EXPECT_TRUE(inbox.put({{mention}, {}, {}, {}}, cursor));
    pipeline.ring();
    EXPECT_TRUE(
        worked.wait_for(lock, 20s, [&] { return batches > before && inbox.pending() == 0; }));
    lock.unlock();
    // Jobs are told one after the other: once this one is, the batch was.
    EXPECT_TRUE(recorder.record([](Database&, Changed&) { return Result<>{}; }));
    return true;
  }
  void take(const Changed& changed) {
    edge->learn(changed);
    {
      const std::lock_guard lock(mutex);
      ++batches;
    }
    worked.notify_all();
  }
  std::vector<Case> cases() {
    std::vector<Case> found;
    EXPECT_TRUE(store->run([&](Database& db) -> Result<> {
      found = select<Case>(db, "cases ORDER BY opened_at, id").value();
      return {};
    }));
    return found;
  }

  test::TempDir dir;
  ManualClock clock{noon};
  Metrics metrics;
  std::mutex mutex;
  std::condition_variable worked;
  int batches = 0;  // guarded by mutex
  std::unique_ptr<StoreWriter> store;
  Inbox inbox;
  Casebook casebook;
  std::unique_ptr<Edge> edge;
  Recorder recorder;
  Pipeline pipeline;  // last: its thread uses all of the above
};

TEST_F(FollowUp, ThanksInTheSameThreadProveRecoveryWithoutTheBrandsName) {
  const Mention answer = post("2", "membrilloair", "Sorry! It is on its way.", pain.source_id);
  const Mention thanks = post(
      "3", "ana", "It has just arrived. Thank you so much, wonderful service!", pain.source_id);
  EXPECT_FALSE(edge->passes(thanks)) << "nobody knows of the case yet";
  EXPECT_TRUE(bring(pain));
  ASSERT_EQ(cases().size(), 1u);
  EXPECT_TRUE(cases()[0].recovery.empty());
  EXPECT_TRUE(bring(answer));
  EXPECT_TRUE(bring(thanks));
  ASSERT_EQ(cases().size(), 1u);
  EXPECT_EQ(cases()[0].recovery, thanks.id);
  EXPECT_EQ(cases()[0].moment, Moment::glory);
}

TEST_F(FollowUp, TheEdgeLetsThroughWhatConcernsABrandAndNothingElse) {
  const struct {
    const char* name;
    Mention mention;
    bool before, after;  // the case is known
  } rows[] = {
      {"names the brand", post("4", "luis", "flying with MEMBRILLO AIR today"), true, true},
      {"the brand's own", post("5", "membrilloair", "Good morning"), true, true},
      {"answers the post", post("6", "luis", "me too", pain.source_id), false, true},
      {"by the customer", post("7", "ana", "still no bag"), false, true},
      {"of no concern", post("8", "luis", "what a fine evening"), false, false},
      {"another conversation", post("9", "luis", "me too", post("8", "leo", "").source_id), false,
       false},
  };
  for (const auto& row : rows) EXPECT_EQ(edge->passes(row.mention), row.before) << row.name;
  ASSERT_TRUE(bring(pain));
  for (const auto& row : rows) EXPECT_EQ(edge->passes(row.mention), row.after) << row.name;
  const auto again = std::move(*Edge::open(brands(), *store));
  for (const auto& row : rows)
    EXPECT_EQ(again->passes(row.mention), row.after) << row.name << ", after a new start";
}

TEST_F(FollowUp, TheCustomerIsForgottenWhenTheCaseIsSettled) {
  ASSERT_TRUE(bring(pain));
  const Mention later = post("7", "ana", "what a fine evening");
  EXPECT_TRUE(edge->passes(later));
  const std::string id = cases().at(0).id;
  Changed changed;
  ASSERT_TRUE(store->run([&](Database& db) -> Result<> {
    const Action action{Verb::settle, "Eva", Outcome::momentum, ""};
    auto acted = casebook.take_action(db, id, action, noon, changed);
    return acted ? Result<>{} : std::unexpected(acted.error());
  }));
  edge->learn(changed);
  EXPECT_FALSE(edge->passes(later));
}

}  // namespace
}  // namespace quince
