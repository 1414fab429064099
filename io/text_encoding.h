// Bytes of a document to UTF-8, by one set of rules, because labels lie: a byte order mark decides;
// else bytes that are valid UTF-8 are UTF-8, whatever the label says; else the label (Content-Type,
// then the XML declaration) names the encoding, with latin-1, ASCII and unknown labels read as
// windows-1252 (the WHATWG Encoding standard does the same). Bytes that claim to be UTF-8 and are
// not keep their valid runs; the others are read as windows-1252, one by one.
#pragma once
#include <bit>
#include <string>
#include <string_view>

namespace quince {

// Valid UTF-8 without a byte order mark; NUL becomes U+FFFD. `content_type` may be empty.
std::string decode_document(std::string_view bytes, std::string_view content_type);

// Valid runs of UTF-8 stay; every other byte is a windows-1252 character. NUL becomes U+FFFD.
std::string decode_mixed(std::string_view bytes);

// UTF-16 of a known byte order, without its mark. NUL and lone surrogates become U+FFFD, so that
// every character of the result stands for two bytes, or for four above U+FFFF; a last odd byte is
// left out.
std::string decode_utf16(std::string_view bytes, std::endian order);

// What a byte 0x80 … 0x9F, or a character reference to it, means in windows-1252; other values are
// themselves.
char32_t from_windows_1252(char32_t value);

}  // namespace quince
