// The filters: parse, assess and explain. They read a file or standard input and write JSON lines
// (explain: words).
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "app/builtin.h"
#include "app/commands.h"
#include "app/rule_cache.h"
#include "app/terminal.h"
#include "collectors/source.h"
#include "config/config.h"
#include "core/plain_text.h"
#include "core/utf8.h"
#include "io/json_fields.h"
#include "matcher/model.h"

namespace quince {
namespace {

constexpr std::size_t batch_lines = 64;  // what they become stays in the cache
constexpr std::size_t document_bytes_max = 64u << 20;

int complain(const Error& error) {
  fmt::print(stderr, "quince: {}\n", error.text);
  return exit_failed;
}

int complain(const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) fmt::print(stderr, "{}\n", to_string(fault));
  return exit_config;
}

std::string error_line(const std::string& id, const std::string& text) {
  std::string line;
  JsonWriter json(line);
  json.begin_object();
  if (!id.empty()) json.member("id", std::string_view{id});
  json.member("error", std::string_view{text}).end_object();
  return line;
}

// One line of input: a mention, or what is wrong with it.
struct Line {
  std::string error;  // finished JSON; empty: there is a mention
  bool operator==(const Line&) const = default;
};

void write_batch(Assessor& assessor, const std::vector<Line>& lines,
                 std::span<const Mention> mentions, std::string& out) {
  const auto assessments = assessor.assess(mentions);
  auto mention = mentions.begin();
  auto next = assessments.begin();
  out.clear();
  for (const Line& line : lines) {
    if (!line.error.empty()) {
      out += line.error + '\n';
      continue;
    }
    for (; next != assessments.end() && next->id == mention->id &&
           next->revision == mention->revision;
         ++next) {
      JsonWriter json(out);
      write_json(json, *next);
      out += '\n';
      // Two lines may carry the same id; with no brand each has exactly one assessment.
      if (next->brand.empty()) {
        ++next;
        break;
      }
    }
    ++mention;
  }
  std::fwrite(out.data(), 1, out.size(), stdout);
}

void print_words(const Signal& signal, const Mention& mention) {
  for (const Span& span : signal.spans) {
    const std::string& whole = span.in == Part::title ? mention.title : mention.text;
    fmt::print("  “{}”",
               plain_line(std::string_view{whole}.substr(
                   static_cast<std::size_t>(span.b), static_cast<std::size_t>(span.e - span.b))));
  }
}

double logistic(double x) { return 1 / (1 + std::exp(-x)); }

// What would have changed the decision: the signal without which the probability crosses one half.
void print_turning_point(const Assessment& assessment) {
  const double p = std::clamp(assessment.complaint.to_double(), 1e-6, 1 - 1e-6);
  const double score = std::log(p / (1 - p));
  for (const Signal& signal : assessment.signals) {
    const double without = logistic(score - signal.weight.to_double());
    if ((without < 0.5) == (p < 0.5)) continue;
    fmt::print("\nWithout {} it would be {:.0f} %, {}.\n", signal.rule, 100 * without,
               without < 0.5 ? "no complaint" : "a complaint");
    return;
  }
  fmt::print("\nNo single rule decides it.\n");
}

// What the document is read as; where that cannot be told, the program's exit code.
std::expected<Source, int> source_of(const ParseArgs& args) {
  Source source;
  source.name = source.kind = args.kind;
  source.url = args.url;
  if (!args.source.empty()) {
    auto checked = load_config(args.config);
    if (!checked) return std::unexpected(complain(checked.error()));
    const auto found = std::ranges::find(checked->config.sources, args.source, &Source::name);
    if (found == checked->config.sources.end()) {
      fmt::print(stderr, "quince: {} has no source {}\n", args.config, args.source);
      return std::unexpected(exit_usage);
    }
    source = std::move(*found);
  }
  if (find_kind(source.kind) != nullptr) return source;
  std::string known;
  for (const Kind& one : kinds()) known += (known.empty() ? "" : ", ") + std::string(one.name);
  fmt::print(stderr, "quince: {}; the kinds are {}\n",
             source.kind.empty() ? "say with --kind what it is" : "there is no kind " + source.kind,
             known);
  return std::unexpected(exit_usage);
}

void print_dropped(const Parsed& parsed) {
  for (const std::string& fault : parsed.faults)
    fmt::print(stderr, "quince: {}\n", plain_line(fault));
  if (parsed.faults.empty())
    for (const std::string& reason : parsed.dropped)
      fmt::print(stderr, "quince: an item was left out: {}\n", reason);
  else if (parsed.dropped.size() > parsed.faults.size())
    fmt::print(stderr, "quince: and {} more\n", parsed.dropped.size() - parsed.faults.size());
}

}  // namespace

int parse(const ParseArgs& args) {
  auto source = source_of(args);
  if (!source) return source.error();
  const std::string file = args.file.empty() ? source->file : args.file;
  auto bytes = read_all(file, document_bytes_max);
  if (!bytes) return complain(bytes.error());
  const Target target{source->name, &*source, {}};
  const auto parsed =
      find_kind(source->kind)->parse(target, {*bytes, source->url, args.content_type});
  if (!parsed) return complain(parsed.error());
  for (const Mention& mention : parsed->mentions) fmt::print("{}\n", to_json(mention));
  for (const Event& event : parsed->events) fmt::print("{}\n", to_json(event));
  for (const Reading& reading : parsed->readings) fmt::print("{}\n", to_json(reading));
  print_dropped(*parsed);
  for (const auto& [id, reason] : parsed->barred)
    fmt::print(stderr, "quince: {} would not be kept: {}\n", plain_line(id), reason);
  const bool any =
      !parsed->mentions.empty() || !parsed->events.empty() || !parsed->readings.empty();
  return any || parsed->dropped.empty() ? exit_good : exit_failed;
}

int assess(const AssessArgs& args) {
  std::vector<Brand> brands;
  std::string rules_dir = args.rules;
  if (!args.config.empty()) {
    auto checked = load_config(args.config);
    if (!checked) return complain(checked.error());
    brands = std::move(checked->config.brands);
    if (rules_dir.empty()) rules_dir = checked->config.rules.dir;
  }
  auto packs = packs_from(rules_dir);
  if (!packs) return complain(packs.error());
  RuleCache cache = RuleCache::of_user();
  auto rules = compile_rules(*packs, std::move(brands), &cache);
  if (!rules) return complain(rules.error());

  auto model = model_from(args.model);
  if (!model) return complain(model.error());
  Assessor assessor(*rules, std::move(*model));
  JsonParser parser;
  std::vector<Line> lines;
  std::vector<Mention> mentions(batch_lines);  // re-used from batch to batch, as `out` is
  std::size_t read_mentions = 0;
  std::string out;
  Progress progress("assess");
  const auto flush = [&] {
    write_batch(assessor, lines, std::span(mentions).first(read_mentions), out);
    progress.advance(static_cast<std::int64_t>(lines.size()));
    lines.clear();
    read_mentions = 0;
  };
  const auto whole = for_each_line(args.file, [&](std::string_view line) {
    if (line.empty()) return;
    const std::string repaired = is_valid_utf8(line) ? std::string{} : repair_utf8(line);
    const std::string_view json = repaired.empty() ? line : std::string_view{repaired};
    Mention& mention = mentions[read_mentions];
    auto good = parser.read_into(json, mention);
    if (good && mention.id.empty()) good = fail(Code::invalid, "Mention: id is missing");
    if (good) {
      lines.push_back({});
      ++read_mentions;
    } else {
      lines.push_back({error_line(parser.find_text(json, "id").value_or(""), good.error().text)});
    }
    if (lines.size() == batch_lines) flush();
  });
  flush();
  return whole ? exit_good : complain(whole.error());
}

int explain(const ExplainArgs& args) {
  auto packs = packs_from(args.rules);
  if (!packs) return complain(packs.error());
  RuleCache cache = RuleCache::of_user();
  auto rules = compile_rules(*packs, {}, &cache);
  if (!rules) return complain(rules.error());
  Mention mention;
  mention.id = "explain";
  mention.text = repair_utf8(args.text);
  mention.lang = args.lang;
  auto model = model_from(args.model);
  if (!model) return complain(model.error());
  Assessor assessor(*rules, std::move(*model));
  const Assessment assessment = assessor.assess({&mention, 1}).front();
  if (args.json) {
    fmt::print("{}\n", to_json(assessment));
    return exit_good;
  }
  const std::string verdict(name(assessment.verdict));
  fmt::print("{}  complaint {:.0f} %  severity {}  language {}\n", bold(verdict),
             100 * assessment.complaint.to_double(), assessment.severity, assessment.lang);
  for (const Signal& signal : assessment.signals) {
    const std::string weight = (signal.weight.e4 >= 0 ? "+" : "") + to_string(signal.weight);
    fmt::print("  {:>8}  {}", signal.weight.e4 >= 0 ? red(weight) : green(weight), signal.rule);
    print_words(signal, mention);
    fmt::print("\n");
  }
  for (const std::string& reason : assessment.reasons) fmt::print("{} {}\n", dim("·"), reason);
  print_turning_point(assessment);
  fmt::print("{}\n", dim("rules " + assessment.rules + "  model " + assessment.model));
  return exit_good;
}

}  // namespace quince
