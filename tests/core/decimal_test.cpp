#include "core/decimal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace quince {
namespace {

TEST(Decimal, PrintsAtMostFourDigits) {
  const std::pair<std::int64_t, const char*> rows[] = {
      {0, "0"},        {18000, "1.8"},
      {9300, "0.93"},  {1, "0.0001"},
      {-1, "-0.0001"}, {-12340, "-1.234"},
      {20000, "2"},    {std::numeric_limits<std::int64_t>::min(), "-922337203685477.5808"}};
  for (const auto& [e4, text] : rows) EXPECT_EQ(to_string(Decimal{e4}), text);
}

TEST(Decimal, RoundsToTheNearest) {
  EXPECT_EQ(Decimal::from_double(0.12345).e4, 1235);
  EXPECT_EQ(Decimal::from_double(-0.12344).e4, -1234);
  EXPECT_EQ(Decimal::from_double(1.8).e4, 18000);
}

TEST(Decimal, WhatIsNoNumberIsZero) {
  EXPECT_EQ(Decimal::from_double(std::nan("")).e4, 0);
  EXPECT_EQ(Decimal::from_double(std::numeric_limits<double>::infinity()).e4, 0);
  EXPECT_EQ(Decimal::from_double(1e300).e4, 0);
}

}  // namespace
}  // namespace quince
