// Which brand a post concerns that does not name it, in a real store.
#include "alerting/context.h"

#include <gtest/gtest.h>

#include "alerting/casebook.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

const Time noon = from_unix_ms(1'795'176'000'000);

class ContextTest : public testing::Test {
 protected:
  ContextTest()
      : store(std::move(*StoreWriter::open(dir.file("q.sqlite"), Casebook::schema()))),
        casebook({{"membrillo", CasePolicy{.brand = "membrillo"}},
                  {"naranja", CasePolicy{.brand = "naranja"}}},
                 {}, "http://desk") {}

  static Mention post(const std::string& number, const std::string& author,
                      const std::string& text) {
    Mention m;
    m.id = "bluesky:" + author + ':' + number;
    m.source_id = "at://" + author + "/app.bsky.feed.post/" + number;
    m.kind = "bluesky";
    m.thread = m.source_id;
    m.author.id = author;
    m.author.handle = "demo.example";
    m.text = text;
    return m;
  }

  void complain(const Mention& m, const std::string& brand) { take(m, brand, Verdict::complaint); }
  Changed take(const Mention& m, const std::string& brand, Verdict verdict) {
    Assessment a;
    a.id = m.id;
    a.brand = brand;
    a.verdict = verdict;
    Changed changed;
    EXPECT_TRUE(
        store->run([&](Database& db) { return casebook.take_mention(db, m, {a}, noon, changed); }));
    return changed;
  }
  std::vector<std::string> brands(const Mention& m) {
    std::vector<std::string> found;
    EXPECT_TRUE(store->run([&](Database& db) -> Result<> {
      found = brands_in_context(db, m).value();
      return {};
    }));
    return found;
  }
  void settle(const std::string& case_id) {
    EXPECT_TRUE(store->run([&](Database& db) -> Result<> {
      Changed changed;
      const Action action{Verb::settle, "Eva", Outcome::momentum, ""};
      auto acted = casebook.take_action(db, case_id, action, noon, changed);
      return acted ? Result<>{} : std::unexpected(acted.error());
    }));
  }

  test::TempDir dir;
  std::unique_ptr<StoreWriter> store;
  Casebook casebook;
};

using Keys = std::vector<std::string>;

TEST_F(ContextTest, AnAnswerConcernsTheBrandOfWhatItAnswers) {
  const Mention pain = post("1", "did:plc:ana", "Three hours late");
  complain(pain, "membrillo");
  Mention parent = post("2", "did:plc:luis", "The same here");
  parent.reply_to = pain.source_id;
  EXPECT_EQ(brands(parent), Keys{"membrillo"});
  Mention deep = post("3", "did:plc:leo", "And here");
  deep.reply_to = "at://did:plc:luis/app.bsky.feed.post/2";
  deep.thread = pain.source_id;
  EXPECT_EQ(brands(deep), Keys{"membrillo"});
  EXPECT_EQ(brands(post("4", "did:plc:leo", "A fine day")), Keys{});
  deep.kind = "mastodon";
  EXPECT_EQ(brands(deep), Keys{}) << "another platform's ids are others";
}

TEST_F(ContextTest, AnAuthorsLaterPostsConcernTheBrandWhileTheCaseIsOpen) {
  const Mention pain = post("1", "did:plc:ana", "Three hours late");
  const Changed opened = take(pain, "membrillo", Verdict::complaint);
  complain(post("2", "did:plc:ana", "And a sour orange"), "naranja");
  const Mention later = post("3", "did:plc:ana", "It has arrived, thank you");
  EXPECT_EQ(brands(later), (Keys{"membrillo", "naranja"}));
  settle(opened.cases.at(0).id);
  EXPECT_EQ(brands(later), Keys{"naranja"});
  Mention nameless = later;
  nameless.author.id = nameless.author.handle;
  EXPECT_EQ(brands(nameless), Keys{}) << "a handle may be somebody else's";
}

TEST_F(ContextTest, NothingOfNothing) {
  Mention bare;
  bare.id = "x";
  complain(bare, "membrillo");
  EXPECT_EQ(brands(bare), Keys{}) << "empty ids do not meet";
}

}  // namespace
}  // namespace quince
