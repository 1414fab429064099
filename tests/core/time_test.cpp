#include "core/time.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

TEST(Time, RoundTripsThroughRfc3339) {
  for (const char* text : {"1970-01-01T00:00:00Z", "2026-11-22T10:00:00Z", "2024-02-29T23:59:59Z",
                           "2026-11-22T10:00:00.007Z", "1969-12-31T23:59:59.500Z"}) {
    const auto time = parse_rfc3339(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(to_rfc3339(*time), text);
  }
}

TEST(Time, ReadsOffsetsAndFractions) {
  EXPECT_EQ(parse_rfc3339("2026-11-22T12:00:00+02:00"), parse_rfc3339("2026-11-22T10:00:00Z"));
  EXPECT_EQ(parse_rfc3339("2026-11-22 04:30:00-05:30"), parse_rfc3339("2026-11-22T10:00:00Z"));
  EXPECT_EQ(parse_rfc3339("2026-11-22t10:00:00.123456z"),
            parse_rfc3339("2026-11-22T10:00:00.123Z"));
}

TEST(Time, RefusesEverythingElse) {
  for (const char* text :
       {"", "2026", "2026-11-22", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z",
        "2026-11-22T24:00:00Z", "2026-11-22T10:00:00", "2026-11-22T10:00:00Zx",
        "2026-11-22T10:00:00+0200", "x026-11-22T10:00:00Z", "2026-11-22T10:61:00Z"})
    EXPECT_FALSE(parse_rfc3339(text)) << text;
}

}  // namespace
}  // namespace quince
