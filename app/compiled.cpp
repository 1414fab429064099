#include "app/compiled.h"

#include <fmt/core.h>

#include "app/builtin.h"
#include "app/commands.h"
#include "app/rule_cache.h"

namespace quince {

std::unexpected<int> told(const Error& error) {
  fmt::print(stderr, "quince: {}\n", error.text);
  return std::unexpected(exit_failed);
}

Told<std::shared_ptr<const Rules>> rules_from(const std::string& dir) {
  auto packs = packs_from(dir);
  if (!packs) return told(packs.error());
  RuleCache cache = RuleCache::of_user();
  auto rules = compile_rules(*packs, {}, &cache);
  if (rules) return *rules;
  for (const Fault& fault : rules.error()) fmt::print(stderr, "{}\n", to_string(fault));
  return std::unexpected(exit_config);
}

}  // namespace quince
