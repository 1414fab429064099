// ICU as oracle of the fold: every code point, and generated texts. Letters that compose across
// characters (conjoining Jamo, kana sound marks) are outside the fold's promise and outside the
// generated texts.
#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <random>
#include <string>

#include "core/utf8.h"
#include "matcher/fold.h"

namespace quince {
namespace {

bool is_dropped_mark(UChar32 c) {
  const auto block = ublock_getCode(c);
  return block == UBLOCK_COMBINING_DIACRITICAL_MARKS ||
         block == UBLOCK_COMBINING_DIACRITICAL_MARKS_EXTENDED ||
         block == UBLOCK_COMBINING_DIACRITICAL_MARKS_SUPPLEMENT ||
         block == UBLOCK_COMBINING_MARKS_FOR_SYMBOLS || block == UBLOCK_COMBINING_HALF_MARKS;
}

char32_t unify(char32_t c) {
  switch (c) {
    case U'`':
    case U'´':
    case U'‘':
    case U'’':
    case U'‚':
    case U'‛':
    case U'′':
    case U'ʼ':
    case U'＇':
      return U'\'';
    case U'“':
    case U'”':
    case U'„':
    case U'‟':
    case U'«':
    case U'»':
    case U'″':
    case U'〝':
    case U'〞':
      return U'"';
    case U'‐':
    case U'‑':
    case U'‒':
    case U'–':
    case U'—':
    case U'―':
    case U'−':
      return U'-';
    default:
      return c;
  }
}

// The slow way: whole-text NFKC_Casefold and NFD, then rule by rule, one pass each.
std::string oracle(const std::u32string& text) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString before;
  for (const char32_t c : text) before.append(static_cast<UChar32>(unify(c)));
  icu::UnicodeString parts, kept;
  icu::Normalizer2::getNFDInstance(status)->normalize(
      icu::Normalizer2::getNFKCCasefoldInstance(status)->normalize(before, status), parts, status);
  bool on_n = false;
  for (int i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
    const UChar32 c = static_cast<UChar32>(unify(static_cast<char32_t>(parts.char32At(i))));
    if (c == 0x303 && on_n) kept.append(c), on_n = false;
    if (is_dropped_mark(c)) continue;
    on_n = c == 'n';
    kept.append(c);
  }
  const icu::UnicodeString composed =
      icu::Normalizer2::getNFCInstance(status)->normalize(kept, status);
  std::u32string spaced, out;
  for (int i = 0; i < composed.length(); i = composed.moveIndex32(i, 1)) {
    const UChar32 c = composed.char32At(i);
    if (!u_isUWhiteSpace(c))
      spaced += static_cast<char32_t>(c);
    else if (spaced.empty() || spaced.back() != U' ')
      spaced += U' ';
  }
  const auto is_letter = [](char32_t c) {
    return u_isUAlphabetic(static_cast<UChar32>(c)) ||
           (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK);
  };
  for (std::size_t i = 0; i < spaced.size();) {
    std::size_t end = i + 1;
    while (end < spaced.size() && spaced[end] == spaced[i]) ++end;
    out.append(is_letter(spaced[i]) && end - i >= 3 ? 1 : end - i, spaced[i]);
    i = end;
  }
  std::string utf8;
  for (const char32_t c : out) append_utf8(utf8, c);
  return utf8;
}

std::string utf8(const std::u32string& text) {
  std::string out;
  for (const char32_t c : text) append_utf8(out, c);
  return out;
}

TEST(FoldOracle, agrees_on_every_code_point) {
  int wrong = 0;
  for (char32_t c = 0; c < 0x110000 && wrong < 10; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    const std::u32string text(1, c);
    const std::string expected = oracle(text), got = fold(utf8(text));
    if (got != expected)
      ++wrong, ADD_FAILURE() << "U+" << std::hex << static_cast<unsigned>(c) << ": " << got
                             << " for " << expected;
  }
}

TEST(FoldOracle, agrees_on_generated_texts) {
  constexpr std::pair<char32_t, char32_t> ranges[] = {
      {0x20, 0x7E},     {0x20, 0x7E},     {0x41, 0x5A},       {0xA0, 0x17F},    {0x300, 0x30A},
      {0x391, 0x3C9},   {0x410, 0x44F},   {0x2000, 0x200A},   {0x200B, 0x200D}, {0x2010, 0x201F},
      {0xFB00, 0xFB04}, {0xFF01, 0xFF5E}, {0x1F600, 0x1F64F}, {0x4E00, 0x4E80}, {0x6E, 0x6E},
      {0x303, 0x303},   {0x2160, 0x217F}, {0x1D400, 0x1D433}};
  std::mt19937 random(11);
  for (int round = 0; round < 20000; ++round) {
    std::u32string text;
    for (auto i = random() % 16; i > 0; --i) {
      const auto [low, high] = ranges[random() % std::size(ranges)];
      const char32_t c = low + static_cast<char32_t>(random() % (high - low + 1));
      text.append(random() % 6 == 0 ? 3 : 1, c);
    }
    ASSERT_EQ(fold(utf8(text)), oracle(text)) << utf8(text);
  }
}

}  // namespace
}  // namespace quince
