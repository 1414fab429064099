// Invented posts and rules for the benchmarks: every text differs from every other (a matcher that
// learns repeated texts would look too good), about one in fifteen complains, and the JSON around
// it is as long as an API's.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "matcher/assessor.h"

namespace quince {

std::vector<std::string> invented_texts(std::size_t count, std::uint32_t seed);

// One line of JSON for each text, about 1 KB. Without `langs` they are Spanish and English in turn.
std::vector<std::string> invented_json(const std::vector<std::string>& texts,
                                       const std::vector<std::string>& langs = {});

// The packs of config/rules/.
std::vector<PackFile> starter_packs();

// A pack of `count` rules, one phrase of two or three words each.
PackFile generated_pack(std::size_t count);

}  // namespace quince
