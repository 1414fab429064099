#include "matcher/trainer.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

#include "matcher/minimise.h"

namespace quince {
namespace {

constexpr int iterations_max = 120;
constexpr double tolerance = 1e-3;
constexpr std::size_t severity_rows_min = 50;

// Which column of the fit a feature is, and how much a row's feature weighs there:
// column 0 is the bias, then the forms, the rules, the words, the pieces of words.
struct Columns {
  std::vector<std::string> rules;
  std::map<std::string, std::uint32_t, std::less<>> rule_column;
  std::vector<std::uint32_t> words, chars;              // index of each column
  std::vector<std::uint32_t> word_column, char_column;  // column of each index; 0: none
  std::vector<double> scale;                            // of each column
};

struct Cell {
  std::uint32_t column;
  float value;
};
using Row = std::vector<Cell>;

struct Task {
  std::vector<const Row*> rows;
  std::vector<double> labels;  // 1 or -1
  std::vector<double> weights;
};

constexpr std::size_t forms = EnumNames<Form>::names.size();

void count_indices(std::span<const Example> examples,
                   const std::vector<std::uint32_t> Features::* member, std::uint32_t bits,
                   double scale, std::vector<std::uint32_t>& indices,
                   std::vector<std::uint32_t>& column_of, std::vector<double>& scales) {
  std::vector<std::uint32_t> rows_with(std::size_t{1} << bits, 0);
  for (const Example& example : examples)
    for (const std::uint32_t index : example.features.*member) ++rows_with[index];
  column_of.assign(std::size_t{1} << bits, 0);
  const double count = static_cast<double>(examples.size());
  double mean = 0;
  std::vector<double> rarity;
  for (std::uint32_t index = 0; index < rows_with.size(); ++index) {
    if (rows_with[index] < 2) continue;
    column_of[index] = static_cast<std::uint32_t>(scales.size() + rarity.size());
    indices.push_back(index);
    rarity.push_back(std::log((1 + count) / (1 + rows_with[index])) + 1);
    mean += rarity.back() * rows_with[index];
  }
  const double uses =
      std::accumulate(indices.begin(), indices.end(), 0.0,
                      [&](double sum, std::uint32_t index) { return sum + rows_with[index]; });
  for (const double value : rarity) scales.push_back(scale * value * uses / mean);
}

Columns columns_of(std::span<const Example> examples, const TrainOptions& options) {
  Columns columns;
  columns.scale.push_back(1);
  columns.scale.insert(columns.scale.end(), forms, options.form_scale);
  std::map<std::string, int, std::less<>> fired;
  for (const Example& example : examples)
    for (const std::string& rule : example.rules) ++fired[rule];
  for (const auto& [rule, count] : fired) {
    if (count < 2) continue;
    columns.rule_column[rule] = static_cast<std::uint32_t>(columns.scale.size());
    columns.rules.push_back(rule);
    columns.scale.push_back(options.rules_scale);
  }
  count_indices(examples, &Features::words, word_bits, options.words_scale, columns.words,
                columns.word_column, columns.scale);
  count_indices(examples, &Features::chars, char_bits, options.chars_scale, columns.chars,
                columns.char_column, columns.scale);
  return columns;
}

void add_group(const std::vector<std::uint32_t>& indices,
               const std::vector<std::uint32_t>& column_of, const std::vector<double>& scale,
               Row& row) {
  if (indices.empty()) return;
  const double root = std::sqrt(static_cast<double>(indices.size()));
  for (const std::uint32_t index : indices)
    if (const std::uint32_t column = column_of[index]; column != 0)
      row.push_back({column, static_cast<float>(scale[column] / root)});
}

Row row_of(const Example& example, const Columns& columns) {
  Row row{{0, 1}};
  for (std::uint32_t i = 0; i < forms; ++i)
    if ((example.features.form >> i & 1) != 0)
      row.push_back({1 + i, static_cast<float>(columns.scale[1 + i])});
  for (const std::string& rule : example.rules)
    if (const auto at = columns.rule_column.find(rule); at != columns.rule_column.end())
      row.push_back({at->second, static_cast<float>(columns.scale[at->second])});
  add_group(example.features.words, columns.word_column, columns.scale, row);
  add_group(example.features.chars, columns.char_column, columns.scale, row);
  return row;
}

double product(const Row& row, const std::vector<double>& x) {
  double sum = 0;
  for (const Cell& cell : row) sum += static_cast<double>(cell.value) * x[cell.column];
  return sum;
}

// log(1 + exp(-m)), and its derivative, without overflow.
double loss(double margin) {
  return margin > 0 ? std::log1p(std::exp(-margin)) : -margin + std::log1p(std::exp(margin));
}
double slope(double margin) { return -1 / (1 + std::exp(margin)); }

std::vector<double> fit(const Task& task, std::size_t columns, double penalty) {
  std::vector<double> x(columns, 0);
  const auto objective = [&](const std::vector<double>& at, std::vector<double>& gradient) {
    double value = 0;
    for (std::size_t i = 0; i < at.size(); ++i) {
      const double strength = i == 0 ? 0 : penalty;
      gradient[i] = strength * at[i];
      value += strength * at[i] * at[i] / 2;
    }
    for (std::size_t i = 0; i < task.rows.size(); ++i) {
      const double margin = task.labels[i] * product(*task.rows[i], at);
      value += task.weights[i] * loss(margin);
      const double by = task.weights[i] * slope(margin) * task.labels[i];
      for (const Cell& cell : *task.rows[i])
        gradient[cell.column] += by * static_cast<double>(cell.value);
    }
    return value;
  };
  minimise(objective, x, iterations_max, tolerance);
  return x;
}

struct Line {
  double slope = 1, offset = 0;
};

// Platt scaling: the line that makes the scores log-odds.
Line calibrate(const std::vector<double>& scores, const std::vector<double>& labels) {
  std::vector<Row> rows;
  Task task;
  for (const double score : scores) rows.push_back({{0, 1}, {1, static_cast<float>(score)}});
  for (const Row& row : rows) task.rows.push_back(&row);
  task.labels = labels;
  task.weights.assign(labels.size(), 1);
  const auto x = fit(task, 2, 1e-6);
  return {std::max(x[1], 0.05), x[0]};
}

// Predictions for each row by a fit that has not seen it.
std::vector<double> unseen_scores(const Task& task, std::size_t columns,
                                  const TrainOptions& options) {
  std::vector<double> scores(task.rows.size(), 0);
  const auto folds = static_cast<std::size_t>(options.folds);
  for (std::size_t fold = 0; fold < folds; ++fold) {
    Task rest;
    for (std::size_t i = 0; i < task.rows.size(); ++i) {
      if (i % folds == fold) continue;
      rest.rows.push_back(task.rows[i]);
      rest.labels.push_back(task.labels[i]);
      rest.weights.push_back(task.weights[i]);
    }
    const auto x = fit(rest, columns, options.penalty);
    for (std::size_t i = fold; i < task.rows.size(); i += folds)
      scores[i] = product(*task.rows[i], x);
  }
  return scores;
}

std::int64_t e4(double value) { return std::llround(value * 1e4); }

std::int16_t thousandths(double value) {
  return static_cast<std::int16_t>(std::clamp(std::lround(value * 1e3), -32'767L, 32'767L));
}

HeadWeights weights_of(const Columns& columns, const std::vector<double>& x, const Line& line) {
  HeadWeights out;
  const auto weight = [&](std::size_t column) {
    return line.slope * x[column] * columns.scale[column];
  };
  out.bias_e4 = e4(line.slope * x[0] + line.offset);
  for (std::size_t i = 0; i < forms; ++i)
    out.form_e4[i] = static_cast<std::int32_t>(e4(weight(1 + i)));
  for (const auto& [rule, column] : columns.rule_column) out.rules_e4[rule] = e4(weight(column));
  out.words.assign(std::size_t{1} << word_bits, 0);
  for (const std::uint32_t index : columns.words)
    out.words[index] = thousandths(weight(columns.word_column[index]));
  out.chars.assign(std::size_t{1} << char_bits, 0);
  for (const std::uint32_t index : columns.chars)
    out.chars[index] = thousandths(weight(columns.char_column[index]));
  return out;
}

bool has_both(const std::vector<double>& labels) {
  return std::any_of(labels.begin(), labels.end(), [](double y) { return y > 0; }) &&
         std::any_of(labels.begin(), labels.end(), [](double y) { return y < 0; });
}

HeadWeights learn_head(const Task& task, const Columns& columns, const TrainOptions& options) {
  const auto scores = unseen_scores(task, columns.scale.size(), options);
  return weights_of(columns, fit(task, columns.scale.size(), options.penalty),
                    calibrate(scores, task.labels));
}

// Among complaints only: is the severity at least `floor`? Rare degrees weigh as much as common
// ones, so that they are named at all.
Task severity_task(std::span<const Example> examples, const std::vector<Row>& rows,
                   std::int64_t floor) {
  std::array<double, 5> count{};
  for (const Example& example : examples)
    if (example.complaint && example.severity >= 1)
      ++count[static_cast<std::size_t>(std::min<std::int64_t>(example.severity, 4))];
  Task task;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    if (!examples[i].complaint || examples[i].severity < 1) continue;
    task.rows.push_back(&rows[i]);
    task.labels.push_back(examples[i].severity >= floor ? 1 : -1);
    const auto degree = static_cast<std::size_t>(std::min<std::int64_t>(examples[i].severity, 4));
    const double all = count[1] + count[2] + count[3] + count[4];
    task.weights.push_back(std::sqrt(all / (4 * count[degree])));
  }
  return task;
}

LanguageModel learn(std::span<const Example> examples, const TrainOptions& options) {
  const Columns columns = columns_of(examples, options);
  std::vector<Row> rows;
  rows.reserve(examples.size());
  for (const Example& example : examples) rows.push_back(row_of(example, columns));
  LanguageModel out;
  Task complaint;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    complaint.rows.push_back(&rows[i]);
    complaint.labels.push_back(examples[i].complaint ? 1 : -1);
    complaint.weights.push_back(examples[i].weight);
  }
  if (has_both(complaint.labels)) out.head[0] = learn_head(complaint, columns, options);
  for (std::int64_t floor = 2; floor <= 4; ++floor) {
    const Task task = severity_task(examples, rows, floor);
    if (task.rows.size() >= severity_rows_min && has_both(task.labels))
      out.head[static_cast<std::size_t>(floor - 1)] = learn_head(task, columns, options);
  }
  return out;
}

}  // namespace

Model train(std::span<const Example> examples, const TrainOptions& options,
            const std::function<void(std::string_view)>& step) {
  Model model;
  step("any");
  model.languages["any"] = learn(examples, options);
  std::map<std::string, std::vector<Example>> of_language;
  for (const Example& example : examples) of_language[example.language].push_back(example);
  for (const auto& [language, rows] : of_language) {
    if (language == "und" || rows.size() < options.language_rows_min ||
        rows.size() * 10 > examples.size() * 9)
      continue;
    step(language);
    model.languages[language] = learn(rows, options);
  }
  return model;
}

}  // namespace quince
