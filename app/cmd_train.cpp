// quince train: a brand's own labelled history, or any labelled texts, become a model.
#include <fmt/core.h>

#include <filesystem>
#include <fstream>

#include "app/builtin.h"
#include "app/commands.h"
#include "app/rule_cache.h"
#include "app/terminal.h"
#include "core/utf8.h"
#include "io/json_tree.h"
#include "matcher/rules.h"
#include "matcher/trainer.h"

namespace quince {
namespace {

// One labelled text. `label` is 1 or 0 (complaint or not).
struct Labelled {
  Mention mention;
  bool complaint = false;
  std::int64_t severity = -1;
  std::size_t source = 0;  // number of its file
};

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  while (true) {
    const auto tab = line.find('\t');
    cells.push_back(line.substr(0, tab));
    if (tab == line.npos) return cells;
    line.remove_prefix(tab + 1);
  }
}

// Where the columns stand: by the header of a tab-separated file.
struct Header {
  std::size_t text = 0, label = 0, severity = 0, lang = 0;  // number + 1; 0: none
};

Result<Header> read_header(std::string_view line) {
  Header header;
  const auto cells = cells_of(line);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i] == "text") header.text = i + 1;
    if (cells[i] == "label" || cells[i] == "complaint") header.label = i + 1;
    if (cells[i] == "severity") header.severity = i + 1;
    if (cells[i] == "lang") header.lang = i + 1;
  }
  if (header.text == 0 || header.label == 0)
    return fail(Code::invalid,
                "the first line must name the columns text and label, separated by tabs");
  return header;
}

Result<Labelled> labelled_of(std::string_view text, std::string_view label,
                             std::string_view severity, std::string_view lang) {
  Labelled row;
  if (label != "0" && label != "1")
    return fail(Code::invalid, "label is \"" + std::string(label) + "\"; write 1 (complaint) or 0");
  row.complaint = label == "1";
  row.mention.text = repair_utf8(text);
  row.mention.lang = lang;
  if (severity.empty()) return row;
  if (severity.size() != 1 || severity[0] < '0' || severity[0] > '4')
    return fail(Code::invalid, "severity is \"" + std::string(severity) + "\"; write 0 to 4");
  row.severity = severity[0] - '0';
  return row;
}

Result<Labelled> read_tsv(const Header& header, std::string_view line) {
  const auto cells = cells_of(line);
  const auto cell = [&](std::size_t number) {
    return number == 0 || number > cells.size() ? std::string_view{} : cells[number - 1];
  };
  if (cells.size() < std::max(header.text, header.label))
    return fail(Code::invalid, "the line has fewer columns than the header");
  return labelled_of(cell(header.text), cell(header.label), cell(header.severity),
                     cell(header.lang));
}

Result<Labelled> read_json(std::string_view line) {
  const auto node = parse_json(line);
  if (!node) return std::unexpected(node.error());
  const auto& label = (*node)["label"];
  const std::string text = label.truth() ? (*label.truth() ? "1" : "0") : label.text();
  return labelled_of((*node)["text"].text(), text, (*node)["severity"].text(),
                     (*node)["lang"].text());
}

// Adds the rows of one file; false where something was told to be wrong.
bool read_file(const std::string& file, std::size_t source, std::vector<Labelled>& rows) {
  std::int64_t number = 0;
  std::optional<Header> header;
  std::string wrong;
  const auto read = for_each_line(file, [&](std::string_view line) {
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || !wrong.empty()) return;
    const bool is_json = line.starts_with('{');
    if (!is_json && !header) {
      auto found = read_header(line);
      if (found) {
        header = *found;
      } else {
        wrong = found.error().text;
      }
      return;
    }
    auto row = is_json ? read_json(line) : read_tsv(*header, line);
    if (row) {
      row->source = source;
      rows.push_back(std::move(*row));
    } else {
      wrong = row.error().text;
    }
  });
  if (!read) wrong = read.error().text;
  if (!wrong.empty()) fmt::print(stderr, "{}:{}: {}\n", file, number, wrong);
  return wrong.empty();
}

std::vector<Example> examples_of(std::shared_ptr<const Rules> rules,
                                 const std::vector<Labelled>& rows) {
  std::vector<Mention> mentions;
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
  std::vector<Labelled> rows;
  for (std::size_t i = 0; i < args.files.size(); ++i)
    if (!read_file(args.files[i], i, rows)) return exit_failed;
  const auto complaints =
      std::count_if(rows.begin(), rows.end(), [](const Labelled& row) { return row.complaint; });
  if (complaints == 0 || complaints == static_cast<std::ptrdiff_t>(rows.size())) {
    fmt::print(stderr, "quince: {} rows, {} of them complaints; both kinds are needed\n",
               rows.size(), complaints);
    return exit_failed;
  }
  auto packs = packs_from(args.rules);
  if (!packs) {
    fmt::print(stderr, "quince: {}\n", packs.error().text);
    return exit_failed;
  }
  RuleCache cache = RuleCache::of_user();
  auto rules = compile_rules(*packs, {}, &cache);
  if (!rules) {
    for (const Fault& fault : rules.error()) fmt::print(stderr, "{}\n", to_string(fault));
    return exit_config;
  }
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
