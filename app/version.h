// The version of the program; CMakeLists.txt has the number.
#pragma once
#include <string_view>

namespace quince {

constexpr std::string_view version = QUINCE_VERSION;

}  // namespace quince
