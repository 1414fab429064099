#include "collectors/answer_headers.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

using namespace std::chrono_literals;

const Time now = *parse_rfc3339("2026-11-22T10:00:00Z");
constexpr const char* date = "Sun, 22 Nov 2026 10:00:00 GMT";

HttpResponse with(HttpHeaders headers) {
  HttpResponse response;
  response.status = 200;
  response.headers = std::move(headers);
  return response;
}

TEST(AnswerHeaders, KnowHowLongAnAnswerIsFresh) {
  const struct {
    const char* name;
    HttpHeaders headers;
    std::optional<Duration> wanted;
  } rows[] = {
      {"nothing", {}, std::nullopt},
      {"max-age", {{"cache-control", "public, max-age=600"}}, 600s},
      {"max-age, other case", {{"cache-control", "MAX-AGE=600"}}, 600s},
      {"max-age in quotes", {{"cache-control", "max-age=\"600\""}}, 600s},
      {"max-age, of which some passed", {{"cache-control", "max-age=600"}, {"age", "400"}}, 200s},
      {"stale", {{"cache-control", "max-age=600"}, {"age", "700"}}, std::nullopt},
      {"zero", {{"cache-control", "max-age=0"}}, std::nullopt},
      {"a shared cache's", {{"cache-control", "s-maxage=600"}}, std::nullopt},
      {"no words", {{"cache-control", "max-age=soon"}}, std::nullopt},
      {"Expires", {{"expires", "Sun, 22 Nov 2026 10:20:00 GMT"}, {"date", date}}, 20min},
      {"Expires in the past",
       {{"expires", "Thu, 19 Nov 1981 08:52:00 GMT"}, {"date", date}},
       std::nullopt},
      {"Expires: 0", {{"expires", "0"}, {"date", date}}, std::nullopt},
      {"Expires without Date", {{"expires", "Sun, 22 Nov 2026 10:20:00 GMT"}}, std::nullopt},
      {"max-age beats Expires",
       {{"cache-control", "max-age=60"},
        {"expires", "Sun, 22 Nov 2026 10:20:00 GMT"},
        {"date", date}},
       60s},
      {"absurd", {{"cache-control", "max-age=9223372036854775807"}}, Duration(365 * 24h)},
  };
  for (const auto& row : rows) EXPECT_EQ(freshness_of(with(row.headers)), row.wanted) << row.name;
}

TEST(AnswerHeaders, KnowTheBudget) {
  const struct {
    const char* name;
    HttpHeaders headers;
    std::optional<Budget> wanted;
  } rows[] = {
      {"nothing", {}, std::nullopt},
      {"seconds",
       {{"ratelimit-remaining", "7"}, {"ratelimit-reset", "300"}},
       Budget{7, now + 5min}},
      {"parts of seconds",
       {{"x-ratelimit-remaining", "597.0"}, {"x-ratelimit-reset", "300"}},
       Budget{597, now + 5min}},
      {"a Unix time",
       {{"x-rate-limit-remaining", "0"}, {"x-rate-limit-reset", "1795342200"}},
       Budget{0, now + 10min}},
      {"a Unix time in milliseconds",
       {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "1795342200000"}},
       Budget{0, now + 10min}},
      {"an ISO time",
       {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "2026-11-22T10:10:00.123456Z"}},
       Budget{0, now + 10min + 123ms}},
      {"a time that has passed",
       {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "2026-11-22T09:00:00Z"}},
       Budget{0, now}},
      {"too far away",
       {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "9999999"}},
       Budget{0, now + 24h}},
      {"no reset", {{"x-ratelimit-remaining", "0"}}, std::nullopt},
      {"words", {{"x-ratelimit-remaining", "few"}, {"x-ratelimit-reset", "5"}}, std::nullopt},
      {"negative", {{"x-ratelimit-remaining", "-1"}, {"x-ratelimit-reset", "5"}}, std::nullopt},
  };
  for (const auto& row : rows) EXPECT_EQ(budget_of(with(row.headers), now), row.wanted) << row.name;
}

}  // namespace
}  // namespace quince
