#include "io/text_encoding.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

using namespace std::string_view_literals;

TEST(DecodeUtf16, GivesOneCharacterForEachUnitOrPair) {
  const struct {
    const char* name;
    std::string_view bytes;
    std::endian order;
    std::string_view text;
  } rows[] = {
      {"little", "a\0\xF1\0"sv, std::endian::little, "añ"},
      {"big", "\0a\0\xF1"sv, std::endian::big, "añ"},
      {"a pair", "\x3D\xD8\x00\xDE"sv, std::endian::little, "😀"},
      {"a first half alone",
       "\x3D\xD8"
       "a\0"sv,
       std::endian::little, "\uFFFDa"},
      {"a second half alone",
       "\x00\xDE"
       "a\0"sv,
       std::endian::little, "\uFFFDa"},
      {"a first half at the end", "a\0\x3D\xD8"sv, std::endian::little, "a\uFFFD"},
      {"NUL", "\0\0a\0"sv, std::endian::little, "\uFFFDa"},
      {"an odd byte", "a\0b"sv, std::endian::little, "a"},
      {"nothing", ""sv, std::endian::big, ""},
  };
  for (const auto& row : rows) EXPECT_EQ(decode_utf16(row.bytes, row.order), row.text) << row.name;
}

TEST(DecodeMixed, KeepsValidRuns) {
  EXPECT_EQ(decode_mixed("a\xC3\xB1o a\xF1o \x80\0"sv), "año año €\uFFFD");
}

}  // namespace
}  // namespace quince
