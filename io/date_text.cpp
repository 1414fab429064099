// Two readers. The ISO reader takes numbers from left to right: year, month, day, then a clock. The
// other cuts the text into words and numbers ("Mié., 14 jul. 2021 13:00 -0300" is mie 14 jul 2021
// 13:00 -0300) and lets each say what it is.
#include "io/date_text.h"

#include <algorithm>
#include <string>
#include <utility>

namespace quince {
namespace {

struct Parts {
  int year = -1, month = 1, day = 1;
  int hour = 0, minute = 0, second = 0, millis = 0;
  int offset_min = 0;
};

std::optional<Time> instant(const Parts& p) {
  using namespace std::chrono;
  if (p.year < 1970 || p.year > 2200 || p.hour > 24 || p.minute > 59 || p.second > 60)
    return std::nullopt;
  const year_month_day date{year{p.year}, month{static_cast<unsigned>(p.month)},
                            day{static_cast<unsigned>(p.day)}};
  if (!date.ok()) return std::nullopt;
  return Time{sys_days{date} + hours{p.hour} + minutes{p.minute} + seconds{p.second} +
              milliseconds{p.millis} - minutes{p.offset_min}};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes 1 to `most` digits at `at`; -1 where there is none.
int take_number(std::string_view text, std::size_t& at, std::size_t most) {
  int value = -1;
  for (std::size_t n = 0; n < most && at < text.size() && is_digit(text[at]); ++n, ++at)
    value = std::max(value, 0) * 10 + (text[at] - '0');
  return value;
}

bool take(std::string_view text, std::size_t& at, std::string_view any_of) {
  if (at >= text.size() || any_of.find(text[at]) == std::string_view::npos) return false;
  ++at;
  return true;
}

// "13", "13:00", "13:00:05", "13:00:05.25" at `at`; false where the text has something else there.
bool take_clock(std::string_view text, std::size_t& at, Parts& p) {
  const int hour = take_number(text, at, 2);
  if (hour < 0) return false;
  p.hour = hour;
  take(text, at, ":.");
  p.minute = std::max(0, take_number(text, at, 2));
  const std::size_t before = at;
  if (take(text, at, ":.") || (at < text.size() && is_digit(text[at]))) {
    p.second = take_number(text, at, 2);
    if (p.second < 0) p.second = 0, at = before;
  }
  if (at + 1 < text.size() && (text[at] == '.' || text[at] == ',') && is_digit(text[at + 1])) {
    int scale = 100;
    for (++at; at < text.size() && is_digit(text[at]); ++at, scale /= 10)
      p.millis += (text[at] - '0') * scale;
  }
  return true;
}

// "+02:00", "-0500", "+2", after an optional "GMT"; anything over 14 hours is no offset.
int take_offset(std::string_view text, std::size_t& at) {
  const int sign = text[at] == '-' ? -1 : 1;
  ++at;
  const std::size_t begin = at;
  const int first = take_number(text, at, 4);
  if (first < 0) return 0;
  int minutes = 0;
  if (at - begin > 2) {
    minutes = first / 100 * 60 + first % 100;
  } else {
    take(text, at, ":");
    minutes = first * 60 + std::max(0, take_number(text, at, 2));
  }
  return minutes > 14 * 60 ? 0 : sign * minutes;
}

constexpr std::pair<std::string_view, int> zones[] = {
    {"ut", 0},     {"utc", 0},    {"gmt", 0},    {"z", 0},      {"west", 60},  {"bst", 60},
    {"cet", 60},   {"met", 60},   {"mez", 60},   {"cest", 120}, {"mest", 120}, {"mesz", 120},
    {"eet", 120},  {"eest", 180}, {"msk", 180},  {"ist", 330},  {"jst", 540},  {"kst", 540},
    {"aest", 600}, {"brt", -180}, {"art", -180}, {"clt", -240}, {"ast", -240}, {"adt", -180},
    {"edt", -240}, {"est", -300}, {"et", -300},  {"pet", -300}, {"cot", -300}, {"cdt", -300},
    {"cst", -360}, {"ct", -360},  {"mdt", -360}, {"mst", -420}, {"mt", -420},  {"pdt", -420},
    {"pst", -480}, {"pt", -480}};

std::optional<int> zone_of(std::string_view word) {
  for (const auto& [name, minutes] : zones)
    if (name == word) return minutes;
  return std::nullopt;
}

// The first letters that tell a month from every other, in six languages; accents are gone by then.
constexpr std::pair<std::string_view, int> months[] = {
    {"jan", 1},  {"ene", 1},  {"gen", 1},  {"feb", 2},  {"fev", 2},  {"fevr", 2}, {"mar", 3},
    {"mrz", 3},  {"apr", 4},  {"abr", 4},  {"avr", 4},  {"may", 5},  {"mai", 5},  {"mag", 5},
    {"jun", 6},  {"giu", 6},  {"juin", 6}, {"juil", 7}, {"jul", 7},  {"lug", 7},  {"aug", 8},
    {"ago", 8},  {"aou", 8},  {"sep", 9},  {"set", 9},  {"oct", 10}, {"oto", 10}, {"out", 10},
    {"okt", 10}, {"ott", 10}, {"nov", 11}, {"dec", 12}, {"dic", 12}, {"dez", 12}};

std::optional<int> month_of(std::string_view word) {
  if (word.size() < 3 || word.starts_with("martes") || word.starts_with("mardi") ||
      word.starts_with("mart"))
    return std::nullopt;
  std::optional<int> found;
  std::size_t longest = 0;
  for (const auto& [name, month] : months)
    if (word.starts_with(name) && name.size() > longest) found = month, longest = name.size();
  return found;
}

// Lower case, without the accents of the Latin-1 letters: "Miércoles" is "miercoles".
std::string plain_letters(std::string_view text) {
  static constexpr std::string_view base =
      "aaaaaaaceeeeiiiidnooooo-ouuuuytsaaaaaaaceeeeiiiidnooooo-ouuuuyty";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == 0xC3 && i + 1 < text.size()) {
      out += base[static_cast<unsigned char>(text[++i]) & 0x3F];
    } else {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
    }
  }
  return out;
}

std::optional<Time> read_iso(std::string_view text) {
  std::size_t at = 0;
  Parts p;
  p.year = take_number(text, at, 4);
  if (at != 4) return std::nullopt;
  const bool dashes = take(text, at, "-/.");
  if (const int month = take_number(text, at, 2); month >= 0) p.month = month;
  if (dashes) take(text, at, "-/.");
  if (const int day = take_number(text, at, 2); day >= 0) p.day = day;
  while (take(text, at, "t ,")) {
  }
  if (at < text.size() && is_digit(text[at]) && !take_clock(text, at, p)) return std::nullopt;
  while (take(text, at, " ")) {
  }
  if (at == text.size()) return instant(p);
  if (text.substr(at, 2) == "pm" || text.substr(at, 2) == "am") {
    if (text[at] == 'p' && p.hour < 12) p.hour += 12;
    at += 2;
  } else if (text[at] == '+' || text[at] == '-') {
    p.offset_min = take_offset(text, at);
  } else {
    const std::size_t end = std::min(text.size(), text.find_first_of(" +-", at));
    const auto zone = zone_of(text.substr(at, end - at));
    if (!zone) return std::nullopt;
    p.offset_min = *zone;
    at = end;
  }
  return at == text.size() ? instant(p) : std::nullopt;
}

// What the second reader has found so far.
struct Found {
  Parts parts;
  int day = 0, month = 0;
  bool clock = false, bare = false;
};

bool read_number_word(std::string_view text, std::size_t& at, Found& f) {
  const std::size_t begin = at;
  const int number = take_number(text, at, 4);
  const std::size_t digits = at - begin;
  if (!f.clock && digits <= 2 && at < text.size() && text[at] == ':') {
    at = begin;
    f.clock = true;
    return take_clock(text, at, f.parts);
  }
  if (at < text.size() && text[at] == '/') return false;  // 3/4/2026
  if (digits == 4 && f.parts.year < 0) {
    f.parts.year = number;
  } else if (f.day == 0 && number >= 1 && number <= 31) {
    f.day = number;
  } else if (digits <= 2 && f.parts.year < 0) {
    f.parts.year = number < 70 ? 2000 + number : 1900 + number;
  } else {
    return false;
  }
  return true;
}

void read_letter_word(std::string_view word, Found& f) {
  // "mar" is Tuesday before a day and March behind it.
  const bool may_be_weekday = f.day == 0 && (word == "mar" || word == "mart");
  if ((word == "pm" || (word == "p" && f.clock)) && f.parts.hour < 12) f.parts.hour += 12;
  if ((word == "am" || (word == "a" && f.clock)) && f.parts.hour == 12) f.parts.hour = 0;
  if (const auto zone = zone_of(word); zone && f.clock) {
    f.parts.offset_min = *zone;
  } else if (const auto month = month_of(word); month && (f.month == 0 || f.bare)) {
    f.month = *month;
    f.bare = may_be_weekday;
  }
}

std::optional<Time> read_words(std::string_view text) {
  Found f;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (is_digit(c)) {
      if (!read_number_word(text, at, f)) return std::nullopt;
    } else if ((c == '+' || c == '-') && f.clock && at + 1 < text.size() &&
               is_digit(text[at + 1])) {
      f.parts.offset_min = take_offset(text, at);
    } else if ((c >= 'a' && c <= 'z')) {
      const std::size_t begin = at;
      while (at < text.size() && text[at] >= 'a' && text[at] <= 'z') ++at;
      read_letter_word(text.substr(begin, at - begin), f);
    } else {
      ++at;
    }
  }
  if (f.day == 0 || f.month == 0) return std::nullopt;
  f.parts.day = f.day;
  f.parts.month = f.month;
  return instant(f.parts);
}

}  // namespace

std::optional<Time> parse_date_text(std::string_view text) {
  constexpr std::size_t date_bytes_max = 100;
  constexpr std::string_view space = " \t\r\n";
  const std::size_t first = text.find_first_not_of(space);
  if (first == std::string_view::npos || text.size() - first > date_bytes_max) return std::nullopt;
  const std::string plain =
      plain_letters(text.substr(first, text.find_last_not_of(space) - first + 1));
  if (const auto time = read_iso(plain)) return time;
  return read_words(plain);
}

}  // namespace quince
