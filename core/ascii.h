// Small work on texts whose letters are ASCII: names of elements, hosts, labels, parameters. Other
// bytes are left alone.
#pragma once
#include <string>
#include <string_view>

namespace quince {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr char lower_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower_ascii(c);
  return out;
}

// Without the white space of XML, HTTP and tables around: a view into `text`, or a text of its own.
inline std::string_view trim(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const std::size_t first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}
inline std::string trimmed(std::string_view text) { return std::string(trim(text)); }

}  // namespace quince
