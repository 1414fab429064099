// Logistic regression with an L2 penalty, fitted by L-BFGS (Liu and Nocedal, Mathematical
// Programming 45, 1989), and what is asked of it: predictions for rows that a fit has not seen, and
// their calibration (Platt, Advances in Large Margin Classifiers, 1999). Pure, one thread, fixed
// order.
#pragma once
#include <cstdint>
#include <vector>

namespace quince {

// A feature of a row: its column and what it counts there.
struct Entry {
  std::uint32_t column;
  float value;
};
using Row = std::vector<Entry>;

struct Task {
  std::vector<const Row*> rows;
  std::vector<double> labels;  // 1 or -1
};

// The penalty is on how far each weight is from `prior`; column 0, the bias, is free.
std::vector<double> fit(const Task& task, const std::vector<double>& prior, double penalty);

double product(const Row& row, const std::vector<double>& weights);

// A straight line that turns scores into log-odds.
struct Line {
  double slope = 1, offset = 0;
};
Line calibrate(const std::vector<double>& scores, const std::vector<double>& labels);

// In nats a row.
double log_loss(const std::vector<double>& scores, const std::vector<double>& labels,
                const Line& line);

// Which part of the rows each belongs to: its source, or, where there is one source, its place.
struct Parts {
  std::vector<std::size_t> of_row;
  std::size_t count = 0;
};

// Scores of each row by a fit that has not seen its part.
std::vector<double> unseen_scores(const Task& task, const Parts& parts,
                                  const std::vector<double>& prior, double penalty);

}  // namespace quince
