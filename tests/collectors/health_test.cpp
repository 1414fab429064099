#include "collectors/health.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

using namespace std::chrono_literals;

const Time start = *parse_rfc3339("2026-11-22T00:00:00Z");
constexpr Duration every = 15min;

Sign good(std::int64_t fresh, bool incomplete = false) { return {200, true, fresh, incomplete}; }

// A source that had something new at each of the given times.
Cursor with_news_at(std::initializer_list<Duration> times) {
  Cursor cursor;
  for (const Duration at : times) {
    learn(cursor, good(1), start + at);
    cursor.last_success_at = start + at;
  }
  return cursor;
}

std::vector<Ailment> ailments(const Cursor& cursor, Time now) {
  std::vector<Ailment> found;
  for (const Finding& finding : diagnose(cursor, every, now)) {
    EXPECT_FALSE(finding.what.empty());
    EXPECT_FALSE(finding.cure.empty());
    found.push_back(finding.ailment);
  }
  return found;
}

using Ailments = std::vector<Ailment>;

TEST(Health, ANewSourceIsNotIll) { EXPECT_EQ(ailments({}, start), Ailments{}); }

TEST(Health, SilenceIsMeasuredAgainstTheSourcesOwnRhythm) {
  // Every half hour by day, eight hours of night.
  const Cursor cursor = with_news_at({0h, 30min, 60min, 9h, 9h + 30min, 10h});
  EXPECT_EQ(ailments(cursor, start + 18h), Ailments{}) << "the next night";
  EXPECT_EQ(ailments(cursor, start + 27h), Ailments{Ailment::silent});
}

TEST(Health, ABusySourceIsMissedSoon) {
  const Cursor cursor = with_news_at({0min, 15min, 30min, 45min});
  EXPECT_EQ(ailments(cursor, start + 45min + 59min), Ailments{});
  EXPECT_EQ(ailments(cursor, start + 45min + 61min), Ailments{Ailment::silent});
}

TEST(Health, AQuietAnswerIsNoNews) {
  Cursor cursor = with_news_at({0min, 15min});
  learn(cursor, good(0), start + 3h);
  EXPECT_EQ(ailments(cursor, start + 3h), Ailments{Ailment::silent}) << "200 without items";
}

TEST(Health, ALongPauseIsForgottenSlowly) {
  Cursor cursor = with_news_at({0h, 10h});
  for (int i = 1; i <= 400; ++i) learn(cursor, good(1), start + 10h + i * 15min);
  EXPECT_LT(cursor.fresh_gap_s, 2 * 3600);
  EXPECT_GE(cursor.fresh_gap_s, 15 * 60);
}

TEST(Health, FailuresAndAChangeOfStatusAreTold) {
  Cursor cursor = with_news_at({0min});
  learn(cursor, {403, false, 0, false}, start + 15min);
  cursor.failures = 1;
  cursor.last_error = "HTTP status 403";
  EXPECT_EQ(ailments(cursor, start + 15min), Ailments{Ailment::changed});
  cursor.failures = 3;
  const auto found = diagnose(cursor, every, start + 45min);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].what, "not read for 45 min: HTTP status 403");
  EXPECT_EQ(found[1].what, "answers 403 where it used to answer 200");
  EXPECT_NE(found[1].cure.find("token_file"), std::string::npos);
}

TEST(Health, NotModifiedIsAsGoodAsRead) {
  Cursor cursor = with_news_at({0min});
  learn(cursor, {304, true, 0, false}, start + 15min);
  cursor.last_success_at = start + 15min;
  learn(cursor, {200, true, 0, false}, start + 30min);
  EXPECT_EQ(ailments(cursor, start + 30min), Ailments{});
}

TEST(Health, MissingFieldsAreToldWhenTheyStay) {
  Cursor cursor = with_news_at({0min});
  learn(cursor, good(1, true), start + 15min);
  EXPECT_EQ(ailments(cursor, start + 15min), Ailments{});
  learn(cursor, good(1, true), start + 30min);
  EXPECT_EQ(ailments(cursor, start + 30min), Ailments{Ailment::incomplete});
  learn(cursor, good(1), start + 45min);
  EXPECT_EQ(ailments(cursor, start + 45min), Ailments{});
}

TEST(Health, AMoveIsTold) {
  Cursor cursor = with_news_at({0min});
  cursor.moved_to = "https://forum.example/new.rss";
  EXPECT_EQ(ailments(cursor, start + 1min), Ailments{Ailment::moved});
}

}  // namespace
}  // namespace quince
