// Dates in bare numbers, such as 3/4/2026, where somebody said in which order they stand: by /, -
// or . between them, with two or four digits of the year, and a clock behind them as in
// io/date_text.h. Every other date is read as there, so a table may mix both.
#pragma once
#include "core/enum_names.h"
#include "io/date_text.h"

namespace quince {

enum class DateOrder { unknown, dmy, mdy, ymd };
template <>
struct EnumNames<DateOrder> {
  static constexpr std::array<std::string_view, 4> names = {"", "dmy", "mdy", "ymd"};
};

std::optional<Time> parse_ordered_date(std::string_view text, DateOrder order);

}  // namespace quince
