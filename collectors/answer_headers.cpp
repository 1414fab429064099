#include "collectors/answer_headers.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "io/date_text.h"

namespace quince {
namespace {

using std::chrono::seconds;

constexpr std::int64_t day_s = 24 * 3600;
constexpr std::int64_t unix_times_from = 1'000'000'000;  // 2001; as a span it would be 31 years
constexpr std::int64_t unix_times_in_ms_from = 1'000'000'000'000;

// The whole number at the beginning: some send "597.0".
std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || value < 0) return std::nullopt;
  if (end != text.data() + text.size() && *end != '.') return std::nullopt;
  return value;
}

bool is_same_word(std::string_view a, std::string_view lower) {
  return std::ranges::equal(a, lower, {}, [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
}

// The value of a directive of Cache-Control: "public, max-age=600".
std::optional<std::int64_t> directive(std::string_view list, std::string_view name) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    std::string_view one = list.substr(0, comma);
    list = comma == list.npos ? std::string_view{} : list.substr(comma + 1);
    while (one.starts_with(' ')) one.remove_prefix(1);
    const std::size_t equals = one.find('=');
    if (equals == one.npos || !is_same_word(one.substr(0, equals), name)) continue;
    std::string_view value = one.substr(equals + 1);
    if (value.starts_with('"') && value.ends_with('"') && value.size() > 1)
      value = value.substr(1, value.size() - 2);
    return number(value);
  }
  return std::nullopt;
}

std::optional<Duration> positive(std::int64_t count) {
  if (count <= 0) return std::nullopt;
  return seconds{std::min(count, 365 * day_s)};
}

std::optional<Time> reset_at(std::string_view text, Time now) {
  if (const auto time = parse_rfc3339(text)) return time;
  const auto count = number(text);
  if (!count) return std::nullopt;
  if (*count >= unix_times_in_ms_from) return from_unix_ms(*count);
  if (*count >= unix_times_from) return from_unix_ms(*count * 1000);
  return now + seconds{*count};
}

}  // namespace

std::optional<Duration> freshness_of(const HttpResponse& response) {
  if (const auto age_max = directive(response.header("cache-control"), "max-age"))
    return positive(*age_max - number(response.header("age")).value_or(0));
  const auto expires = parse_date_text(response.header("expires"));
  const auto date = parse_date_text(response.header("date"));
  if (!expires || !date) return std::nullopt;
  return positive(std::chrono::duration_cast<seconds>(*expires - *date).count());
}

std::optional<Budget> budget_of(const HttpResponse& response, Time now) {
  for (const std::string_view prefix : {"x-ratelimit-", "ratelimit-", "x-rate-limit-"}) {
    const auto left = number(response.header(std::string(prefix) + "remaining"));
    const auto until = reset_at(response.header(std::string(prefix) + "reset"), now);
    if (left && until) return Budget{*left, std::clamp<Time>(*until, now, now + seconds{day_s})};
  }
  return std::nullopt;
}

}  // namespace quince
