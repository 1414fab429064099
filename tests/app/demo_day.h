// The day that the demo plays, read from its file, for the tests that look at it.
#pragma once
#include <fstream>
#include <iterator>
#include <string>

#include "app/demo/day.h"

namespace quince {

inline std::string day_yaml() {
  std::ifstream file(QUINCE_SOURCE_DIR "/app/demo/day.yaml", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline Day demo_day() { return read_day(day_yaml(), "day.yaml").value(); }

}  // namespace quince
