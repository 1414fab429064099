// ISO 8601 and what is like it: the numbers stand in the order year, month, day, clock. Tested by
// tests/io/date_text_test.cpp.
#include <charconv>
#include <string>

#include "io/date_parts.h"

namespace quince {
namespace {

// "03-12-31" has the shape "99-99-99".
std::string shape_of(std::string_view text) {
  std::string shape(text);
  for (char& c : shape)
    if (is_digit(c)) c = '9';
  return shape;
}

// The forms of 1988 leave the century out: "031231", "03-12-31", "-03-12" and "03335" (the 335th
// day) become "20031231" and so on.
std::string with_century(std::string_view text) {
  const std::string shape = shape_of(text.substr(0, 9));
  const bool short_form = shape == "999999" || shape == "99999" || shape == "99-99-99" ||
                          shape == "99-99-99t" || shape == "99-99-99 " || shape == "-99-99";
  if (!short_form) return std::string(text);
  const std::string_view rest = text.substr(text.front() == '-' ? 1 : 0);
  return (rest.front() < '7' ? "20" : "19") + std::string(rest);
}

// Seconds or milliseconds since 1970, from 2001 to 2033 in a form that no date has.
std::optional<Time> read_unix(std::string_view text) {
  if ((text.size() != 10 && text.size() != 13) || text.front() != '1') return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return from_unix_ms(text.size() == 10 ? number * 1000 : number);
}

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t count = 0;
  while (digit_at(text, at + count)) ++count;
  return count;
}

// The day of a year: the first is 1.
void set_day_of_year(int number, DateParts& p) {
  using namespace std::chrono;
  const year_month_day date{sys_days{year{p.year} / 1 / 1} + days{number - 1}};
  if (number < 1 || date.year() != year{p.year}) number = 0;
  p.month = number == 0 ? 0 : static_cast<int>(static_cast<unsigned>(date.month()));
  p.day = static_cast<int>(static_cast<unsigned>(date.day()));
}

void skip_spaces(std::string_view text, std::size_t& at) {
  while (take(text, at, " ")) {
  }
}

// "2026-11-22", "2026/11", "20261122", "2026-326", "2026326"; also "2026-011-22".
bool take_date(std::string_view text, std::size_t& at, DateParts& p) {
  p.year = take_number(text, at, 4);
  if (at != 4) return false;
  const bool dashes = take(text, at, "-/.");
  skip_spaces(text, at);
  const std::size_t digits = digits_at(text, at);
  const bool another = at + digits < text.size() && text[at + digits] == '-';
  if (digits == 3 && !another) {
    set_day_of_year(take_number(text, at, 3), p);
    return true;
  }
  if (const int month = take_number(text, at, dashes ? 3 : 2); month >= 0) p.month = month;
  if (dashes) take(text, at, "-/.");
  skip_spaces(text, at);
  if (const int day = take_number(text, at, 2); day >= 0) p.day = day;
  return true;
}

// What stands behind the date: a clock, "am" or "pm" before or behind it, and the zone.
bool take_time_of_day(std::string_view text, std::size_t& at, DateParts& p) {
  const auto take_word = [&](std::string_view word) {
    if (!text.substr(at).starts_with(word)) return false;
    at += word.size();
    return true;
  };
  while (take(text, at, "t ,")) {
  }
  char meridiem = take_word("pm ") ? 'p' : take_word("am ") ? 'a' : ' ';
  const bool clock = digit_at(text, at);
  if (clock) take_clock(text, at, p);
  skip_spaces(text, at);
  if (meridiem == ' ') meridiem = take_word("pm") ? 'p' : take_word("am") ? 'a' : ' ';
  apply_meridiem(meridiem, p);
  skip_spaces(text, at);
  if (at == text.size()) return true;
  if (text[at] == '+' || text[at] == '-') {
    // Behind a bare date only "+01:00" is a zone: "2026-11-22-01" is a broken date.
    if (!clock && text.find(':', at) == std::string_view::npos) return false;
    p.offset_min = take_offset(text, at);
  } else {
    const std::size_t end = std::min(text.size(), text.find_first_of(" +-", at));
    p.offset_min = zone_offset(text.substr(at, end - at));
    at = end;
  }
  return p.offset_min.has_value();
}

}  // namespace

std::optional<Time> read_iso_date(std::string_view text) {
  if (const auto time = read_unix(text)) return time;
  const std::string whole = with_century(text);
  DateParts parts;
  std::size_t at = 0;
  if (!take_date(whole, at, parts) || !take_time_of_day(whole, at, parts)) return std::nullopt;
  return at == whole.size() ? instant(parts) : std::nullopt;
}

}  // namespace quince
