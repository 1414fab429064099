// From the rules that fired to the assessment. The score is an integer sum of weights and the bias,
// in ten-thousandths of a log-odd; the probability is its logistic. The weights are fitted so that
// this probability is calibrated.
//
// Verdicts: `complaint` at 0.5 and over; below, `praise` where what speaks for it outweighs the
// pain, else `neutral`. `uncertain` is for people to judge: a guard that says so (irony), strong
// pain and strong glory in one post whose sum is near even, or a sum near even that rests on a
// single signal.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/assessment.h"
#include "matcher/firing.h"
#include "matcher/refill.h"
#include "matcher/routing.h"
#include "matcher/weights.h"

namespace quince {

Decimal probability(Decimal log_odds);

// What a model adds; no weights: none was given, and the packs decide alone.
struct Evidence {
  const LanguageWeights* weights = nullptr;
  const Features* features = nullptr;
  std::string_view model_digest;
};

class Scorer {  // one a thread; its memory, and that of the assessments it fills, is re-used
 public:
  explicit Scorer(const Rules& rules);

  // What holds for the post whatever the brand, over whatever `out` held.
  void score(const Batch& batch, std::size_t post, const Firing& firing, std::string_view language,
             Scope scope, const Evidence& evidence, Assessment& out);

 private:
  void add_signals(const Batch& batch, std::size_t post, const Firing& firing,
                   const Evidence& evidence);
  void add_reason(std::string_view says, Decimal weight);
  void describe(const Evidence& evidence, Assessment& out);

  const Rules& rules_;
  // The longest id, aspect and reason of a rule: what their places hold from the beginning.
  std::size_t id_bytes_max_ = 0, aspect_bytes_max_ = 0, reason_bytes_max_ = 0;
  std::vector<std::uint32_t> strongest_first_;  // of the rules that fired
  std::vector<std::string_view> aspect_names_;
  Refill<Signal> signals_;
  Refill<std::string> aspects_, reasons_;
};

// The same for one brand. Its own posts are never complaints.
void turn_to(const Route& route, Assessment& assessment);

}  // namespace quince
