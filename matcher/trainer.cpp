#include "matcher/trainer.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include "matcher/logistic.h"

namespace quince {
namespace {

constexpr std::size_t severity_rows_min = 50;

// Which column of the fit a feature is, and how much a row's feature weighs there:
// column 0 is the bias, then the forms, the rules, the words, the pieces of words.
struct Columns {
  std::vector<std::string> rules;
  std::map<std::string, std::uint32_t, std::less<>> rule_column;
  std::vector<std::uint32_t> words, chars;              // index of each column
  std::vector<std::uint32_t> word_column, char_column;  // column of each index; 0: none
  std::vector<double> scale;                            // of each column
  std::vector<double> prior;                            // of each column: where the penalty is 0
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

Columns columns_of(std::span<const Example> examples, const Reach& reach,
                   const TrainOptions& options) {
  Columns columns;
  columns.scale.push_back(1);
  columns.scale.insert(columns.scale.end(), forms, reach.form);
  std::map<std::string, int, std::less<>> fired;
  for (const Example& example : examples)
    for (const std::string& rule : example.rules) ++fired[rule];
  for (const auto& [rule, count] : fired) {
    if (count < 2) continue;
    columns.rule_column[rule] = static_cast<std::uint32_t>(columns.scale.size());
    columns.rules.push_back(rule);
    columns.scale.push_back(reach.rules);
  }
  count_indices(examples, &Features::words, word_bits, reach.words, columns.words,
                columns.word_column, columns.scale);
  count_indices(examples, &Features::chars, char_bits, reach.chars, columns.chars,
                columns.char_column, columns.scale);
  columns.prior.assign(columns.scale.size(), 0);
  for (const auto& [rule, column] : columns.rule_column)
    if (const auto known = options.rule_weights.find(rule); known != options.rule_weights.end())
      columns.prior[column] = known->second / columns.scale[column];
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

Parts parts_of(const std::vector<const Example*>& examples, const TrainOptions& options) {
  Parts parts;
  std::vector<std::size_t> known;
  for (const Example* example : examples) known.push_back(example->source);
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  parts.count = known.size() > 1 ? known.size() : options.folds;
  for (std::size_t i = 0; i < examples.size(); ++i)
    parts.of_row.push_back(
        known.size() > 1
            ? static_cast<std::size_t>(
                  std::lower_bound(known.begin(), known.end(), examples[i]->source) - known.begin())
            : i % options.folds);
  return parts;
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

// The rows of one language, as one reach makes them.
struct Lesson {
  Columns columns;
  std::vector<Row> rows;
};

Lesson lesson_of(std::span<const Example> examples, const Reach& reach,
                 const TrainOptions& options) {
  Lesson lesson{columns_of(examples, reach, options), {}};
  lesson.rows.reserve(examples.size());
  for (const Example& example : examples) lesson.rows.push_back(row_of(example, lesson.columns));
  return lesson;
}

// A head's rows, and where they came from.
struct HeadTask {
  Task task;
  std::vector<const Example*> examples;

  void add(const Row& row, const Example& example, bool label) {
    task.rows.push_back(&row);
    task.labels.push_back(label ? 1 : -1);
    examples.push_back(&example);
  }
};

HeadTask complaint_task(std::span<const Example> examples, const Lesson& lesson) {
  HeadTask made;
  for (std::size_t i = 0; i < examples.size(); ++i)
    made.add(lesson.rows[i], examples[i], examples[i].complaint);
  return made;
}

bool is_graded(const Example& example) {
  return example.complaint && example.severity >= 1 && example.severity <= 4;
}

// Among complaints: is the severity at least `floor`?
HeadTask severity_task(std::span<const Example> complaints, const Lesson& lesson,
                       std::int64_t floor) {
  HeadTask made;
  for (std::size_t i = 0; i < complaints.size(); ++i)
    made.add(lesson.rows[i], complaints[i], complaints[i].severity >= floor);
  return made;
}

struct Fitted {
  HeadWeights weights;
  std::vector<double> unseen;  // log-odds of each row by fits that had not seen it
  double log_loss = 0;
};

Fitted fit_head(const HeadTask& head, const Columns& columns, const std::vector<double>& prior,
                const TrainOptions& options) {
  const Parts parts = parts_of(head.examples, options);
  auto scores = unseen_scores(head.task, parts, prior, options.penalty);
  const Line line = calibrate(scores, head.task.labels);
  const double loss = log_loss(scores, head.task.labels, line);
  for (double& score : scores) score = line.slope * score + line.offset;
  return {weights_of(columns, fit(head.task, prior, options.penalty), line), std::move(scores),
          loss};
}

// Complaints with their true degree and the log-odds of degree 2, 3 and 4.
struct Grading {
  std::vector<std::int64_t> degrees;
  std::vector<std::array<double, 3>> odds;
};

double mean_f1(const Grading& grading, const std::array<double, 3>& yes) {
  std::array<double, 5> right{}, told{}, is{};
  for (std::size_t i = 0; i < grading.degrees.size(); ++i) {
    const auto truth = static_cast<std::size_t>(grading.degrees[i]);
    const std::size_t degree = degree_of(grading.odds[i], yes);
    ++told[degree], ++is[truth];
    if (degree == truth) ++right[degree];
  }
  double sum = 0;
  for (std::size_t degree = 1; degree <= 4; ++degree)
    sum += told[degree] + is[degree] > 0 ? 2 * right[degree] / (told[degree] + is[degree]) : 0;
  return sum / 4;
}

// The log-odds over which degrees 2, 3 and 4 are told: those with the best mean F1 over the four
// degrees, found one after the other on the deciles of what was said.
std::array<double, 3> best_yes(const Grading& grading) {
  std::array<double, 3> yes{};
  double best = mean_f1(grading, yes);
  for (int round = 0; round < 4; ++round) {
    for (std::size_t head = 0; head < 3; ++head) {
      std::vector<double> said;
      for (const auto& odds : grading.odds) said.push_back(odds[head]);
      std::sort(said.begin(), said.end());
      for (std::size_t step = 1; step < 20; ++step) {
        std::array<double, 3> other = yes;
        other[head] = said[said.size() * step / 20];
        if (const double f1 = mean_f1(grading, other); f1 > best) best = f1, yes = other;
      }
    }
  }
  return yes;
}

// The three heads of severity as one reach makes them.
struct Severity {
  std::array<HeadWeights, 3> head;
  Grading grading;
  double log_loss = 0;
};

// Nothing where a degree is told of none or of all.
std::optional<Severity> fit_severity(std::span<const Example> complaints, const Reach& reach,
                                     const TrainOptions& options) {
  const Lesson lesson = lesson_of(complaints, reach, options);
  const std::vector<double> none(lesson.columns.scale.size(), 0);
  Severity out;
  out.grading.odds.resize(complaints.size());
  for (const Example& example : complaints) out.grading.degrees.push_back(example.severity);
  for (std::size_t head = 0; head < 3; ++head) {
    const HeadTask task = severity_task(complaints, lesson, static_cast<std::int64_t>(head) + 2);
    if (!has_both(task.task.labels)) return std::nullopt;
    Fitted fitted = fit_head(task, lesson.columns, none, options);
    out.head[head] = std::move(fitted.weights);
    out.log_loss += fitted.log_loss;
    for (std::size_t i = 0; i < complaints.size(); ++i)
      out.grading.odds[i][head] = fitted.unseen[i];
  }
  return out;
}

void learn_severity(std::span<const Example> examples, const TrainOptions& options,
                    LanguageModel& out) {
  std::vector<Example> complaints;
  std::ranges::copy_if(examples, std::back_inserter(complaints), is_graded);
  if (complaints.size() < severity_rows_min) return;
  std::optional<Severity> best;
  for (const Reach& reach : options.tried) {
    auto fitted = fit_severity(complaints, reach, options);
    if (fitted && (!best || fitted->log_loss < best->log_loss)) best = std::move(fitted);
  }
  if (!best) return;
  const auto yes = best_yes(best->grading);
  for (std::size_t head = 0; head < 3; ++head) {
    out.head[head + 1] = std::move(best->head[head]);
    out.head[head + 1].yes_e4 = e4(yes[head]);
  }
}

double base_loss(const std::vector<double>& labels) {
  const double share = static_cast<double>(std::count(labels.begin(), labels.end(), 1.0)) /
                       static_cast<double>(labels.size());
  return -share * std::log(share) - (1 - share) * std::log(1 - share);
}

LanguageModel learn(std::span<const Example> examples, const TrainOptions& options,
                    TrainReport& report) {
  LanguageModel out;
  bool is_first = true;
  for (const Reach& reach : options.tried) {
    const Lesson lesson = lesson_of(examples, reach, options);
    const HeadTask head = complaint_task(examples, lesson);
    if (!has_both(head.task.labels)) return out;
    Fitted fitted = fit_head(head, lesson.columns, lesson.columns.prior, options);
    report.log_loss_base = base_loss(head.task.labels);
    if (!is_first && fitted.log_loss >= report.log_loss) continue;
    is_first = false;
    report.log_loss = fitted.log_loss;
    report.reach = reach;
    out.head[0] = std::move(fitted.weights);
  }
  learn_severity(examples, options, out);
  return out;
}

TrainReport report_of(std::string language, std::span<const Example> examples) {
  TrainReport report;
  report.language = std::move(language);
  report.rows = examples.size();
  std::set<std::size_t> sources;
  for (const Example& example : examples) {
    report.complaints += example.complaint;
    sources.insert(example.source);
  }
  report.sources = sources.size();
  return report;
}

}  // namespace

Model train(std::span<const Example> examples, const TrainOptions& options,
            const std::function<void(const TrainReport&)>& step) {
  Model model;
  const auto add = [&](const std::string& language, std::span<const Example> rows) {
    TrainReport report = report_of(language, rows);
    model.languages[language] = learn(rows, options, report);
    step(report);
  };
  std::map<std::string, std::vector<Example>> of_language;
  for (const Example& example : examples) of_language[example.language].push_back(example);
  for (const auto& [language, rows] : of_language)
    if (language != "und" && rows.size() >= options.language_rows_min &&
        rows.size() * 10 <= examples.size() * 9)
      add(language, rows);
  if (model.languages.empty()) add("any", examples);
  return model;
}

}  // namespace quince
