#include "core/time.h"

#include <cstdio>

namespace quince {
namespace {

// Reads exactly `width` digits at `at`, or nothing.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t width) {
  if (text.size() < at + width) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, width)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::string to_rfc3339(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  char buffer[40];
  const int millis = static_cast<int>(clock.subseconds().count());
  const int written = std::snprintf(
      buffer, sizeof buffer, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()));
  std::string text(buffer, static_cast<std::size_t>(written));
  if (millis != 0) {
    std::snprintf(buffer, sizeof buffer, ".%03d", millis);
    text += buffer;
  }
  return text + 'Z';
}

std::optional<Time> parse_rfc3339(std::string_view text) {
  using namespace std::chrono;
  const auto year_ = digits(text, 0, 4), month_ = digits(text, 5, 2), day_ = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (!year_ || !month_ || !day_ || !hour || !minute || !second) return std::nullopt;
  const char separator = text[10];
  if (text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':' ||
      (separator != 'T' && separator != 't' && separator != ' '))
    return std::nullopt;
  const year_month_day date{year{*year_}, month{static_cast<unsigned>(*month_)},
                            day{static_cast<unsigned>(*day_)}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;

  std::size_t at = 19;
  int millis = 0;
  if (at < text.size() && text[at] == '.') {
    int scale = 100;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
      millis += (text[at] - '0') * scale;
      scale /= 10;
    }
  }
  int offset_min = 0;
  if (at + 1 == text.size() && (text[at] == 'Z' || text[at] == 'z')) {
    offset_min = 0;
  } else if (at + 6 == text.size() && (text[at] == '+' || text[at] == '-') && text[at + 3] == ':') {
    const auto off_hour = digits(text, at + 1, 2), off_minute = digits(text, at + 4, 2);
    if (!off_hour || !off_minute || *off_hour > 23 || *off_minute > 59) return std::nullopt;
    offset_min = (*off_hour * 60 + *off_minute) * (text[at] == '-' ? -1 : 1);
  } else {
    return std::nullopt;
  }
  return Time{sys_days{date} + hours{*hour} + minutes{*minute} + seconds{*second} +
              milliseconds{millis} - minutes{offset_min}};
}

}  // namespace quince
