// What each lint finds in a pack and over a history, and what it leaves in peace.
#include "matcher/lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matcher/wide_gap.h"

namespace quince {
namespace {

using testing::HasSubstr;

std::shared_ptr<const Rules> rules_of(std::string_view text) {
  const PackFile file{"p.yaml", "pack: {language: en, version: 1}\n" + std::string(text)};
  auto rules = compile_rules(std::span(&file, 1), {});
  if (!rules) throw std::runtime_error(to_string(rules.error().front()));
  return *rules;
}

// "dead-phrase p.yaml:4 a", one each.
std::vector<std::string> brief(const std::vector<Lint>& lints) {
  std::vector<std::string> out;
  out.reserve(lints.size());
  for (const Lint& lint : lints)
    out.push_back(std::string(name(lint.code)) + ' ' + lint.fault.file + ':' +
                  std::to_string(lint.fault.line) + ' ' + lint.rule);
  return out;
}

struct LintRow {
  const char* name;
  std::string_view pack;  // behind the head, from line 2; {E} is three hits and three misses
  std::vector<std::string> found;
};

std::string with_examples(std::string_view pack) {
  std::string text(pack);
  for (auto at = text.find("{E}"); at != text.npos; at = text.find("{E}"))
    text.replace(at, 3, "hits: [a, b, c], misses: [d, e, f]");
  return text;
}

class LintOfPack : public testing::TestWithParam<LintRow> {};

TEST_P(LintOfPack, finds_what_is_there_and_no_more) {
  const auto lints = lint(*rules_of(with_examples(GetParam().pack)));
  EXPECT_EQ(brief(lints), GetParam().found);
  for (const Lint& lint : lints) {
    EXPECT_FALSE(lint.fault.mend.empty());
    EXPECT_THAT(lint.fault.what, HasSubstr(lint.rule));
  }
}

const LintRow lint_rows[] = {
    {"good", "rules:\n- {id: a, means: pain, phrases: [lost], {E}}\n", {}},
    {"two_hits",
     "rules:\n- {id: a, means: pain, phrases: [lost], hits: [x, y], misses: [d, e, f]}\n",
     {"no-example p.yaml:3 a"}},
    {"two_misses",
     "rules:\n- {id: a, means: pain, phrases: [lost], hits: [x, y, z], misses: [d, e]}\n",
     {"no-example p.yaml:3 a"}},
    {"stars_need_no_examples", "rules:\n- {id: a, means: pain, detector: low_rating}\n", {}},
    {"other_detectors_need_them",
     "rules:\n- {id: a, means: guard, detector: question}\n",
     {"no-example p.yaml:3 a"}},

    {"in_two_rules",
     "rules:\n- {id: a, means: pain, phrases: [lost, gone], {E}}\n"
     "- {id: b, means: glory, phrases: [found, Löst], {E}}\n",
     {"repeated-phrase p.yaml:4 b"}},
    {"in_two_rules_with_other_endings",
     "rules:\n- {id: a, means: pain, phrases: [lost], {E}}\n"
     "- {id: b, means: glory, phrases: [lost*], {E}}\n",
     {}},

    {"holds_another",
     "rules:\n- {id: a, means: pain,\n   phrases: [late,\n    again late today], {E}}\n",
     {"dead-phrase p.yaml:5 a"}},
    {"twice_in_one_rule",
     "rules:\n- {id: a, means: pain, phrases: [late,\n    Late], {E}}\n",
     {"dead-phrase p.yaml:4 a"}},
    {"holds_any_ending",
     "rules:\n- {id: a, means: pain, phrases: [den*,\n    denied me], {E}}\n",
     {"dead-phrase p.yaml:4 a"}},
    {"with_and_without_apostrophe",
     "rules:\n- {id: a, means: pain, phrases: [\"won't pay\",\n    wont pay], {E}}\n",
     {"dead-phrase p.yaml:4 a"}},
    {"holds_it_inside_a_word",
     "rules:\n- {id: a, means: pain, phrases: [late, plates], {E}}\n",
     {}},
    {"longer_ending_finds_more",
     "rules:\n- {id: a, means: pain, phrases: [late, late*], {E}}\n",
     {"dead-phrase p.yaml:3 a"}},
    {"word_that_goes_on",
     "rules:\n- {id: a, means: pain, phrases: [too late, too lat*], {E}}\n",
     {"dead-phrase p.yaml:3 a"}},
    {"ending_of_the_longer_is_open",
     "rules:\n- {id: a, means: pain, phrases: [late, so late*], {E}}\n",
     {}},
    {"negated_within",
     "negation: {words: [not]}\nrules:\n- {id: a, means: pain, phrases: [on time, not on time], "
     "{E}}\n",
     {}},
    {"negation_is_ignored",
     "negation: {words: [not]}\nrules:\n- {id: a, means: pain, negation: ignore, phrases: [on "
     "time, "
     "not on time], {E}}\n",
     {"dead-phrase p.yaml:4 a"}},

    {"every_phrase_is_found_by_another",
     "rules:\n- {id: a, means: pain, phrases: [so late, late again], {E}}\n"
     "- {id: b, means: pain, phrases: [late], {E}}\n",
     {"shadowed p.yaml:3 a"}},
    {"all_but_one",
     "rules:\n- {id: a, means: pain, phrases: [so late, delayed], {E}}\n"
     "- {id: b, means: pain, phrases: [late], {E}}\n",
     {}},
    {"by_two_together",
     "rules:\n- {id: a, means: pain, phrases: [so late, so rude], {E}}\n"
     "- {id: b, means: pain, phrases: [late], {E}}\n- {id: c, means: pain, phrases: [rude], {E}}\n",
     {}},
    {"another_meaning",
     "rules:\n- {id: a, means: pain, phrases: [so late], {E}}\n"
     "- {id: b, means: context, phrases: [late], {E}}\n",
     {}},
    {"another_aspect",
     "rules:\n- {id: a, means: pain, aspect: delay, phrases: [so late], {E}}\n"
     "- {id: b, means: pain, phrases: [late], {E}}\n",
     {}},
    {"looks_for_more",
     "rules:\n- {id: a, means: pain, phrases: [so late], regexes: ['[0-9]+ hours'], {E}}\n"
     "- {id: b, means: pain, phrases: [late], {E}}\n",
     {}},
    {"the_other_minds_negations",
     "rules:\n- {id: a, means: pain, negation: ignore, phrases: [so late], {E}}\n"
     "- {id: b, means: pain, phrases: [late], {E}}\n",
     {}},
    {"each_other",
     "rules:\n- {id: a, means: pain, phrases: [late], {E}}\n"
     "- {id: b, means: pain, phrases: [late], {E}}\n",
     {"shadowed p.yaml:4 b", "repeated-phrase p.yaml:4 b"}},

    {"wide_gap",
     "rules:\n- {id: a, means: pain, phrases: [x], regexes: ['late by [0-9]+',\n    'lost.*bag'], "
     "{E}}\n",
     {"slow p.yaml:4 a"}},
};

INSTANTIATE_TEST_SUITE_P(Table, LintOfPack, testing::ValuesIn(lint_rows),
                         [](const auto& row) { return row.param.name; });

TEST(Lint, is_told_with_code_place_and_cure) {
  const auto lints =
      lint(*rules_of(with_examples("rules:\n- {id: a, means: pain, phrases: [late], {E}}\n"
                                   "- {id: b, means: glory, phrases: [late], {E}}\n")));
  ASSERT_EQ(lints.size(), 1u);
  EXPECT_EQ(
      to_string(lints[0]),
      "p.yaml:4:35: repeated-phrase: b has the phrase \"late\", as has a (p.yaml:3); leave it "
      "to one of the two");
}

struct GapRow {
  const char* name;
  std::string_view regex;
  std::string_view gap;  // empty: none
};

class WideGap : public testing::TestWithParam<GapRow> {};

TEST_P(WideGap, is_found_as_it_is_written) {
  EXPECT_EQ(wide_gap(GetParam().regex), GetParam().gap);
}

constexpr GapRow gap_rows[] = {
    {"star", "lost.*bag", ".*"},
    {"plus", "lost.+bag", ".+"},
    {"lazy", "lost.*?bag", ".*"},
    {"all_but", "lost [^.!?]*bag", "[^.!?]*"},
    {"no_space", "by \\S+ again", "\\S+"},
    {"open_count", "lost.{3,}bag", ".{3,}"},
    {"far", "lost.{0,61}bag", ".{0,61}"},
    {"far_class", "lost[a-z ]{0,100}bag", "[a-z ]{0,100}"},
    {"far_group", "(?:[a-z]+ ){90}bag", "){90}"},
    {"too_large_to_count", "a.{0,99999999999}b", ".{0,99999999999}"},
    {"second", "a.{0,5}b.*c", ".*"},
    {"near", "lost.{0,60}bag", ""},
    {"digits", "[0-9]+ hours", ""},
    {"letters", "\\w+ing", ""},
    {"literal_dot", "no\\.*", ""},
    {"dot_in_class", "[.]*x", ""},
    {"bracket_in_class", "[]^.]*x", ""},
    {"named_class", "\\p{L}+x", ""},
    {"brace_is_text", ".{a}", ""},
    {"one_dot", "a.b", ""},
    {"maybe", "a.?b", ""},
    {"broken", "a\\", ""},
    {"open_class", "a[^", ""},
    {"empty", "", ""},
};

INSTANTIATE_TEST_SUITE_P(Table, WideGap, testing::ValuesIn(gap_rows),
                         [](const auto& row) { return row.param.name; });

constexpr std::string_view history_pack =
    "rules:\n"
    "- {id: late, means: pain, phrases: [late], {E}}\n"
    "- {id: lost, means: pain, phrases: [lost], {E}}\n"
    "- {id: stars, means: pain, detector: low_rating}\n"
    "- {id: long, means: context, detector: words_8, {E}}\n";

struct HistoryRow {
  const char* name;
  const char* lang;
  std::size_t texts;  // "… late …"; of them `calm` are not
  std::size_t calm;
  std::vector<std::string> found;
};

class LintOfHistory : public testing::TestWithParam<HistoryRow> {};

TEST_P(LintOfHistory, counts_what_fires) {
  const HistoryRow& row = GetParam();
  std::vector<Mention> history(row.texts);
  for (std::size_t i = 0; i < row.texts; ++i) {
    history[i].lang = row.lang;
    history[i].text = i < row.calm ? "we went to the sea and we had a swim there"
                                   : "it came late and we all had to wait there";
  }
  const auto rules = rules_of(with_examples(history_pack));
  EXPECT_EQ(brief(lint_history(rules, history)), row.found);
}

const HistoryRow history_rows[] = {
    {"none", "en", 0, 0, {}},
    {"one_never", "en", 10, 5, {"never-fires p.yaml:4 lost"}},
    {"on_everything",
     "en",
     300,
     199,
     {"fires-on-everything p.yaml:3 late", "never-fires p.yaml:4 lost"}},
    {"on_a_third", "en", 300, 200, {"never-fires p.yaml:4 lost"}},
    {"too_few_to_tell", "en", 299, 0, {"never-fires p.yaml:4 lost"}},
    {"of_another_language", "es", 400, 0, {}},
};

INSTANTIATE_TEST_SUITE_P(Table, LintOfHistory, testing::ValuesIn(history_rows),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace quince
