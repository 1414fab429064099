// What no option can be wrong about alone: names that are used twice, a team nobody has, a channel
// without its address, an open desk. Works on values that are each well-formed, and fills in what
// follows from others. Pure.
#pragma once
#include "config/option_reader.h"

namespace quince {

void check_and_complete(Config& config, const Surroundings& around, OptionReader& reader);

}  // namespace quince
