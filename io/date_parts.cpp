#include "io/date_parts.h"

#include <algorithm>
#include <utility>

namespace quince {
namespace {

// A name that two parts of the world share means the part that writes it in feeds: IST is India's,
// CST and AST are America's.
constexpr std::pair<std::string_view, int> zones[] = {
    {"ut", 0},     {"utc", 0},    {"gmt", 0},    {"z", 0},      {"wet", 0},     {"west", 60},
    {"bst", 60},   {"cet", 60},   {"met", 60},   {"mez", 60},   {"cest", 120},  {"mest", 120},
    {"mesz", 120}, {"eet", 120},  {"eest", 180}, {"msk", 180},  {"ist", 330},   {"jst", 540},
    {"kst", 540},  {"aest", 600}, {"brt", -180}, {"art", -180}, {"clst", -180}, {"clt", -240},
    {"ast", -240}, {"adt", -180}, {"edt", -240}, {"est", -300}, {"et", -300},   {"pet", -300},
    {"cot", -300}, {"cdt", -300}, {"cst", -360}, {"ct", -360},  {"mdt", -360},  {"mst", -420},
    {"mt", -420},  {"pdt", -420}, {"pst", -480}, {"pt", -480}};

}  // namespace

std::optional<Time> instant(const DateParts& p) {
  using namespace std::chrono;
  if (p.year < 1970 || p.year > 2200 || p.hour > 24 || p.minute > 59 || p.second > 60)
    return std::nullopt;
  const year_month_day date{year{p.year}, month{static_cast<unsigned>(p.month)},
                            day{static_cast<unsigned>(p.day)}};
  if (!date.ok()) return std::nullopt;
  return Time{sys_days{date} + hours{p.hour} + minutes{p.minute} + seconds{p.second} +
              milliseconds{p.millis} - minutes{p.offset_min.value_or(0)}};
}

int take_number(std::string_view text, std::size_t& at, std::size_t most) {
  int value = -1;
  for (std::size_t n = 0; n < most && digit_at(text, at); ++n, ++at)
    value = std::max(value, 0) * 10 + (text[at] - '0');
  return value;
}

bool take(std::string_view text, std::size_t& at, std::string_view any_of) {
  if (at >= text.size() || any_of.find(text[at]) == std::string_view::npos) return false;
  ++at;
  return true;
}

bool take_clock(std::string_view text, std::size_t& at, DateParts& p) {
  const int hour = take_number(text, at, 2);
  if (hour < 0) return false;
  p.hour = hour;
  take(text, at, ":.h");
  p.minute = std::max(0, take_number(text, at, 2));
  const std::size_t before = at;
  if (take(text, at, ":.") || digit_at(text, at)) {
    p.second = take_number(text, at, 2);
    if (p.second < 0) p.second = 0, at = before;
  }
  if (at < text.size() && (text[at] == '.' || text[at] == ',') && digit_at(text, at + 1)) {
    int scale = 100;
    for (++at; digit_at(text, at); ++at, scale /= 10) p.millis += (text[at] - '0') * scale;
  }
  return true;
}

std::optional<int> take_offset(std::string_view text, std::size_t& at) {
  const int sign = text[at] == '-' ? -1 : 1;
  ++at;
  const std::size_t begin = at;
  const int first = take_number(text, at, 4);
  if (first < 0) return std::nullopt;
  int minutes = 0;
  if (at - begin > 2) {
    minutes = first / 100 * 60 + first % 100;
  } else {
    const bool colon = take(text, at, ":");
    const int behind = take_number(text, at, 2);
    if (colon && behind < 0) return std::nullopt;
    minutes = first * 60 + std::max(0, behind);
  }
  return minutes > 14 * 60 ? 0 : sign * minutes;
}

std::optional<int> zone_offset(std::string_view word) {
  for (const auto& [name, minutes] : zones)
    if (name == word) return minutes;
  return std::nullopt;
}

void apply_meridiem(char a_or_p, DateParts& p) {
  if (a_or_p == 'p' && p.hour < 12) p.hour += 12;
  if (a_or_p == 'a' && p.hour == 12) p.hour = 0;
}

}  // namespace quince
