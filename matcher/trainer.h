// Learns the linear model (model.h) from labelled texts: logistic regression (logistic.h)
// fitted by L-BFGS (Liu and Nocedal, Mathematical Programming 45, 1989) on features weighed by
// their rarity, then calibrated (Platt scaling) on predictions for rows that the fit had not seen.
// Pure and reproducible to the byte: one thread, fixed order, folds by the row's number.
#pragma once
#include <functional>
#include <map>
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
  std::size_t source = 0;      // which file it came from
};

// How far each group of weights may go: words, pieces of words, rules away from the packs' weights,
// forms.
struct Reach {
  double words = 3, chars = 3, rules = 1, form = 0.5;
};

struct TrainOptions {
  // What each rule weighs before anything is learned, in log-odds, by id: the packs' weights. The
  // penalty pulls towards them, so that a rule of which the rows say little keeps its weight.
  std::map<std::string, double, std::less<>> rule_weights;
  // Each is tried for each language, and the one that predicts unseen rows best is taken. Where the
  // rows come from several sources, "unseen" is a source that was left out: what is learned must
  // carry over.
  std::vector<Reach> tried = {{0.3, 0.3, 0.1, 0.1}, {1, 1, 0.1, 0.1}, {1, 1, 0.3, 0.5},
                              {3, 3, 0.3, 0.5},     {8, 3, 0.3, 0.5}, {20, 3, 0.3, 0.5}};
  double penalty = 1;
  std::size_t folds = 5;  // of rows from one source
  // A language with fewer rows is left to the packs. Where none has so many, or one has nearly all,
  // one model of all rows serves every language.
  std::size_t language_rows_min = 1000;
};

// What was found out on the way, for people.
struct TrainReport {
  std::string language;
  std::size_t rows = 0, complaints = 0, sources = 0;
  Reach reach;
  double log_loss = 0;       // of the unseen rows, in nats a row, calibrated
  double log_loss_base = 0;  // of always saying the share of complaints
};

// `step` is told of each language once it is learned.
Model train(std::span<const Example> examples, const TrainOptions& options,
            const std::function<void(const TrainReport&)>& step);

}  // namespace quince
