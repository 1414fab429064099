// Many cases with one likely cause. It never hides its members.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"

namespace quince {

struct Storm {
  std::string id;
  std::int64_t version = 1;
  std::string brand;
  std::string aspect;  // what the cases have in common
  std::vector<std::string> cases;
  Time opened_at{};
  Time updated_at{};
  std::optional<Time> closed_at;  // absent: still blowing
  bool operator==(const Storm&) const = default;
};

}  // namespace quince
