// A number with exactly four decimal places, kept as an integer: weights, sums and probabilities.
// Integers add the same in every order, so decisions do not depend on batch size or thread
// count. 1.8 is 18000; 0.93 is 9300.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace quince {

struct Decimal {
  std::int64_t e4 = 0;  // ten-thousandths

  static Decimal from_double(double value);  // rounded to the nearest; NaN and infinities become 0
  double to_double() const { return static_cast<double>(e4) / 1e4; }
  auto operator<=>(const Decimal&) const = default;
};

std::string to_string(Decimal value);  // "1.8", "0.93", "-0.0001", "2"
void append(std::string& out, Decimal value);

}  // namespace quince
