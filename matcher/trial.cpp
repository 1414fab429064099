#include "matcher/trial.h"

#include <algorithm>

#include "matcher/rules.h"

namespace quince {
namespace {

void try_examples(Assessor& assessor, const Rule& rule, const std::vector<Written>& examples,
                  bool must_fire, Trial& trial) {
  for (const Written& example : examples) {
    ++trial.examples;
    Mention mention;
    mention.id = rule.id;
    mention.text = example.text;
    mention.lang = rule.language == "any" ? "und" : rule.language;
    const auto assessments = assessor.assess(std::span(&mention, 1));
    const auto& signals = assessments.front().signals;
    const bool fires = std::any_of(signals.begin(), signals.end(),
                                   [&](const Signal& signal) { return signal.rule == rule.id; });
    if (fires == must_fire) continue;
    trial.faults.push_back(example.place.fault(
        rule.id + (must_fire ? " does not fire on its own hit" : " fires on its own miss"),
        must_fire ? "add a phrase, or take the example out" : "narrow its phrases"));
  }
}

}  // namespace

Trial test_packs(std::span<const PackFile> packs) {
  Trial trial;
  const auto rules = compile_rules(packs, {});
  if (!rules) {
    trial.faults = rules.error();
    return trial;
  }
  Assessor assessor(*rules);
  for (const Rule& rule : (*rules)->rules) {
    ++trial.rules;
    try_examples(assessor, rule, rule.hits, true, trial);
    try_examples(assessor, rule, rule.misses, false, trial);
  }
  return trial;
}

std::expected<std::vector<RuleListing>, std::vector<Fault>> list_rules(
    std::span<const PackFile> packs) {
  const auto rules = compile_rules(packs, {});
  if (!rules) return std::unexpected(rules.error());
  std::vector<RuleListing> listing;
  for (const Rule& rule : (*rules)->rules)
    listing.push_back({rule.id, rule.language, rule.means, rule.weight, rule.aspect, rule.says,
                       rule.phrases.size() + rule.regexes.size() + (rule.is_composite() ? 1 : 0) +
                           (rule.detector != Detector::none ? 1 : 0)});
  return listing;
}

}  // namespace quince
