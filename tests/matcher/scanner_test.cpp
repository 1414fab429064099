// Texts are scanned together, and each is judged as if it stood alone.
#include "matcher/scanner.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

struct RegexRow {
  const char* name;
  std::string regex;
  std::vector<std::string> texts;
  std::string fires;  // 1 or 0 for each text
};

class RegexTable : public testing::TestWithParam<RegexRow> {};

TEST_P(RegexTable, sees_one_text_alone) {
  const PackFile pack{"p.yaml",
                      "pack: {language: any, sector: test, version: 1}\nrules:\n"
                      "- {id: any.it, means: pain, weight: 1, says: It, regexes: ['" +
                          GetParam().regex + "']}\n"};
  const auto rules = compile_rules({&pack, 1}, {});
  ASSERT_TRUE(rules.has_value()) << to_string(rules.error().front());
  std::vector<Mention> mentions;
  for (const std::string& text : GetParam().texts) mentions.emplace_back().text = text;
  std::string fires;
  Assessor assessor(*rules);
  for (const Assessment& assessment : assessor.assess(mentions))
    fires += assessment.signals.empty() ? '0' : '1';
  EXPECT_EQ(fires, GetParam().fires);
}

const RegexRow regex_rows[] = {
    {"across_texts", "bad[^.]{0,9}worse", {"so bad", "worse", "bad and worse"}, "001"},
    {"begins", "^bad", {"not bad", "bad", "so bad"}, "010"},
    {"begins_in_an_alternative", "(^|so )bad", {"not bad", "bad", "so bad"}, "011"},
    {"begins_absolutely", "\\Abad", {"not bad", "bad"}, "01"},
    {"ends", "bad$", {"bad luck", "bad", "so bad"}, "011"},
    {"ends_absolutely", "bad\\z", {"bad luck", "bad"}, "01"},
    {"option", "(?m)^bad", {"not bad", "bad"}, "01"},
    {"signs_in_a_class", "[$^]bad", {"$bad", "bad", "^bad"}, "101"},
    {"escaped_signs", "\\$5 bad", {"5 bad", "$5 bad"}, "01"},
    {"boundary", "\\bbad\\b", {"bad", "x bad y", "badly"}, "110"},
};

INSTANTIATE_TEST_SUITE_P(rows, RegexTable, testing::ValuesIn(regex_rows),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace quince
