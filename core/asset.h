// A file built into the program: the desk's page, the default configuration, the rule packs, the
// demo's day.
#pragma once
#include <span>
#include <string_view>

namespace quince {

struct Asset {
  std::string_view path;   // for example "rules/es.yaml" or "/index.html"
  std::string_view bytes;  // lives as long as the program
};

}  // namespace quince
