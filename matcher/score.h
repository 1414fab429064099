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

#include "core/assessment.h"
#include "matcher/firing.h"
#include "matcher/model.h"
#include "matcher/routing.h"

namespace quince {

Decimal probability(Decimal log_odds);

// What a model adds; no weights: none was given, and the packs decide alone.
struct Evidence {
  const LanguageModel* weights = nullptr;
  const Features* features = nullptr;
  std::string_view model_digest;
};

// What holds for the post whatever the brand.
Assessment score(const Rules& rules, const Batch& batch, std::size_t post, const Firing& firing,
                 std::string language, Scope scope, const Evidence& evidence = {});

// The same for one brand. Its own posts are never complaints.
Assessment for_route(const Assessment& assessment, const Route& route);

}  // namespace quince
