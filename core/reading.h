// Cumulative counts of one mention at one instant, read again later. It does not pass the matcher;
// folding one at or before the last seen instant changes nothing.
#pragma once
#include "core/mention.h"

namespace quince {

struct Reading {
  std::string mention;
  Time at{};
  Counts counts;
  bool deleted = false;
  bool operator==(const Reading&) const = default;
};

}  // namespace quince
