// Any text as a rule pack: rules, or faults that name the file; never both and never neither.
#include <cstdint>
#include <cstdlib>

#include "matcher/rules.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace quince;
  const PackFile file{"fuzz.yaml", std::string(reinterpret_cast<const char*>(data), size)};
  const auto pack = read_pack(file);
  if (!pack && pack.error().empty()) std::abort();
  if (!pack || pack->rules.size() > 20) return 0;
  for (const Rule& rule :
       pack->rules)  // what Hyperscan makes of hostile expressions is its own matter
    if (!rule.regexes.empty()) return 0;
  const auto rules = compile_rules(std::span(&file, 1), {});
  if (!rules && rules.error().empty()) std::abort();
  return 0;
}
