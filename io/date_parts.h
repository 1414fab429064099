// The pieces that the two readers of dates share; for io/date_text.cpp and io/date_iso.cpp alone.
// Texts are in lower case and without accents by then.
#pragma once
#include <optional>
#include <string_view>

#include "core/ascii.h"
#include "core/time.h"

namespace quince {

struct DateParts {
  int year = -1, month = 1, day = 1;
  int hour = 0, minute = 0, second = 0, millis = 0;
  std::optional<int> offset_min;  // absent: the text names no zone
};

// Nothing where there is no such day or time, or outside of the years 1970 to 2200.
std::optional<Time> instant(const DateParts& parts);

inline bool digit_at(std::string_view text, std::size_t at) {
  return at < text.size() && is_digit(text[at]);
}

// 2000 to 2069 or 1970 to 1999, from two digits.
constexpr int full_year(int two_digits) { return (two_digits < 70 ? 2000 : 1900) + two_digits; }

// Takes 1 to `most` digits at `at`; -1 where there is none.
int take_number(std::string_view text, std::size_t& at, std::size_t most);

// Takes one character that is in `any_of`, if it is there.
bool take(std::string_view text, std::size_t& at, std::string_view any_of);

// "13", "13:00", "13h00", "13:00:05", "13:00:05.25"; false where the text has something else there.
bool take_clock(std::string_view text, std::size_t& at, DateParts& parts);

// "+02:00", "-0500", "+2" in minutes; one over 14 hours is 0, and nothing is one that is no number.
std::optional<int> take_offset(std::string_view text, std::size_t& at);

// The minutes of a zone's usual short name.
std::optional<int> zone_offset(std::string_view word);

// Adds 12 hours for "pm", takes them from 12 "am".
void apply_meridiem(char a_or_p, DateParts& parts);

// Reads what starts with a year, and the short numeric forms of ISO 8601:1988.
std::optional<Time> read_iso_date(std::string_view text);

}  // namespace quince
