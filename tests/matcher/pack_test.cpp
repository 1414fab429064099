// What a wrong pack is told: file, line, column, what, and how to mend it.
#include "matcher/pack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matcher/rules.h"
#include "matcher/trial.h"

namespace quince {
namespace {

constexpr std::string_view head = "pack: {language: en, sector: general, version: 1}\n";

struct FaultRow {
  const char* name;
  std::string_view rules;  // behind the head, from line 2
  int line;
  std::string_view what;
  std::string_view mend;
};

class PackFault : public testing::TestWithParam<FaultRow> {};

TEST_P(PackFault, is_told_with_place_and_cure) {
  const auto& row = GetParam();
  const PackFile file{"p.yaml", std::string(head) + std::string(row.rules)};
  const auto rules = compile_rules(std::span(&file, 1), {});
  ASSERT_FALSE(rules.has_value());
  const auto& faults = rules.error();
  ASSERT_EQ(faults.size(), 1u) << to_string(faults.at(0)) << '\n' << to_string(faults.back());
  EXPECT_EQ(faults[0].file, "p.yaml");
  EXPECT_EQ(faults[0].line, row.line) << to_string(faults[0]);
  EXPECT_GT(faults[0].column, 0);
  EXPECT_THAT(faults[0].what, testing::HasSubstr(row.what));
  EXPECT_THAT(faults[0].mend, testing::HasSubstr(row.mend));
}

constexpr FaultRow fault_rows[] = {
    {"unknown_key", "rules:\n- {id: a, means: pain, phrase: [x], phrases: [x]}\n", 3,
     "unknown key phrase", "phrases"},
    {"unknown_meaning", "rules:\n- {id: a, means: pian, phrases: [x]}\n", 3, "means cannot be pian",
     "did you mean pain?"},
    {"no_id", "rules:\n- {means: pain, phrases: [x]}\n", 3, "no id", "add id"},
    {"no_meaning", "rules:\n- {id: a, phrases: [x]}\n", 3, "what it means", "add means"},
    {"nothing_to_find", "rules:\n- {id: a, means: pain}\n", 3, "looks for nothing", "add phrases"},
    {"weight_without_sentence", "rules:\n- {id: a, means: pain, weight: 1, phrases: [x]}\n", 3,
     "sentence", "add says"},
    {"weight_not_a_number", "rules:\n- {id: a, means: pain, weight: much, phrases: [x]}\n", 3,
     "weight must be", "1.5"},
    {"severity_too_high", "rules:\n- {id: a, means: pain, severity: 9, phrases: [x]}\n", 3,
     "severity must be", "0 to 4"},
    {"phrases_not_a_list", "rules:\n- {id: a, means: pain, phrases: x, detector: question}\n", 3,
     "must be a list", "write ["},
    {"empty_phrase", "rules:\n- {id: a, means: pain, phrases: ['*']}\n", 3, "nothing is left",
     "at least one"},
    {"id_twice",
     "rules:\n- {id: a, means: pain, phrases: [x]}\n- {id: a, means: pain, phrases: [y]}\n", 4,
     "used twice", "rename"},
    {"unknown_reference", "rules:\n- {id: a, means: pain, all: [b]}\n", 3, "no rule has the id b",
     "loaded packs"},
    {"only_none",
     "rules:\n- {id: b, means: pain, phrases: [x]}\n- {id: a, means: pain, none: [b]}\n", 4,
     "every post", "add all or any"},
    {"within_without_all",
     "rules:\n- {id: b, means: pain, phrases: [x]}\n- {id: a, means: pain, any: [b], within: 3}\n",
     4, "within needs all", "all"},
    {"cycle", "rules:\n- {id: a, means: pain, all: [b]}\n- {id: b, means: pain, all: [a]}\n", 3,
     "leads to itself", "take one"},
    {"look_around", "rules:\n- {id: a, means: pain, regexes: ['x(?=y)']}\n", 3, "refused",
     "without look-around"},
    {"empty_match", "rules:\n- {id: a, means: pain, regexes: ['x*']}\n", 3, "refused", "phrases"},
    {"doubtful_pain", "rules:\n- {id: a, means: pain, verdict: uncertain, phrases: [x]}\n", 3,
     "only a guard", "guard"},
    {"unknown_detector", "rules:\n- {id: a, means: guard, phrases: [x], detector: quesiton}\n", 3,
     "detector cannot be", "question"},
    {"no_rules", "negation: {words: [not]}\n", 1, "no list of rules", "add rules"},
    {"not_yaml", "rules: [\n", 3, "YAML", ""},
};

INSTANTIATE_TEST_SUITE_P(rows, PackFault, testing::ValuesIn(fault_rows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Pack, tells_all_faults_at_once) {
  const PackFile files[] = {{"a.yaml", "rules: []"},
                            {"b.yaml", std::string(head) + "rules:\n- {means: x}\n"}};
  const auto rules = compile_rules(files, {});
  ASSERT_FALSE(rules.has_value());
  EXPECT_GE(rules.error().size(), 3u);
}

TEST(Pack, a_cap_on_regexes) {
  std::string text = std::string(head) + "rules:\n- id: a\n  means: pain\n  regexes:\n";
  for (int i = 0; i < 201; ++i) text += "  - 'x" + std::to_string(i) + "'\n";
  const PackFile file{"p.yaml", text};
  const auto rules = compile_rules(std::span(&file, 1), {});
  ASSERT_FALSE(rules.has_value());
  EXPECT_THAT(rules.error()[0].what, testing::HasSubstr("more than 200"));
  EXPECT_EQ(rules.error()[0].line, 206);
}

TEST(Pack, digests_follow_what_they_are_of) {
  const auto compile = [](std::string rule, std::vector<Brand> brands) {
    const PackFile file{"p.yaml", std::string(head) + "rules:\n" + rule};
    return *compile_rules(std::span(&file, 1), std::move(brands));
  };
  const std::string rule = "- {id: a, means: pain, weight: 1, says: s, phrases: [x]}\n";
  const auto base = compile(rule, {}), same = compile(rule, {});
  const auto heavier = compile("- {id: a, means: pain, weight: 2, says: s, phrases: [x]}\n", {});
  const auto other_phrase =
      compile("- {id: a, means: pain, weight: 1, says: s, phrases: [y]}\n", {});
  Brand brand;
  brand.key = "air";
  const auto branded = compile(rule, {brand});
  EXPECT_EQ(base->digest, same->digest);
  EXPECT_EQ(base->digest.size(), 32u);
  EXPECT_EQ(base->model_digest, other_phrase->model_digest);
  EXPECT_NE(base->model_digest, heavier->model_digest);
  EXPECT_NE(base->digest, other_phrase->digest);
  EXPECT_NE(base->digest, branded->digest);
}

TEST(Trial, tells_a_hit_that_misses_and_a_miss_that_hits) {
  const PackFile file{
      "p.yaml",
      std::string(head) +
          "rules:\n- id: a\n  means: pain\n  phrases: [bad]\n  hits: [good]\n  misses: [so bad]\n"};
  const Trial trial = test_packs(std::span(&file, 1));
  EXPECT_EQ(trial.rules, 1u);
  EXPECT_EQ(trial.examples, 2u);
  ASSERT_EQ(trial.faults.size(), 2u);
  EXPECT_EQ(trial.faults[0].line, 6);
  EXPECT_THAT(trial.faults[0].what, testing::HasSubstr("does not fire"));
  EXPECT_EQ(trial.faults[1].line, 7);
}

}  // namespace
}  // namespace quince
