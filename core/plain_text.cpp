#include "core/plain_text.h"

#include "core/utf8.h"

namespace quince {
namespace {

bool turns_direction(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

bool breaks_line(char32_t c) {
  return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool controls(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

// `break_as` stands for every line break, a tab becomes a space; what a terminal or a renderer
// obeys is dropped.
std::string inert(std::string_view raw, char break_as) {
  const std::string text = repair_utf8(raw);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded c = decode_utf8(text, at);
    if (c.point == '\r' && at + 1 < text.size() && text[at + 1] == '\n') {
      // CR LF is one break: the LF writes it.
    } else if (breaks_line(c.point)) {
      out += break_as;
    } else if (c.point == '\t') {
      out += ' ';
    } else if (!controls(c.point) && !turns_direction(c.point)) {
      out.append(text, at, c.length);
    }
    at += c.length;
  }
  return out;
}

}  // namespace

std::string plain_line(std::string_view text) { return inert(text, ' '); }
std::string plain_text(std::string_view text) { return inert(text, '\n'); }

}  // namespace quince
