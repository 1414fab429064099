// The fold on rows that people can read, and its offsets.
#include "matcher/fold.h"

#include <gtest/gtest.h>

#include <random>

#include "core/utf8.h"

namespace quince {
namespace {

struct FoldRow {
  const char* name;
  std::string_view source;
  std::string_view folded;
};

class FoldTable : public testing::TestWithParam<FoldRow> {};

TEST_P(FoldTable, folds_as_told) {
  EXPECT_EQ(fold(GetParam().source), GetParam().folded);
  EXPECT_EQ(fold(GetParam().folded), GetParam().folded) << "a second fold changes nothing";
}

constexpr FoldRow fold_rows[] = {
    {"empty", "", ""},
    {"case", "REFUND Now", "refund now"},
    {"accents", "Pésimo, ¡qué VERGÜENZA!", "pesimo, ¡que verguenza!"},
    {"enye_stays", "AÑO año", "año año"},
    {"enye_in_two_characters", "an\xCC\x83o", "año"},
    {"enye_with_a_second_mark", "an\xCC\xA3\xCC\x83o", "año"},
    {"tilde_on_a_vowel_goes", "ma\xCC\x83o", "mao"},
    {"width", "Ｒｅｆｕｎｄ", "refund"},
    {"ligature", "ﬁne", "fine"},
    {"sharp_s", "Straße", "strasse"},
    {"zero_width",
     "re\xE2\x80\x8B"
     "fund",
     "refund"},
    {"soft_hyphen",
     "re\xC2\xAD"
     "fund",
     "refund"},
    {"three_of_a_letter", "sooo baaaad", "so bad"},
    {"two_of_a_letter_stay", "good coffee", "good coffee"},
    {"accented_run", "nooóó", "no"},
    {"digits_are_not_letters", "1000 euros, 3 horas", "1000 euros, 3 horas"},
    {"punctuation_is_not_letters", "no!!! ...", "no!!! ..."},
    {"white_space", "a \t\n\xC2\xA0 b", "a b"},
    {"curly_quotes", "I can’t “wait”", "i can't \"wait\""},
    {"dashes", "well—no", "well-no"},
    {"emoji", "😡😡 ❤️", "😡😡 ❤"},
    {"broken_bytes",
     "a\xFF"
     "b",
     "a\xEF\xBF\xBD"
     "b"},
};

INSTANTIATE_TEST_SUITE_P(rows, FoldTable, testing::ValuesIn(fold_rows),
                         [](const auto& row) { return std::string(row.param.name); });

struct SpanRow {
  const char* name;
  std::string_view source;
  std::string_view find;      // in the fold
  std::string_view original;  // what the span must cover
};

class FoldSpan : public testing::TestWithParam<SpanRow> {};

TEST_P(FoldSpan, covers_the_original) {
  std::string folded;
  FoldMap map;
  fold(GetParam().source, folded, &map);
  const std::size_t at = folded.find(GetParam().find);
  ASSERT_NE(at, std::string::npos) << folded;
  const auto [begin, end] = map.widen(at, at + GetParam().find.size(), GetParam().source);
  EXPECT_EQ(GetParam().source.substr(begin, end - begin), GetParam().original);
}

constexpr SpanRow span_rows[] = {
    {"plain", "I want a refund now", "refund", "refund"},
    {"accent_inside", "¡Pésimo!", "pesimo", "Pésimo"},
    {"accent_at_the_end", "cobró dos veces", "cobro", "cobró"},
    {"mark_at_the_end", "cobro\xCC\x81 dos", "cobro", "cobro\xCC\x81"},
    {"elongated", "es maloooo, sí", "malo", "maloooo"},
    {"after_a_run", "sooooo bad", "bad", "bad"},
    {"half_a_ligature", "a ﬁne", "ne", "ne"},
    {"inside_a_ligature", "a ﬁ", "i", "ﬁ"},
    {"mark_behind_an_expansion", "cost ½\xE2\x80\x8B more", "2", "½\xE2\x80\x8B"},
    {"accent_behind_an_expansion", "½\xCC\x81", "2", "½\xCC\x81"},
    {"expansion_longer_than_its_source", "x \xEF\xB7\xBA y", "y", "y"},
    {"leading_zero_width",
     "\xE2\x80\x8B"
     "bad",
     "bad", "bad"},
    {"white_space_run", "charged  \n twice", "charged twice", "charged  \n twice"},
    {"whole_text", "Añó", "año", "Añó"},
};

INSTANTIATE_TEST_SUITE_P(rows, FoldSpan, testing::ValuesIn(span_rows),
                         [](const auto& row) { return std::string(row.param.name); });

// Any span of any fold is whole characters of the source, and folding what it covers gives at least
// the span.
TEST(Fold, spans_of_generated_texts_are_exact) {
  constexpr char32_t alphabet[] = {U'a',   U'n', U'N', U'é', U'ñ',    0x303, 0x301, U' ',
                                   0x200B, U'ﬁ', U'ß', U'!', 0x1F621, U'½',  U'…'};
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string source, folded;
    for (auto i = random() % 12; i > 0; --i)
      append_utf8(source, alphabet[random() % std::size(alphabet)]);
    FoldMap map;
    fold(source, folded, &map);
    if (folded.empty()) continue;
    // What is matched are whole characters.
    const auto is_inside = [&](std::size_t at) {
      return at < folded.size() && (static_cast<unsigned char>(folded[at]) & 0xC0) == 0x80;
    };
    std::size_t begin = random() % folded.size(),
                end = begin + 1 + random() % (folded.size() - begin);
    while (is_inside(begin)) --begin;
    while (is_inside(end)) ++end;
    const auto [from, to] = map.widen(begin, end, source);
    ASSERT_LT(from, to);
    ASSERT_LE(to, source.size());
    const std::string covered = source.substr(from, to - from);
    ASSERT_TRUE(is_valid_utf8(covered));
    const std::string span = folded.substr(begin, end - begin);
    EXPECT_NE(fold(covered).find(span), std::string::npos)
        << source << ": " << span << " is not in " << covered;
    EXPECT_EQ(map.widen(0, folded.size(), source).second, source.size());
  }
}

TEST(Fold, counts_letters_and_words) {
  std::string out;
  const FoldFacts facts = fold("Sooo 3 horas, ¿no?", out);
  EXPECT_EQ(facts.words, 4u);
  EXPECT_EQ(facts.letters, 9u);
  EXPECT_TRUE(facts.elongated);
  EXPECT_FALSE(fold("1000 !!!", out).elongated);
}

TEST(Fold, appends_and_maps_from_the_old_end) {
  std::string out = "before";
  FoldMap map;
  fold("ÉL", out, &map);
  EXPECT_EQ(out, "beforeel");
  EXPECT_EQ(map.widen(1, 2, "ÉL"), (std::pair<std::size_t, std::size_t>{2, 3}));
}

struct BoundRow {
  const char* name;
  std::string_view text;
  std::string_view find;
  bool is_bounded;
};

class Boundary : public testing::TestWithParam<BoundRow> {};

TEST_P(Boundary, is_seen) {
  const auto [name, text, find, expected] = GetParam();
  const std::size_t at = text.find(find);
  EXPECT_EQ(is_bounded_left(text, at) && is_bounded_right(text, at + find.size()), expected);
}

constexpr BoundRow bound_rows[] = {
    {"alone", "bad", "bad", true},
    {"in_a_word", "badge", "bad", false},
    {"ends_a_word", "forbad", "bad", false},
    {"after_punctuation", "(bad)", "bad", true},
    {"accented_neighbour", "badñ", "bad", false},
    {"digit_neighbour", "3horas", "horas", false},
    {"underscore_neighbour", "so_bad", "bad", false},
    {"handle", "hi @membrillo!", "@membrillo", true},
    {"mail_address", "me@membrillo", "@membrillo", false},
    {"longer_handle", "@membrillo_air", "@membrillo", false},
    {"emoji", "x😡y", "😡", true},
};

INSTANTIATE_TEST_SUITE_P(rows, Boundary, testing::ValuesIn(bound_rows),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace quince
