#include "core/utf8.h"

#include <gtest/gtest.h>

#include <random>

namespace quince {
namespace {

using namespace std::string_literals;

TEST(Utf8, RepairsEveryKindOfBrokenSequence) {
  const struct {
    const char* name;
    std::string in, out;
  } rows[] = {{"plain", "año ✈ 🛫", "año ✈ 🛫"},
              {"lone continuation", "a\x80z", "a\xEF\xBF\xBDz"},
              {"overlong slash", "a\xC0\xAFz", "a\xEF\xBF\xBD\xEF\xBF\xBDz"},
              {"overlong three bytes", "\xE0\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
              {"surrogate", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
              {"beyond the last plane", "\xF4\x90\x80\x80",
               "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
              {"cut in the middle", "ok \xF0\x9F\x9B", "ok \xEF\xBF\xBD"},
              {"Latin-1", "caf\xE9 sol", "caf\xEF\xBF\xBD sol"},
              {"NUL", "a\0b"s,
               "a\xEF\xBF\xBD"
               "b"}};
  for (const auto& row : rows) EXPECT_EQ(repair_utf8(row.in), row.out) << row.name;
}

TEST(Utf8, WhateverGoesInValidTextComesOut) {
  std::mt19937 random(15);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(random() % 40, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    const std::string repaired = repair_utf8(bytes);
    EXPECT_TRUE(is_valid_utf8(repaired));
    EXPECT_EQ(repair_utf8(repaired), repaired);
    const bool was_fine = is_valid_utf8(bytes) && bytes.find('\0') == std::string::npos;
    EXPECT_EQ(repaired == bytes, was_fine);
  }
}

TEST(Utf8, EncodesWhatItDecodes) {
  for (char32_t point = 1; point < 0x110000; point += 37) {
    if (point >= 0xD800 && point < 0xE000) continue;
    std::string text;
    append_utf8(text, point);
    const Decoded decoded = decode_utf8(text, 0);
    EXPECT_TRUE(decoded.valid);
    EXPECT_EQ(decoded.point, point);
    EXPECT_EQ(decoded.length, text.size());
  }
}

TEST(Utf8, CutsBetweenCharacters) {
  EXPECT_EQ(cut_utf8("año", 2), "a");
  EXPECT_EQ(cut_utf8("año", 3), "añ");
  EXPECT_EQ(cut_utf8("año", 99), "año");
  EXPECT_EQ(cut_utf8("🛫", 3), "");
}

}  // namespace
}  // namespace quince
