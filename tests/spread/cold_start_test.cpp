// The cold start against values worked out by hand (and a pocket calculator) from the formula in
// the header.
#include "spread/cold_start.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

struct Row {
  const char* name;
  ColdStart post;
  Spread expected;
  double at_least_one;
};

class ColdStartTable : public testing::TestWithParam<Row> {};

TEST_P(ColdStartTable, is_the_formula) {
  const auto& [name, post, expected, at_least_one] = GetParam();
  const Spread got = cold_start(post);
  EXPECT_EQ(got.median, expected.median);
  EXPECT_EQ(got.low, expected.low);
  EXPECT_EQ(got.high, expected.high);
  EXPECT_EQ(to_string(got.p15), to_string(expected.p15));
  EXPECT_NEAR(cold_start_tail(post, 1), at_least_one, 1e-6);
}

// a reply of nobody: a = -3.888, s = exp(2 tanh(-0.041)) = 0.92131
// 100 followers, a complaint: a = -3.888 + 0.45 ln 101 + (ln 2.06 + ln 3.90) / 2 = -0.76935, s =
// 0.87987
const Row rows[] = {
    {"reply_of_an_unknown", {.is_reply = true}, {0, 0, 0, {8}}, 0.030245},
    {"post_of_an_unknown", {}, {0, 0, 0, {17}}, 0.061278},
    {"complaint_with_100_followers",
     {.followers = 100, .is_complaint = true},
     {0, 0, 3, {196}},
     0.478361},
    {"everything_and_50000_followers",
     {.followers = 50000,
      .is_complaint = true,
      .has_link = true,
      .has_hashtag = true,
      .has_further_mention = true,
      .has_exclamation = true},
     {15, 2, 92, {5084}},
     0.983763},
    {"complaint_with_2_million",
     {.followers = 2000000, .is_complaint = true},
     {40, 7, 229, {7798}},
     0.995873},
};

INSTANTIATE_TEST_SUITE_P(rows, ColdStartTable, testing::ValuesIn(rows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(ColdStart, grows_with_followers_and_falls_with_size) {
  for (std::int64_t followers = 1; followers < 100'000'000; followers *= 10) {
    const ColdStart fewer{.followers = followers}, more{.followers = followers * 10};
    EXPECT_LT(cold_start(fewer).p15, cold_start(more).p15);
    for (std::int64_t size = 1; size < 1000; size *= 3)
      EXPECT_GT(cold_start_tail(more, size), cold_start_tail(more, size + 1));
  }
}

TEST(ColdStart, takes_nonsense_followers) {
  EXPECT_EQ(cold_start({.followers = -5}), cold_start({.followers = 0}));
  const Spread huge = cold_start({.followers = INT64_MAX});
  EXPECT_GT(huge.high, huge.median);
}

}  // namespace
}  // namespace quince
