#include "core/label.h"

#include "core/utf8.h"

namespace quince {
namespace {

// U+00C0 … U+00FF; "-" for those that are no letters.
constexpr std::string_view latin_letters =
    "aaaaaaaceeeeiiiidnooooo-ouuuuytsaaaaaaaceeeeiiiidnooooo-ouuuuyty";

// 0: nothing is left of it.
char32_t plain(char32_t point) {
  if (point >= 0x300 && point <= 0x36F) return 0;  // accents that stand behind their letter
  if (point == '_' || point == '-' || point == '\t' || point == 0xA0) return ' ';
  if (point >= 'A' && point <= 'Z') return point + ('a' - 'A');
  if (point < 0xC0 || point > 0xFF) return point;
  const char letter = latin_letters[point - 0xC0];
  return letter == '-' ? point : static_cast<char32_t>(letter);
}

}  // namespace

std::string label_key(std::string_view text) {
  std::string key;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode_utf8(text, at);
    at += next.length;
    const char32_t point = plain(next.point);
    if (point == 0 || (point == ' ' && (key.empty() || key.back() == ' '))) continue;
    append_utf8(key, point);
  }
  if (key.ends_with(' ')) key.pop_back();
  return key;
}

}  // namespace quince
