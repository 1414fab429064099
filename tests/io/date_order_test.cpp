#include "io/date_order.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

TEST(DateOrder, IsAppliedToBareNumbersAlone) {
  const struct {
    const char* name;
    std::string_view text;
    DateOrder order;
    std::string_view time;  // empty: refused
  } rows[] = {
      {"nobody can tell", "3/4/2026", DateOrder::unknown, ""},
      {"day first", "3/4/2026", DateOrder::dmy, "2026-04-03T00:00:00Z"},
      {"month first", "3/4/2026", DateOrder::mdy, "2026-03-04T00:00:00Z"},
      {"year first, two digits", "26/4/3", DateOrder::ymd, "2026-04-03T00:00:00Z"},
      {"two digits of the year", "03-04-26", DateOrder::dmy, "2026-04-03T00:00:00Z"},
      {"dots", "03.04.2026", DateOrder::dmy, "2026-04-03T00:00:00Z"},
      {"a clock", " 3/4/2026 17:30:05", DateOrder::dmy, "2026-04-03T17:30:05Z"},
      {"half a day", "4/3/2026, 5:30 PM", DateOrder::mdy, "2026-04-03T17:30:00Z"},
      {"half a day in Spanish", "3/4/2026 5:30 p. m.", DateOrder::dmy, "2026-04-03T17:30:00Z"},
      {"a zone", "3/4/2026 17:30 +0200", DateOrder::dmy, "2026-04-03T15:30:00Z"},
      {"ISO stays ISO", "2026-04-03T17:30:00Z", DateOrder::dmy, "2026-04-03T17:30:00Z"},
      {"words stay words", "3 de abril de 2026", DateOrder::mdy, "2026-04-03T00:00:00Z"},
      {"no such month", "3/14/2026", DateOrder::dmy, ""},
      {"no such day", "31/2/2026", DateOrder::dmy, ""},
      {"a huge number", "99999999999/1/2026", DateOrder::dmy, ""},
      {"a sign", "-3/4/2026", DateOrder::dmy, ""},
      {"three digits of the year", "3/4/202", DateOrder::dmy, ""},
      {"nothing", "", DateOrder::dmy, ""},
  };
  for (const auto& row : rows) {
    const auto time = parse_ordered_date(row.text, row.order);
    EXPECT_EQ(time ? to_rfc3339(*time) : "", row.time) << row.name;
  }
}

}  // namespace
}  // namespace quince
