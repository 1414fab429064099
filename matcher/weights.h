// What a model's heads add for each rule, by the rule's number: looked up by id once, when a thread
// begins, so that no post looks up a text.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "matcher/model.h"
#include "matcher/rules.h"

namespace quince {

struct LanguageWeights {
  const LanguageModel* model = nullptr;
  // For the complaint, a rule that the model never met has the weight of its pack; for the
  // severities, none.
  std::array<std::vector<std::int64_t>, heads> rules_e4;
};

class Weights {
 public:
  Weights() = default;  // no model
  Weights(const Rules& rules, std::shared_ptr<const Model> model);

  // As Model::find.
  const LanguageWeights* find(std::string_view language) const;
  std::string_view digest() const { return model_ ? std::string_view{model_->digest} : ""; }

 private:
  std::shared_ptr<const Model> model_;
  std::map<const LanguageModel*, LanguageWeights> of_;
};

}  // namespace quince
