#include "matcher/weights.h"

namespace quince {
namespace {

LanguageWeights weights_of(const Rules& rules, const LanguageModel& model) {
  LanguageWeights out{&model, {}};
  for (std::size_t head = 0; head < heads; ++head)
    for (const Rule& rule : rules.rules) {
      const auto& known = model.head[head].rules_e4;
      const auto at = known.find(rule.id);
      const std::int64_t unknown = head == 0 ? rule.weight.e4 : 0;
      out.rules_e4[head].push_back(at == known.end() ? unknown : at->second);
    }
  return out;
}

}  // namespace

Weights::Weights(const Rules& rules, std::shared_ptr<const Model> model)
    : model_(std::move(model)) {
  if (!model_) return;
  for (const auto& [language, weights] : model_->languages)
    of_.emplace(&weights, weights_of(rules, weights));
}

const LanguageWeights* Weights::find(std::string_view language) const {
  const LanguageModel* found = model_ ? model_->find(language) : nullptr;
  return found == nullptr ? nullptr : &of_.at(found);
}

}  // namespace quince
