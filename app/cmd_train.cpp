// quince train: a brand's own labelled history, or any labelled texts, become a model.
#include <fmt/core.h>

#include <filesystem>
#include <fstream>

#include "app/commands.h"
#include "app/compiled.h"
#include "app/labelled.h"
#include "app/terminal.h"
#include "matcher/rules.h"
#include "matcher/trainer.h"

namespace quince {
namespace {

std::vector<Example> examples_of(std::shared_ptr<const Rules> rules,
                                 const std::vector<Labelled>& rows) {
  std::vector<Mention> mentions;
  mentions.reserve(rows.size());
  for (const Labelled& row : rows) mentions.push_back(row.mention);
  std::vector<Example> examples = Assessor(std::move(rules)).examples(mentions);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    examples[i].complaint = rows[i].complaint;
    examples[i].severity = rows[i].severity;
    examples[i].source = rows[i].source;
  }
  return examples;
}

void tell(const TrainReport& report) {
  fmt::print(stderr,
             "{}: {} rows, {} complaints, {} sources; unseen rows: {:.3f} nats a row (knowing only "
             "the share: {:.3f}); words {}, rules {}\n",
             report.language, report.rows, report.complaints, report.sources, report.log_loss,
             report.log_loss_base, report.reach.words, report.reach.rules);
}

}  // namespace

int train_model(const TrainArgs& args) {
  const auto read = read_labelled(args.files);
  if (!read) return exit_failed;
  const std::vector<Labelled>& rows = *read;
  const auto complaints =
      std::count_if(rows.begin(), rows.end(), [](const Labelled& row) { return row.complaint; });
  if (complaints == 0 || complaints == static_cast<std::ptrdiff_t>(rows.size())) {
    fmt::print(stderr, "quince: {} rows, {} of them complaints; both kinds are needed\n",
               rows.size(), complaints);
    return exit_failed;
  }
  auto rules = rules_from(args.rules);
  if (!rules) return rules.error();
  TrainOptions options;
  for (const Rule& rule : (*rules)->rules) options.rule_weights[rule.id] = rule.weight.to_double();
  Model model = train(examples_of(*rules, rows), options, tell);
  model.origin = args.origin;
  std::error_code error;
  std::filesystem::create_directories(args.out, error);
  std::ofstream out(args.out + "/model.bin", std::ios::binary);
  out << write_model(model);
  out.close();
  if (!out) {
    fmt::print(stderr, "quince: {}/model.bin cannot be written\n", args.out);
    return exit_failed;
  }
  fmt::print("{} rows, {} complaints: {}/model.bin\n", rows.size(), complaints, args.out);
  return exit_good;
}

}  // namespace quince
