// What tries rule packs on more than their own examples: rules lint, and rules bench, which holds
// two sets of packs against a history.
#include <fmt/core.h>

#include "app/builtin.h"
#include "app/commands.h"
#include "app/compiled.h"
#include "app/history.h"
#include "app/terminal.h"
#include "core/plain_text.h"
#include "core/utf8.h"
#include "io/json_writer.h"
#include "matcher/comparison.h"
#include "matcher/lint.h"

namespace quince {
namespace {

constexpr std::size_t shown_bytes_max = 160;  // of a text

std::string json_of(const Lint& lint) {
  std::string text;
  JsonWriter json(text);
  json.begin_object()
      .member("code", name(lint.code))
      .member("file", std::string_view{lint.fault.file})
      .member("line", std::int64_t{lint.fault.line})
      .member("column", std::int64_t{lint.fault.column})
      .member("rule", std::string_view{lint.rule})
      .member("what", std::string_view{lint.fault.what})
      .member("mend", std::string_view{lint.fault.mend})
      .end_object();
  return text;
}

// A reversal with the post that it befell.
struct Shown {
  const Reversal& reversal;
  const Mention& mention;
  std::string_view kind;  // gained or lost
};

std::string json_of(const Shown& shown) {
  std::string text;
  JsonWriter json(text);
  json.begin_object()
      .member("change", shown.kind)
      .member("id", std::string_view{shown.mention.id})
      .member("text", cut_utf8(shown.mention.text, shown_bytes_max))
      .key("rules")
      .begin_array();
  for (const Difference& difference : shown.reversal.differences)
    json.begin_object()
        .member("rule", std::string_view{difference.rule})
        .member("by", difference.by)
        .end_object();
  json.end_array().end_object();
  return text;
}

std::string line_of(const Shown& shown) {
  std::string rules;
  for (const auto& [rule, by] : shown.reversal.differences)
    rules += fmt::format(" {} ({}{})", rule, by.e4 > 0 ? "+" : "", to_string(by));
  const std::string sign = shown.kind == "gained" ? red("+") : green("-");
  return fmt::format("{} {}: {}\n {}", sign, plain_line(shown.mention.id),
                     plain_line(cut_utf8(shown.mention.text, shown_bytes_max)), dim(rules));
}

void print(const Reversals& reversals, std::string_view kind, std::span<const Mention> history,
           bool json) {
  for (const Reversal& reversal : reversals.first) {
    const Shown shown{reversal, history[reversal.mention], kind};
    fmt::print("{}\n", json ? json_of(shown) : line_of(shown));
  }
  if (!json && reversals.count > reversals.first.size())
    fmt::print("  and {} more {}\n", reversals.count - reversals.first.size(), kind);
}

std::string json_of(const Comparison& comparison) {
  std::string text;
  JsonWriter json(text);
  const auto count = [&](std::string_view name, std::size_t value) {
    json.member(name, static_cast<std::int64_t>(value));
  };
  json.begin_object();
  count("texts", comparison.texts);
  count("gained", comparison.gained.count);
  count("lost", comparison.lost.count);
  count("stay", comparison.stay);
  json.member("alerts_per", comparison.days ? "day" : "1000 texts")
      .member("before", Decimal::from_double(comparison.rate(comparison.before())))
      .member("after", Decimal::from_double(comparison.rate(comparison.after())));
  if (comparison.days) json.member("days", *comparison.days);
  json.end_object();
  return text;
}

std::string line_of(const Comparison& comparison) {
  return fmt::format(
      "{} texts: {} complaints gained, {} lost, {} stay; alerts {}: {:.1f} before, {:.1f} after",
      comparison.texts, comparison.gained.count, comparison.lost.count, comparison.stay,
      comparison.days ? fmt::format("a day (of {} days)", *comparison.days)
                      : "for every 1,000 texts",
      comparison.rate(comparison.before()), comparison.rate(comparison.after()));
}

}  // namespace

int rules_lint(const RulesLintArgs& args) {
  const auto rules = rules_from(args.rules);
  if (!rules) return rules.error();
  std::vector<Lint> lints = lint(**rules);
  if (!args.texts.empty()) {
    const auto history = read_history(args.texts);
    if (!history) return told(history.error()).error();
    for (Lint& one : lint_history(*rules, *history)) lints.push_back(std::move(one));
  }
  for (const Lint& one : lints) fmt::print("{}\n", args.json ? json_of(one) : to_string(one));
  fmt::print(stderr, "{} rules, {} lints\n", (*rules)->rules.size(), lints.size());
  return lints.empty() ? exit_good : exit_failed;
}

int rules_bench(const RulesBenchArgs& args) {
  const auto before = rules_from(args.before);
  if (!before) return before.error();
  const auto after = rules_from(args.after);
  if (!after) return after.error();
  const auto history = read_history(args.history);
  if (!history) return told(history.error()).error();
  const Comparison comparison = compare(*before, *after, *history);
  print(comparison.gained, "gained", *history, args.json);
  print(comparison.lost, "lost", *history, args.json);
  fmt::print("{}\n", args.json ? json_of(comparison) : line_of(comparison));
  return exit_good;
}

}  // namespace quince
