#include "matcher/wide_gap.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace quince {
namespace {

constexpr int unbounded = std::numeric_limits<int>::max();

// Where the class that opens at `at` ends. A bracket right behind its head is no end.
std::size_t class_end(std::string_view regex, std::size_t at) {
  if (regex.substr(++at).starts_with('^')) ++at;
  for (std::size_t first = at; at < regex.size(); ++at) {
    if (regex[at] == '\\') {
      ++at;
    } else if (regex[at] == ']' && at != first) {
      return at + 1;
    }
  }
  return regex.size();
}

// One character, escape or class; a bracket of a group counts as one too.
std::size_t atom_end(std::string_view regex, std::size_t at) {
  if (regex[at] == '[') return class_end(regex, at);
  if (regex[at] != '\\') return at + 1;
  const std::string_view escape = regex.substr(at, 3);
  const bool has_name = escape == "\\p{" || escape == "\\P{" || escape == "\\x{";
  const std::size_t end = has_name ? regex.find('}', at) + 1 : at + 2;
  return end == 0 ? regex.size() : std::min(end, regex.size());
}

bool is_broad(std::string_view atom) {
  return atom == "." || atom == "\\S" || atom == "\\W" || atom == "\\D" || atom.starts_with("[^");
}

struct Repeat {
  std::size_t length = 0;  // 0: the atom stands once
  int most = 1;
};

// "{3}", "{3,}", "{3,5}"; anything else in braces is text.
Repeat counted(std::string_view text) {
  const std::size_t close = text.find('}');
  if (close == text.npos) return {};
  const std::string_view inside = text.substr(1, close - 1);
  if (inside.empty() || inside.find_first_not_of("0123456789,") != inside.npos) return {};
  if (inside.ends_with(',')) return {close + 1, unbounded};
  const std::string_view last = inside.substr(inside.find(',') + 1);
  int most = unbounded;  // also where the number is too large to be read
  std::from_chars(last.data(), last.data() + last.size(), most);
  return {close + 1, most};
}

Repeat repeat_at(std::string_view text) {
  if (text.starts_with('*') || text.starts_with('+')) return {1, unbounded};
  if (text.starts_with('?')) return {1, 1};
  return text.starts_with('{') ? counted(text) : Repeat{};
}

}  // namespace

std::string_view wide_gap(std::string_view regex) {
  for (std::size_t at = 0; at < regex.size();) {
    const std::size_t end = atom_end(regex, at);
    const Repeat repeat = repeat_at(regex.substr(end));
    const bool is_wide =
        repeat.most == unbounded ? is_broad(regex.substr(at, end - at)) : repeat.most > gap_max;
    if (is_wide) return regex.substr(at, end + repeat.length - at);
    at = end + repeat.length;
  }
  return {};
}

}  // namespace quince
