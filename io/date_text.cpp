// Two readers. The one for ISO dates (io/date_iso.cpp) takes numbers from left to right: year,
// month, day, then a clock. The other, here, cuts the text into words and numbers ("Mié., 14 jul.
// 2021 13:00 -0300" is mie 14 jul 2021 13:00 -0300) and lets each say what it is.
#include "io/date_text.h"

#include <unicode/ucal.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "io/date_parts.h"

namespace quince {
namespace {

struct CalendarCloser {
  void operator()(UCalendar* calendar) const { ucal_close(calendar); }
};

// The first letters that tell a month from every other, in six languages; accents are gone by then.
constexpr std::pair<std::string_view, int> months[] = {
    {"jan", 1},  {"ene", 1},  {"gen", 1},  {"feb", 2},  {"fev", 2},  {"fevr", 2}, {"mar", 3},
    {"mrz", 3},  {"apr", 4},  {"abr", 4},  {"avr", 4},  {"may", 5},  {"mai", 5},  {"mag", 5},
    {"jun", 6},  {"giu", 6},  {"juin", 6}, {"juil", 7}, {"jul", 7},  {"lug", 7},  {"aug", 8},
    {"ago", 8},  {"aou", 8},  {"sep", 9},  {"set", 9},  {"oct", 10}, {"oto", 10}, {"out", 10},
    {"okt", 10}, {"ott", 10}, {"nov", 11}, {"dec", 12}, {"dic", 12}, {"dez", 12}};

std::optional<int> month_of(std::string_view word) {
  if (word.size() < 3 || word.starts_with("mart") || word.starts_with("mardi")) return std::nullopt;
  std::optional<int> found;
  std::size_t longest = 0;
  for (const auto& [name, month] : months)
    if (word.starts_with(name) && name.size() > longest) found = month, longest = name.size();
  return found;
}

// Lower case, without the accents of the Latin-1 letters, composed or not: "Miércoles" is
// "miercoles".
std::string plain_letters(std::string_view text) {
  static constexpr std::string_view base =
      "aaaaaaaceeeeiiiidnooooo-ouuuuytsaaaaaaaceeeeiiiidnooooo-ouuuuyty";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == 0xC3 && i + 1 < text.size()) {
      out += base[static_cast<unsigned char>(text[++i]) & 0x3F];
    } else if ((c == 0xCC || c == 0xCD) && i + 1 < text.size()) {
      ++i;  // a combining accent
    } else {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
    }
  }
  return out;
}

// "2026년 11월 22일 오후 3:05" as "2026- 11- 22  pm 3:05 kst": Korea has one zone, and its feeds
// leave it out. The Chinese signs are replaced too.
std::string with_ascii_signs(std::string text) {
  static constexpr std::pair<std::string_view, std::string_view> signs[] = {
      {"년", "-"}, {"월", "-"}, {"일", " "},    {"年", "-"},
      {"月", "-"}, {"日", " "}, {"오전", "am"}, {"오후", "pm"}};
  const bool korean = text.find("년") != text.npos || text.find("오전") != text.npos ||
                      text.find("오후") != text.npos;
  for (const auto& [sign, ascii] : signs)
    for (std::size_t at = text.find(sign); at != text.npos; at = text.find(sign, at))
      text.replace(at, sign.size(), ascii);
  return korean && text.find('+') == text.npos ? text + " kst" : text;
}

// What the reader of words has found so far.
struct Found {
  DateParts parts;
  int day = 0, month = 0;
  bool clock = false;
  bool month_may_be_day = false;  // "mar" is Tuesday before a day and March behind it
  bool zone_by_name = false;
};

// Whether "/06/2026", ".10.23" or "-30-2026" stands at `at`.
bool is_numeric_date(std::string_view text, std::size_t at) {
  if (at >= text.size() || std::string_view("/.-").find(text[at]) == std::string_view::npos)
    return false;
  const char mark = text[at];
  ++at;
  return take_number(text, at, 2) >= 0 && at < text.size() && text[at] == mark &&
         digit_at(text, at + 1);
}

// What is_numeric_date found, behind the first number.
bool read_numeric_date(std::string_view text, std::size_t& at, int first, DayOrder order,
                       Found& f) {
  const char mark = text[at++];
  const int second = take_number(text, at, 2);
  const std::size_t begin = ++at;
  const int year = take_number(text, at, 4);
  if (at - begin != 2 && at - begin != 4) return false;
  if (first > 12 || mark == '.') order = DayOrder::day_first;
  if (second > 12) order = DayOrder::month_first;
  if (first == second) order = DayOrder::day_first;
  if (order == DayOrder::unknown || f.day != 0 || f.month != 0 || f.parts.year >= 0) return false;
  f.day = order == DayOrder::day_first ? first : second;
  f.month = order == DayOrder::day_first ? second : first;
  f.parts.year = at - begin == 2 ? full_year(year) : year;
  return true;
}

// "13:00" anywhere, "13h00", and "13.00" behind a whole date.
bool starts_clock(std::string_view text, std::size_t at, const Found& f) {
  if (f.clock || at >= text.size()) return false;
  const bool behind_date = f.day > 0 && f.month > 0 && f.parts.year >= 0;
  return text[at] == ':' ||
         ((text[at] == 'h' || (text[at] == '.' && behind_date)) && digit_at(text, at + 1));
}

bool read_number_word(std::string_view text, std::size_t& at, DayOrder order, Found& f) {
  const std::size_t begin = at;
  const int number = take_number(text, at, 4);
  const std::size_t digits = at - begin;
  if (digits <= 2 && starts_clock(text, at, f)) {
    at = begin;
    f.clock = true;
    return take_clock(text, at, f.parts);
  }
  if (digits <= 2 && is_numeric_date(text, at))
    return read_numeric_date(text, at, number, order, f);
  if (at < text.size() && text[at] == '/') return false;
  if (digits == 4 && f.parts.year < 0) {
    f.parts.year = number;
  } else if (f.day == 0 && number >= 1 && number <= 31) {
    f.day = number;
  } else if (digits <= 2 && f.parts.year < 0) {
    f.parts.year = full_year(number);
  } else {
    return false;
  }
  return true;
}

void read_letter_word(std::string_view word, Found& f) {
  const bool may_be_day = f.day == 0 && word == "mar";
  if (f.clock && (word == "pm" || word == "am" || word == "p" || word == "a"))
    apply_meridiem(word.front(), f.parts);
  if (const auto zone = zone_offset(word); zone && f.clock) {
    if (!f.parts.offset_min) f.parts.offset_min = zone, f.zone_by_name = true;
  } else if (const auto month = month_of(word); month && (f.month == 0 || f.month_may_be_day)) {
    f.month = *month;
    f.month_may_be_day = may_be_day;
  }
}

// The first number is the offset, also behind "GMT"; a second one is no date of ours.
bool read_offset(std::string_view text, std::size_t& at, Found& f) {
  if (f.parts.offset_min && !f.zone_by_name) return false;
  f.parts.offset_min = take_offset(text, at);
  f.zone_by_name = false;
  return f.parts.offset_min.has_value();
}

std::optional<Time> read_words(std::string_view text, DayOrder order) {
  Found f;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (is_digit(c)) {
      if (!read_number_word(text, at, order, f)) return std::nullopt;
    } else if ((c == '+' || c == '-') && f.clock && digit_at(text, at + 1)) {
      if (!read_offset(text, at, f)) return std::nullopt;
    } else if (c >= 'a' && c <= 'z') {
      const std::size_t begin = at;
      while (at < text.size() && text[at] >= 'a' && text[at] <= 'z') ++at;
      read_letter_word(text.substr(begin, at - begin), f);
    } else {
      ++at;
    }
  }
  if (f.month == 0 || (f.day == 0 && f.clock)) return std::nullopt;
  f.parts.day = f.day == 0 ? 1 : f.day;  // "Nov. 2026"
  f.parts.month = f.month;
  return instant(f.parts);
}

bool is_zone_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '/';
}

// Cuts a name such as "America/Argentina/Buenos_Aires" out of the text; empty where there is none.
std::string cut_zone_name(std::string& text) {
  std::size_t slash = text.find('/');
  while (slash != text.npos && (slash == 0 || !is_zone_letter(text[slash - 1])))
    slash = text.find('/', slash + 1);
  if (slash == text.npos) return {};
  std::size_t begin = slash, end = slash;
  while (begin > 0 && is_zone_letter(text[begin - 1])) --begin;
  while (end < text.size() && (is_zone_letter(text[end]) || text[end] == '-')) ++end;
  std::string name = text.substr(begin, end - begin);
  text.erase(begin, end - begin);
  return name;
}

// The instant at which clocks in the zone show `wall`; an unknown zone is UTC.
Time from_wall_time(Time wall, const std::string& zone) {
  UErrorCode error = U_ZERO_ERROR;
  const std::u16string id(zone.begin(), zone.end());
  const std::unique_ptr<UCalendar, CalendarCloser> calendar(
      ucal_open(id.c_str(), static_cast<std::int32_t>(id.size()), "", UCAL_GREGORIAN, &error));
  std::int32_t raw = 0, daylight = 0;
  ucal_setMillis(calendar.get(), static_cast<UDate>(to_unix_ms(wall)), &error);
  ucal_getTimeZoneOffsetFromLocal(calendar.get(), UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_LATTER, &raw,
                                  &daylight, &error);
  return U_FAILURE(error) ? wall : wall - Duration{raw + daylight};
}

}  // namespace

DayOrder day_order_of(std::string_view lang) {
  const std::string whole = plain_letters(lang);
  if (whole == "en-us" || whole == "en_us") return DayOrder::month_first;
  for (const std::string_view known : {"es", "pt", "fr", "de", "it", "ca", "gl", "nl", "en-gb",
                                       "en-au", "en-ie", "en-in", "en-nz"})
    if (whole == known || (known.size() == 2 && whole.starts_with(known) && whole.size() > 2 &&
                           (whole[2] == '-' || whole[2] == '_')))
      return DayOrder::day_first;
  return DayOrder::unknown;
}

std::optional<Time> parse_date_text(std::string_view text, DayOrder order) {
  constexpr std::size_t date_bytes_max = 100;
  constexpr std::string_view space = " \t\r\n";
  const std::size_t first = text.find_first_not_of(space);
  if (first == std::string_view::npos || text.size() - first > date_bytes_max) return std::nullopt;
  std::string own(text.substr(first, text.find_last_not_of(space) - first + 1));
  const std::string zone = cut_zone_name(own);
  const std::string plain = with_ascii_signs(plain_letters(own));
  auto time = read_iso_date(plain);
  if (!time) time = read_words(plain, order);
  return time && !zone.empty() ? from_wall_time(*time, zone) : time;
}

}  // namespace quince
