// UTF-8 as RFC 3629 and the Unicode standard (table 3-7) define it: no overlong forms, no
// surrogates, nothing above U+10FFFF. Text inside the program is always valid; bytes from outside
// are repaired once, where they come in.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace quince {

struct Decoded {
  char32_t point = 0xFFFD;  // U+FFFD where the bytes are not valid
  std::size_t length = 0;   // bytes taken; for invalid bytes the maximal subpart, at least 1
  bool valid = false;
};

// Decodes the character that starts at `at`; `at` must be inside `text`.
inline Decoded decode_utf8(std::string_view text, std::size_t at);

void append_utf8(std::string& out, char32_t point);

bool is_valid_utf8(std::string_view text);

// Every byte sequence that is not valid becomes one U+FFFD (the practice the Unicode standard
// recommends, section 3.9), and NUL becomes U+FFFD too: C libraries and databases would cut the
// text there.
std::string repair_utf8(std::string_view text);

// The longest prefix of valid `text` of at most `bytes_max` bytes that ends between characters.
std::string_view cut_utf8(std::string_view text, std::size_t bytes_max);

namespace detail {
Decoded decode_long_utf8(std::string_view text, std::size_t at);  // a character that is not ASCII
}

Decoded decode_utf8(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  return lead < 0x80 ? Decoded{lead, 1, true} : detail::decode_long_utf8(text, at);
}

}  // namespace quince
