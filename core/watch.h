// A mention and its next re-read: the one way back to the collectors.
#pragma once
#include <string>

#include "core/time.h"

namespace quince {

struct Watch {
  std::string mention;
  std::string kind;
  std::string feed;
  std::string source_id;
  std::string url;
  Time due_at{};
  std::int64_t readings = 0;  // taken so far
  std::int64_t missing = 0;   // times in a row that it was asked for and not there; 2: it is gone
  bool operator==(const Watch&) const = default;
};

}  // namespace quince
