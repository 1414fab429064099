#include "io/similarity.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "core/utf8.h"

namespace quince {
namespace {

constexpr std::size_t compared_bytes_max = 64u << 10;  // 65,536 trigrams of 4 bytes: 256 KiB

// Of the normalized form, sorted; one that occurs twice is there twice.
std::vector<std::uint32_t> trigrams(std::string_view form) {
  if (form.empty()) return {};
  const std::string padded = "  " + std::string(form) + ' ';
  std::vector<std::uint32_t> found;
  found.reserve(padded.size());
  for (std::size_t i = 0; i + 2 < padded.size(); ++i)
    found.push_back(static_cast<std::uint32_t>(static_cast<unsigned char>(padded[i]) << 16 |
                                               static_cast<unsigned char>(padded[i + 1]) << 8 |
                                               static_cast<unsigned char>(padded[i + 2])));
  std::sort(found.begin(), found.end());
  return found;
}

std::string compared_form(std::string_view text) {
  return normalized_text(text.substr(0, compared_bytes_max));
}

double common_of(const std::vector<std::uint32_t>& x, const std::vector<std::uint32_t>& y) {
  std::vector<std::uint32_t> common;
  std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(common));
  return static_cast<double>(common.size());
}

}  // namespace

std::string normalized_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool gap = false, number = false;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode_utf8(text, at);
    at += next.length;
    const auto point = static_cast<UChar32>(next.point);
    if (u_isUWhiteSpace(point) || u_ispunct(point) || u_iscntrl(point)) {
      gap = true;
      continue;
    }
    if (gap && !out.empty()) out += ' ';
    const bool digit = u_isdigit(point);
    if (!digit) {
      append_utf8(out, static_cast<char32_t>(u_foldCase(point, U_FOLD_CASE_DEFAULT)));
    } else if (!number || gap) {
      out += '0';
    }
    number = digit;
    gap = false;
  }
  return out;
}

double similarity(std::string_view a, std::string_view b) {
  const std::string left = compared_form(a), right = compared_form(b);
  if (left == right) return 1;
  const auto x = trigrams(left), y = trigrams(right);
  return 2.0 * common_of(x, y) / static_cast<double>(x.size() + y.size());
}

double containment(std::string_view part, std::string_view whole) {
  const auto x = trigrams(compared_form(part)), y = trigrams(compared_form(whole));
  return x.empty() ? 1 : common_of(x, y) / static_cast<double>(x.size());
}

}  // namespace quince
