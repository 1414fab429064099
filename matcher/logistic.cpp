#include "matcher/logistic.h"

#include <algorithm>
#include <cmath>

#include "matcher/minimise.h"

namespace quince {
namespace {

constexpr int iterations_max = 120;
constexpr double tolerance = 1e-3;

// log(1 + exp(-m)), and its derivative, without overflow.
double loss(double margin) {
  return margin > 0 ? std::log1p(std::exp(-margin)) : -margin + std::log1p(std::exp(margin));
}
double slope(double margin) { return -1 / (1 + std::exp(margin)); }

}  // namespace

double product(const Row& row, const std::vector<double>& x) {
  double sum = 0;
  for (const Entry& cell : row) sum += static_cast<double>(cell.value) * x[cell.column];
  return sum;
}

std::vector<double> fit(const Task& task, const std::vector<double>& prior, double penalty) {
  std::vector<double> x = prior;
  const auto objective = [&](const std::vector<double>& at, std::vector<double>& gradient) {
    double value = 0;
    for (std::size_t i = 0; i < at.size(); ++i) {
      const double strength = i == 0 ? 0 : penalty;
      const double away = at[i] - prior[i];
      gradient[i] = strength * away;
      value += strength * away * away / 2;
    }
    for (std::size_t i = 0; i < task.rows.size(); ++i) {
      const double margin = task.labels[i] * product(*task.rows[i], at);
      value += loss(margin);
      const double by = slope(margin) * task.labels[i];
      for (const Entry& cell : *task.rows[i])
        gradient[cell.column] += by * static_cast<double>(cell.value);
    }
    return value;
  };
  minimise(objective, x, iterations_max, tolerance);
  return x;
}

// Platt scaling: the line that makes the scores log-odds.
Line calibrate(const std::vector<double>& scores, const std::vector<double>& labels) {
  std::vector<Row> rows;
  Task task;
  for (const double score : scores) rows.push_back({{0, 1}, {1, static_cast<float>(score)}});
  for (const Row& row : rows) task.rows.push_back(&row);
  task.labels = labels;
  const auto x = fit(task, {0, 0}, 1e-6);
  return {std::max(x[1], 0.05), x[0]};
}

std::vector<double> unseen_scores(const Task& task, const Parts& parts,
                                  const std::vector<double>& prior, double penalty) {
  std::vector<double> scores(task.rows.size(), 0);
  for (std::size_t part = 0; part < parts.count; ++part) {
    Task rest;
    for (std::size_t i = 0; i < task.rows.size(); ++i) {
      if (parts.of_row[i] == part) continue;
      rest.rows.push_back(task.rows[i]);
      rest.labels.push_back(task.labels[i]);
    }
    const auto x = fit(rest, prior, penalty);
    for (std::size_t i = 0; i < task.rows.size(); ++i)
      if (parts.of_row[i] == part) scores[i] = product(*task.rows[i], x);
  }
  return scores;
}

double log_loss(const std::vector<double>& scores, const std::vector<double>& labels,
                const Line& line) {
  double sum = 0;
  for (std::size_t i = 0; i < scores.size(); ++i)
    sum += loss(labels[i] * (line.slope * scores[i] + line.offset));
  return sum / static_cast<double>(std::max<std::size_t>(scores.size(), 1));
}

}  // namespace quince
