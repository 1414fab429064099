// Many cases with one likely cause. It never hides its members: each case names its storm.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "core/time.h"

namespace quince {

struct Storm {
  std::string id;
  std::int64_t version = 1;
  std::string brand;
  std::string aspect;  // what the cases have in common
  std::int64_t case_count = 0;
  Time opened_at{};
  Time updated_at{};
  std::optional<Time> closed_at;  // absent: still blowing
  bool operator==(const Storm&) const = default;
};

}  // namespace quince
