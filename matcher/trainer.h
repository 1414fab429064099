// Learns the linear model (model.h) from labelled texts: logistic regression with an L2 penalty,
// fitted by L-BFGS (Liu and Nocedal, Mathematical Programming 45, 1989) on features weighed by
// their rarity, then calibrated (Platt scaling) on predictions for rows that the fit had not seen.
// Pure and reproducible to the byte: one thread, fixed order, folds by the row's number.
#pragma once
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "matcher/model.h"

namespace quince {

// A labelled text as the learner sees it.
struct Example {
  Features features;
  std::vector<std::string> rules;  // ids of the rules that fired
  std::string language;            // "es", "und" …
  bool complaint = false;
  std::int64_t severity = -1;  // 0 to 4; -1: not labelled
  double weight = 1;
};

struct TrainOptions {
  // Strength of the penalty for each group; found by cross-validation on public sets.
  double words_scale = 3, chars_scale = 3, rules_scale = 1, form_scale = 0.5;
  double penalty = 1;
  int folds = 5;
  std::size_t language_rows_min = 1000;  // fewer, and the language uses the model of "any"
};

// `step` is told what is being learned, for a progress line.
Model train(std::span<const Example> examples, const TrainOptions& options,
            const std::function<void(std::string_view)>& step);

}  // namespace quince
