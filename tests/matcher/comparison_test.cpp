// What two rule sets make of one history, and which rules made the difference.
#include "matcher/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matcher/rules.h"

namespace quince {
namespace {

using testing::ElementsAre;

std::shared_ptr<const Rules> rules_of(const char* bias, std::string_view rules) {
  const PackFile file{"p.yaml", "pack: {language: en, version: 1, bias: " + std::string(bias) +
                                    "}\nrules:\n" + std::string(rules)};
  auto compiled = compile_rules(std::span(&file, 1), {});
  if (!compiled) throw std::runtime_error(to_string(compiled.error().front()));
  return *compiled;
}

constexpr std::string_view late =
    "- {id: late, means: pain, weight: 3, says: x, phrases: [late]}\n";
constexpr std::string_view lost =
    "- {id: lost, means: pain, weight: 3, says: x, phrases: [lost]}\n";

std::vector<Mention> mentions_of(const std::vector<std::string>& texts) {
  std::vector<Mention> mentions(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    mentions[i].text = texts[i];
    mentions[i].lang = "en";
  }
  return mentions;
}

TEST(Comparison, names_the_rules_that_made_the_difference) {
  const auto both = std::string(late) + std::string(lost);
  const auto history = mentions_of({"late", "fine", "lost", "late and lost"});
  const Comparison gain = compare(rules_of("-1", late), rules_of("-1", both), history);
  EXPECT_EQ(gain.texts, 4u);
  EXPECT_EQ(gain.stay, 2u);
  EXPECT_EQ(gain.lost.count, 0u);
  ASSERT_EQ(gain.gained.count, 1u);
  EXPECT_EQ(gain.gained.first[0].mention, 2u);
  EXPECT_THAT(gain.gained.first[0].differences, ElementsAre(Difference{"lost", {30000}}));
  EXPECT_EQ(gain.before(), 2u);
  EXPECT_EQ(gain.after(), 3u);

  const Comparison loss = compare(rules_of("-1", both), rules_of("-1", late), history);
  EXPECT_EQ(loss.gained.count, 0u);
  ASSERT_EQ(loss.lost.count, 1u);
  EXPECT_THAT(loss.lost.first[0].differences, ElementsAre(Difference{"lost", {-30000}}));
}

TEST(Comparison, names_the_bias_and_changed_weights_largest_first) {
  const auto history = mentions_of({"late"});
  const Comparison seen =
      compare(rules_of("-1", late),
              rules_of("-9", "- {id: late, means: pain, weight: 3.5, says: x, phrases: [late]}\n"),
              history);
  ASSERT_EQ(seen.lost.count, 1u);
  EXPECT_THAT(seen.lost.first[0].differences,
              ElementsAre(Difference{"bias", {-80000}}, Difference{"late", {5000}}));
}

TEST(Comparison, shows_twenty_and_counts_the_others) {
  const auto history = mentions_of(std::vector<std::string>(130, "lost"));
  const Comparison seen = compare(rules_of("-1", late), rules_of("-1", lost), history);
  EXPECT_EQ(seen.gained.count, 130u);
  ASSERT_EQ(seen.gained.first.size(), 20u);
  EXPECT_EQ(seen.gained.first.back().mention, 19u);
}

TEST(Comparison, counts_alerts_by_days_where_there_are_times) {
  const struct {
    const char* name;
    std::vector<const char*> posted_at;  // of three complaints
    std::optional<std::int64_t> days;
    double rate;
  } rows[] = {
      {"no time", {"", "", ""}, {}, 750},
      {"one day", {"2026-11-22T00:00:00Z", "2026-11-22T23:59:59Z", ""}, 1, 3},
      {"out of order",
       {"2026-11-23T00:00:00Z", "2026-11-22T23:59:59Z", "2026-11-24T12:00:00Z"},
       3,
       1},
  };
  for (const auto& row : rows) {
    auto history = mentions_of({"late", "late", "late", "fine"});
    for (std::size_t i = 0; i < row.posted_at.size(); ++i)
      history[i].posted_at = parse_rfc3339(row.posted_at[i]);
    const Comparison seen = compare(rules_of("-1", late), rules_of("-1", late), history);
    EXPECT_EQ(seen.days, row.days) << row.name;
    EXPECT_DOUBLE_EQ(seen.rate(seen.after()), row.rate) << row.name;
  }
  EXPECT_EQ(compare(rules_of("-1", late), rules_of("-1", late), {}).rate(0), 0);
}

}  // namespace
}  // namespace quince
