// The packs of config/rules/, as the tests read them.
#pragma once
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <vector>

#include "matcher/assessor.h"

namespace quince {

inline std::vector<PackFile> shipped_packs() {
  std::vector<PackFile> packs;
  for (const auto& entry : std::filesystem::directory_iterator(QUINCE_SOURCE_DIR "/config/rules")) {
    if (entry.path().extension() != ".yaml") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    packs.push_back({entry.path().filename().string(), text.str()});
  }
  std::sort(packs.begin(), packs.end(),
            [](const PackFile& a, const PackFile& b) { return a.file < b.file; });
  return packs;
}

inline std::shared_ptr<const Rules> shipped_rules(std::vector<Brand> brands) {
  auto rules = compile_rules(shipped_packs(), std::move(brands));
  return rules ? *rules : nullptr;
}

inline std::shared_ptr<const Rules> shipped_rules() {
  static const auto rules = shipped_rules({});
  return rules;
}

}  // namespace quince
