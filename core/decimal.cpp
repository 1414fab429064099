#include "core/decimal.h"

#include <cmath>

namespace quince {

Decimal Decimal::from_double(double value) {
  if (!std::isfinite(value) || std::fabs(value) > 1e14) return {};
  return {std::llround(value * 1e4)};
}

std::string to_string(Decimal value) {
  const bool negative = value.e4 < 0;
  const std::uint64_t magnitude =
      negative ? 0 - static_cast<std::uint64_t>(value.e4) : static_cast<std::uint64_t>(value.e4);
  std::string text = (negative ? "-" : "") + std::to_string(magnitude / 10000);
  const auto rest = magnitude % 10000;
  if (rest == 0) return text;
  std::string fraction = std::to_string(10000 + rest).substr(1);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return text + '.' + fraction;
}

}  // namespace quince
