// What is looked up of a post's characters, on rows that people can read.
#include "matcher/detector.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

struct MarksRow {
  const char* name;
  std::string_view title, text;
  std::string shown;  // e for each "!", q question, s shout, t tag, l link
};

class MarksTable : public testing::TestWithParam<MarksRow> {};

TEST_P(MarksTable, are_looked_up) {
  const Marks marks = marks_of(GetParam().title, GetParam().text);
  std::string shown(marks.exclaims, 'e');
  if (marks.has_question) shown += 'q';
  if (marks.has_shout) shown += 's';
  if (marks.has_tag) shown += 't';
  if (marks.has_link) shown += 'l';
  EXPECT_EQ(shown, GetParam().shown);
}

const MarksRow marks_rows[] = {
    {"nothing", "", "all good", ""},
    {"question", "why?", "", "q"},
    {"one_exclamation", "", "no!", "e"},
    {"one_in_each_part_is_no_shout", "no!", "!no", "ee"},
    {"two_together", "", "no!!", "ees"},
    {"asked_loudly", "", "what?!", "eqs"},
    {"loudly_asked", "", "what!?", "eqs"},
    {"question_apart", "", "what? no!", "eq"},
    {"tag", "", "so #late", "t"},
    {"link", "", "see http://a.example", "l"},
    {"safe_link", "https://a.example", "", "l"},
    {"other_schemes", "", "ftp://a.example, ://", ""},
    {"second_of_two_schemes", "", "ftp://a.example http://b.example", "l"},
};

INSTANTIATE_TEST_SUITE_P(rows, MarksTable, testing::ValuesIn(marks_rows),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace quince
