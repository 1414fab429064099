#include "core/utf8.h"

#include <cstring>

namespace quince {
namespace {

unsigned char byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// Whether eight bytes of ASCII stand there.
bool is_ascii(std::string_view text, std::size_t at) {
  std::uint64_t eight;
  if (at + sizeof eight > text.size()) return false;
  std::memcpy(&eight, text.data() + at, sizeof eight);
  return (eight & 0x8080808080808080ull) == 0;
}

}  // namespace

Decoded detail::decode_long_utf8(std::string_view text, std::size_t at) {
  const unsigned char lead = byte_at(text, at);
  // Table 3-7: how many continuation bytes follow, and the bounds of the first of them.
  std::size_t more = 0;
  unsigned char low = 0x80, high = 0xBF;
  char32_t point = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    more = 1, point = lead & 0x1Fu;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    more = 2, point = lead & 0x0Fu;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    more = 3, point = lead & 0x07u;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return {0xFFFD, 1, false};
  }
  for (std::size_t i = 1; i <= more; ++i) {
    if (at + i >= text.size()) return {0xFFFD, i, false};
    const unsigned char next = byte_at(text, at + i);
    if (next < low || next > high) return {0xFFFD, i, false};
    point = (point << 6) | (next & 0x3Fu);
    low = 0x80, high = 0xBF;
  }
  return {point, more + 1, true};
}

void append_utf8(std::string& out, char32_t point) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | (point >> 6));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | (point >> 12));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (point >> 18));
    out += static_cast<char>(0x80 | ((point >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  }
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (is_ascii(text, at)) {
      at += sizeof(std::uint64_t);
      continue;
    }
    const Decoded next = decode_utf8(text, at);
    if (!next.valid) return false;
    at += next.length;
  }
  return true;
}

std::string repair_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode_utf8(text, at);
    if (next.valid && next.point != 0) {
      out.append(text, at, next.length);
    } else {
      append_utf8(out, 0xFFFD);
    }
    at += next.length;
  }
  return out;
}

std::string_view cut_utf8(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  while (end > 0 && (byte_at(text, end) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace quince
