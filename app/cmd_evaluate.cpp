// quince evaluate: how good the packs and a model are on labelled texts, by language and channel.
#include <fmt/core.h>

#include <cmath>
#include <map>

#include "app/builtin.h"
#include "app/commands.h"
#include "app/compiled.h"
#include "app/labelled.h"
#include "app/terminal.h"
#include "matcher/measures.h"

namespace quince {
namespace {

struct Column {
  const char* name;
  Measure measure;
};

const std::vector<Column>& columns() {
  static const std::vector<Column> all = {
      {"AP", average_precision},
      {"AUC", roc_area},
      {"F1", complaint_f1},
      {"F1 mean", mean_f1},
      {"P@2|5", [](std::span<const Judged> rows) { return alert_precision(rows); }},
      {"ECE", calibration_error},
      {"severity", severity_f1}};
  return all;
}

// In the order of the rows.
std::vector<Judged> judge(Assessor& assessor, const std::vector<Labelled>& rows) {
  std::vector<Mention> mentions;
  mentions.reserve(rows.size());
  for (const Labelled& row : rows) {
    mentions.push_back(row.mention);
    mentions.back().id = std::to_string(mentions.size());
  }
  const auto assessed = assessor.assess(mentions);
  std::vector<Judged> out;
  out.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    out.push_back({rows[i].complaint, assessed[i].complaint.to_double(), rows[i].severity,
                   assessed[i].severity});
  return out;
}

void print_group(const std::string& name, const std::vector<Judged>& rows) {
  const auto complaints =
      std::count_if(rows.begin(), rows.end(), [](const Judged& row) { return row.is_complaint; });
  fmt::print("{:<18}{:>7}{:>7}", name, rows.size(), complaints);
  for (const Column& column : columns()) {
    const Interval found = with_interval(column.measure, rows);
    const std::string shown =
        std::isnan(found.value)
            ? "-"
            : fmt::format("{:.3f} [{:.3f}-{:.3f}]", found.value, found.low, found.high);
    fmt::print("  {:>19}", shown);
  }
  fmt::print("\n");
}

}  // namespace

int evaluate(const EvaluateArgs& args) {
  const auto rows = read_labelled(args.files);
  if (!rows) return exit_failed;
  if (rows->empty()) {
    fmt::print(stderr,
               "quince: there are no rows to measure on; give a file with labelled texts\n");
    return exit_failed;
  }
  auto rules = rules_from(args.rules);
  if (!rules) return rules.error();
  auto model = model_from(args.model);
  if (!model) return told(model.error()).error();
  Assessor assessor(*rules, std::move(*model));
  const auto judged = judge(assessor, *rows);

  std::map<std::string, std::vector<Judged>> groups;
  for (std::size_t i = 0; i < rows->size(); ++i) {
    const Labelled& row = (*rows)[i];
    groups["all"].push_back(judged[i]);
    if (!row.mention.lang.empty()) groups["lang " + row.mention.lang].push_back(judged[i]);
    if (!row.channel.empty()) groups["channel " + row.channel].push_back(judged[i]);
  }
  fmt::print("{:<18}{:>7}{:>7}", "", "texts", "bad");
  for (const Column& column : columns()) fmt::print("  {:>19}", column.name);
  fmt::print("\n");
  for (const auto& [name, group] : groups) print_group(name, group);
  return exit_good;
}

}  // namespace quince
