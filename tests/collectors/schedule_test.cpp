#include "collectors/schedule.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

using namespace std::chrono_literals;

const Time now = *parse_rfc3339("2026-11-22T10:00:00Z");

HttpResult answer(int status) {
  HttpResponse response;
  response.status = status;
  return response;
}

TEST(Schedule, ClassifiesEveryAnswer) {
  const struct {
    const char* name;
    HttpResult result;
    bool conditional;
    FetchOutcome wanted;
  } rows[] = {
      {"200", answer(200), false, FetchOutcome::ok},
      {"206", answer(206), false, FetchOutcome::ok},
      {"304", answer(304), true, FetchOutcome::not_modified},
      {"304 that nobody asked for", answer(304), false, FetchOutcome::server_error},
      {"302 without a way", answer(302), false, FetchOutcome::client_error},
      {"401", answer(401), false, FetchOutcome::client_error},
      {"404", answer(404), false, FetchOutcome::client_error},
      {"408", answer(408), false, FetchOutcome::server_error},
      {"403", answer(403), false, FetchOutcome::forbidden},
      {"410", answer(410), false, FetchOutcome::gone},
      {"429", answer(429), false, FetchOutcome::rate_limited},
      {"500", answer(500), false, FetchOutcome::server_error},
      {"503", answer(503), false, FetchOutcome::server_error},
      {"timeout", fail(Code::timeout, ""), false, FetchOutcome::timeout},
      {"network", fail(Code::unavailable, ""), false, FetchOutcome::network},
      {"refused", fail(Code::refused, ""), false, FetchOutcome::refused},
      {"no URL", fail(Code::invalid, ""), false, FetchOutcome::refused},
      {"too large", fail(Code::too_large, ""), false, FetchOutcome::too_large},
  };
  for (const auto& row : rows)
    EXPECT_EQ(classify(row.result, row.conditional), row.wanted) << row.name;
}

TEST(Schedule, DecidesTheNextTime) {
  const struct {
    const char* name;
    FetchOutcome outcome;
    std::int64_t failures;
    Rhythm rhythm;
    Duration least, most;
  } rows[] = {
      {"every 15 minutes", FetchOutcome::ok, 0, {15min, {}, {}, 0}, 15min, 15min},
      {"with jitter", FetchOutcome::ok, 0, {15min, {}, {}, 0.999}, 15min, 16min},
      {"the document asks for half an hour",
       FetchOutcome::ok,
       0,
       {15min, Duration(30min), {}, 0},
       30min,
       30min},
      {"the document asks for a week",
       FetchOutcome::ok,
       0,
       {15min, Duration(168h), {}, 0},
       75min,
       75min},
      {"the document asks for less",
       FetchOutcome::not_modified,
       0,
       {15min, Duration(1min), {}, 0},
       15min,
       15min},
      {"first fault that passes", FetchOutcome::timeout, 1, {15min, {}, {}, 0.5}, 30s, 1min},
      {"fourth", FetchOutcome::network, 4, {15min, {}, {}, 0.999}, 7min, 8min},
      {"the hundredth", FetchOutcome::server_error, 100, {15min, {}, {}, 0}, 30min, 1h},
      {"a feed that is none", FetchOutcome::not_a_feed, 1, {15min, {}, {}, 0.999}, 14min, 15min},
      {"still none", FetchOutcome::not_a_feed, 3, {15min, {}, {}, 0.999}, 59min, 1h},
      {"404 a hundred times", FetchOutcome::client_error, 100, {15min, {}, {}, 0.999}, 5h, 6h},
      {"403", FetchOutcome::forbidden, 1, {15min, {}, {}, 0}, 1h, 1h},
      {"403 again", FetchOutcome::forbidden, 3, {15min, {}, {}, 0.999}, 5h, 6h},
      {"gone", FetchOutcome::gone, 1, {15min, {}, {}, 0.5}, 24h, 24h},
      {"429 a hundred times", FetchOutcome::rate_limited, 100, {15min, {}, {}, 0.999}, 50min, 1h},
      {"429 of a daily source", FetchOutcome::rate_limited, 9, {24h, {}, {}, 0.999}, 23h, 24h},
      {"429 with a time", FetchOutcome::rate_limited, 1, {15min, {}, 3600s, 0}, 1h, 1h},
      {"429 with a longer one",
       FetchOutcome::rate_limited,
       1,
       {15min, {}, std::chrono::seconds(24h), 0.9},
       24h,
       24h},
      {"503 with a time", FetchOutcome::server_error, 1, {15min, {}, 1200s, 0}, 20min, 20min},
      {"a time shorter than the pause",
       FetchOutcome::rate_limited,
       5,
       {15min, {}, 1s, 0},
       30min,
       1h},
  };
  for (const auto& row : rows) {
    const Duration pause = next_time(row.outcome, row.failures, row.rhythm, now) - now;
    EXPECT_GE(pause, row.least) << row.name;
    EXPECT_LE(pause, row.most) << row.name;
  }
}

TEST(Schedule, PausesNeverShrinkWithMoreFailures) {
  for (const FetchOutcome outcome :
       {FetchOutcome::network, FetchOutcome::client_error, FetchOutcome::rate_limited,
        FetchOutcome::forbidden, FetchOutcome::gone}) {
    Time before = now;
    for (std::int64_t failures = 1; failures < 200; ++failures) {
      const Time at = next_time(outcome, failures, {5min, {}, {}, 0.3}, now);
      EXPECT_GE(at, before);
      EXPECT_LE(at, now + 24h);
      before = at;
    }
  }
}

}  // namespace
}  // namespace quince
