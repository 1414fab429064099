// How often a warm thread asks for memory while it leads posts from bytes to assessments: never,
// but where a post needs more than any before it. What is left out on purpose: a facet costs its
// node in a map, and telling a language that the feed did not give costs what CLD2 asks for.
#include <gtest/gtest.h>

#include <random>

#include "io/json_fields.h"
#include "matcher/rules.h"
#include "tests/matcher/counted_new.h"
#include "tests/matcher/shipped_packs.h"

namespace quince {
namespace {

// The packs' own examples: every rule fires somewhere, and half of them are no complaints.
std::vector<std::string> lines_of_examples() {
  std::vector<std::string> lines;
  for (const Rule& rule : shipped_rules()->rules)
    for (const auto* examples : {&rule.hits, &rule.misses})
      for (const Written& example : *examples) {
        Mention mention;
        mention.id = "mastodon:example.social:" + std::to_string(100'000 + lines.size());
        mention.url = "https://example.social/@invented/" + std::to_string(lines.size());
        mention.text = example.text;
        mention.lang = rule.language == "any" ? "en" : rule.language;
        mention.author.handle = "somebody_with_a_long_name";
        lines.push_back(to_json(mention));
      }
  return lines;
}

constexpr int rounds_until_warm = 20;

struct Worker {
  explicit Worker(const std::shared_ptr<const Rules>& rules) : assessor(rules), mentions(64) {}

  void lead(std::span<const std::string> lines) {
    for (std::size_t at = 0; at < lines.size(); at += mentions.size()) {
      const auto some = lines.subspan(at, std::min(mentions.size(), lines.size() - at));
      for (std::size_t i = 0; i < some.size(); ++i)
        ASSERT_TRUE(parser.read_into(some[i], mentions[i]));
      for (const Assessment& assessment : assessor.assess(std::span(mentions).first(some.size())))
        complaints += assessment.verdict == Verdict::complaint;
    }
  }

  Assessor assessor;
  JsonParser parser;
  std::vector<Mention> mentions;
  std::size_t complaints = 0;
};

std::size_t asked_while(const auto& work) {
  const std::size_t before = test::times_asked();
  work();
  return test::times_asked() - before;
}

TEST(Allocation, is_counted) {
  std::string text;
  EXPECT_EQ(asked_while([&] { text.assign(10, 'x'); }), 0u) << "short texts stand in the string";
  EXPECT_EQ(asked_while([&] { text.assign(100, 'x'); }), 1u);
}

TEST(Allocation, a_warm_thread_needs_none) {
  const auto lines = lines_of_examples();
  Worker worker(shipped_rules());
  for (int round = 0; round < rounds_until_warm; ++round) worker.lead(lines);
  EXPECT_EQ(asked_while([&] { worker.lead(lines); }), 0u);
  EXPECT_GT(worker.complaints, 0u);
}

// Memory wanders between posts, so now and then a long reason meets what held only short ones.
TEST(Allocation, the_same_in_another_order_needs_next_to_none) {
  auto lines = lines_of_examples();
  Worker worker(shipped_rules());
  std::mt19937 random(1);
  for (int round = 0; round < rounds_until_warm; ++round) {
    worker.lead(lines);
    std::shuffle(lines.begin(), lines.end(), random);
  }
  const std::size_t asked = asked_while([&] { worker.lead(lines); });
  EXPECT_LT(asked, lines.size() / 100) << "of " << lines.size() << " posts";
}

}  // namespace
}  // namespace quince
