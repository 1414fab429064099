// Rule packs on trial: every rule must fire on each of its own `hits` and on none of its `misses`;
// and the list of rules for people. Behind `quince rules test` and `quince rules list`.
#pragma once
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "matcher/assessor.h"
#include "matcher/pack.h"

namespace quince {

struct Trial {
  std::size_t rules = 0;
  std::size_t examples = 0;
  std::vector<Fault> faults;  // where the example stands, and what it should have done
};

// Faults of compilation are faults of the trial.
Trial test_packs(std::span<const PackFile> packs);

struct RuleListing {
  std::string id;
  std::string language;
  Means means = Means::context;
  Decimal weight;
  std::string aspect;
  std::string says;
  std::size_t patterns = 0;  // phrases, regexes, composites and detectors
};

// Ordered by id.
std::expected<std::vector<RuleListing>, std::vector<Fault>> list_rules(
    std::span<const PackFile> packs);

}  // namespace quince
