#include "core/decimal.h"

#include <charconv>
#include <cmath>

namespace quince {

Decimal Decimal::from_double(double value) {
  if (!std::isfinite(value) || std::fabs(value) > 1e14) return {};
  return {std::llround(value * 1e4)};
}

void append(std::string& out, Decimal value) {
  const bool negative = value.e4 < 0;
  const std::uint64_t magnitude =
      negative ? 0 - static_cast<std::uint64_t>(value.e4) : static_cast<std::uint64_t>(value.e4);
  char digits[24];
  const auto whole = std::to_chars(digits, digits + sizeof digits, magnitude / 10000).ptr;
  if (negative) out += '-';
  out.append(digits, whole);
  auto rest = static_cast<unsigned>(magnitude % 10000);
  if (rest == 0) return;
  out += '.';
  for (unsigned place = 1000; rest != 0; rest %= place, place /= 10)
    out += static_cast<char>('0' + rest / place);
}

std::string to_string(Decimal value) {
  std::string out;
  append(out, value);
  return out;
}

}  // namespace quince
