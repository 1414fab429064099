// The bare numbers are written anew with the month's name, which nobody misreads, and the rest is
// left to the other reader: "3/4/26 17:30" in the order day, month, year becomes "3 apr 2026
// 17:30".
#include "io/date_order.h"

#include <charconv>
#include <string>

namespace quince {
namespace {

constexpr std::string_view month_names[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                            "jul", "aug", "sep", "oct", "nov", "dec"};

struct Number {
  int value = 0;
  std::size_t digits = 0;
};

Number take_number(std::string_view& text) {
  Number number;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number.value).ptr;
  number.digits = static_cast<std::size_t>(end - text.data());
  text.remove_prefix(number.digits);
  return number;
}

bool take_sign(std::string_view& text, std::string_view signs) {
  if (text.empty() || signs.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// Whether it begins with two numbers and "/", "." or "-" behind each, as "3/4/2026" does. Where the
// year comes first, "2026-04-03", every order reads it alike.
bool is_bare(std::string_view text) {
  const std::size_t digits = take_number(text).digits;
  if (digits == 0 || digits == 4 || !take_sign(text, "/-.")) return false;
  return take_number(text).digits > 0 && take_sign(text, "/-.");
}

// Empty: these are no three numbers of a date.
std::string with_month_name(std::string_view text, DateOrder order) {
  Number numbers[3];
  for (std::size_t i = 0; i < 3; ++i) {
    if (i > 0 && !take_sign(text, "/-.")) return {};
    if (text.empty() || text.front() < '0' || text.front() > '9') return {};
    numbers[i] = take_number(text);
  }
  const auto& [first, second, third] = numbers;
  const Number year = order == DateOrder::ymd ? first : third;
  const Number month = order == DateOrder::mdy ? first : second;
  const Number day = order == DateOrder::dmy ? first : order == DateOrder::mdy ? second : third;
  const bool is_date = (year.digits == 2 || year.digits == 4) && month.digits <= 2 &&
                       month.value >= 1 && month.value <= 12 && day.digits <= 2;
  if (!is_date) return {};
  const int whole_year = year.digits == 4 ? year.value : 2000 + year.value;
  return std::to_string(day.value) + ' ' +
         std::string(month_names[static_cast<std::size_t>(month.value - 1)]) + ' ' +
         std::to_string(whole_year) + std::string(text);
}

}  // namespace

std::optional<Time> parse_ordered_date(std::string_view text, DateOrder order) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (order == DateOrder::unknown || first == std::string_view::npos) return parse_date_text(text);
  text.remove_prefix(first);
  if (is_bare(text)) {  // no guessing: it is in this order, or it is no date
    const std::string named = with_month_name(text, order);
    return named.empty() ? std::nullopt : parse_date_text(named);
  }
  return parse_date_text(text);
}

}  // namespace quince
