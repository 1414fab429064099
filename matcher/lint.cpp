#include "matcher/lint.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "matcher/phrasebook.h"
#include "matcher/scanner.h"
#include "matcher/wide_gap.h"

namespace quince {
namespace {

constexpr std::size_t examples_min = 3;   // hits, and misses
constexpr std::size_t history_min = 300;  // fewer texts do not show what fires on everything

bool reads_stars(const Rule& rule) {
  return rule.detector == Detector::low_rating || rule.detector == Detector::high_rating;
}

std::string quoted(const Phrase& phrase) { return '"' + phrase.written->text + '"'; }

std::string place_of(const Written& written) {
  return written.place.file + ':' + std::to_string(written.place.line);
}

class Linter {
 public:
  explicit Linter(const Rules& rules) : rules_(rules), book_(rules) {}

  std::vector<Lint> lint();

 private:
  void lint_examples(const Rule& rule);
  void lint_regexes(const Rule& rule);
  void lint_phrase(const Phrase& phrase);
  void lint_dead(const Phrase& phrase, const std::vector<const Phrase*>& within);
  void lint_repeated(const Phrase& phrase, const std::vector<const Phrase*>& within);
  void lint_shadowed(std::uint32_t rule);
  bool may_shadow(std::uint32_t rule, std::uint32_t by) const;
  std::vector<std::uint32_t> shadows_of(std::uint32_t rule) const;
  void tell(LintCode code, const Rule& rule, const Place& place, std::string what,
            std::string mend) {
    lints_.push_back(
        {code, rule.id, place.fault(rule.id + ' ' + std::move(what), std::move(mend))});
  }

  const Rules& rules_;
  const Phrasebook book_;
  std::vector<Lint> lints_;
};

void Linter::lint_examples(const Rule& rule) {
  if (reads_stars(rule)) return;
  if (rule.hits.size() >= examples_min && rule.misses.size() >= examples_min) return;
  tell(LintCode::no_example, rule, rule.place,
       "has " + std::to_string(rule.hits.size()) + " hits and " +
           std::to_string(rule.misses.size()) + " misses",
       "write three of each, as people would");
}

void Linter::lint_regexes(const Rule& rule) {
  for (const Written& regex : rule.regexes)
    if (const std::string_view gap = wide_gap(regex.text); !gap.empty())
      tell(LintCode::slow, rule, regex.place,
           "has a regular expression with the wide gap " + std::string(gap),
           "bound it, as in {0,30}, or write a composite with within");
}

void Linter::lint_phrase(const Phrase& phrase) {
  const auto within = book_.within(phrase);
  lint_dead(phrase, within);
  lint_repeated(phrase, within);
}

// Of two that are the same the later one is dead.
void Linter::lint_dead(const Phrase& phrase, const std::vector<const Phrase*>& within) {
  const auto kills = [&](const Phrase* other) {
    return other->rule == phrase.rule && other->number != phrase.number &&
           (!other->is_same_as(phrase) || other->number < phrase.number);
  };
  const auto found = std::find_if(within.begin(), within.end(), kills);
  if (found != within.end())
    tell(LintCode::dead_phrase, rules_.rules[phrase.rule], phrase.written->place,
         "finds nothing more by " + quoted(phrase) + " than by " + quoted(**found),
         "take the longer phrase out");
}

void Linter::lint_repeated(const Phrase& phrase, const std::vector<const Phrase*>& within) {
  const auto repeats = [&](const Phrase* other) {
    return other->rule < phrase.rule && other->is_same_as(phrase) &&
           rules_.language_of[other->rule] == rules_.language_of[phrase.rule];
  };
  const auto found = std::find_if(within.begin(), within.end(), repeats);
  if (found != within.end())
    tell(LintCode::repeated_phrase, rules_.rules[phrase.rule], phrase.written->place,
         "has the phrase " + quoted(phrase) + ", as has " + rules_.rules[(*found)->rule].id + " (" +
             place_of(*(*found)->written) + ')',
         "leave it to one of the two");
}

// Where the other rule minds a negation that this one ignores, it finds less.
bool Linter::may_shadow(std::uint32_t rule, std::uint32_t by) const {
  const Rule& one = rules_.rules[rule];
  const Rule& other = rules_.rules[by];
  return by != rule && one.means == other.means && one.aspect == other.aspect &&
         (other.language == one.language || other.language == "any") &&
         (one.is_negatable || !other.is_negatable);
}

// The rules that find every phrase of it, ascending.
std::vector<std::uint32_t> Linter::shadows_of(std::uint32_t rule) const {
  std::map<std::uint32_t, std::size_t> found;  // how many of the phrases each rule finds
  for (const Phrase& phrase : book_.of(rule)) {
    std::vector<std::uint32_t> finders;
    for (const Phrase* other : book_.within(phrase)) finders.push_back(other->rule);
    std::sort(finders.begin(), finders.end());
    finders.erase(std::unique(finders.begin(), finders.end()), finders.end());
    for (const std::uint32_t finder : finders) ++found[finder];
  }
  std::vector<std::uint32_t> shadows;
  for (const auto& [finder, count] : found)
    if (count == book_.of(rule).size() && may_shadow(rule, finder)) shadows.push_back(finder);
  return shadows;
}

// Only phrases can be compared: a rule that looks for more is not shadowed. Of two rules that
// shadow each other the later one is told.
void Linter::lint_shadowed(std::uint32_t index) {
  const Rule& rule = rules_.rules[index];
  if (!rule.regexes.empty() || rule.detector != Detector::none || rule.is_composite()) return;
  for (const std::uint32_t by : shadows_of(index)) {
    const auto back = shadows_of(by);
    if (by > index && std::binary_search(back.begin(), back.end(), index)) continue;
    return tell(LintCode::shadowed, rule, rule.place,
                "finds nothing that " + rules_.rules[by].id + " does not find",
                "give it phrases of its own, or merge the two");
  }
}

std::vector<Lint> Linter::lint() {
  for (std::uint32_t rule = 0; rule < rules_.rules.size(); ++rule) {
    lint_examples(rules_.rules[rule]);
    lint_regexes(rules_.rules[rule]);
    lint_shadowed(rule);
  }
  for (const Phrase& phrase : book_.phrases()) lint_phrase(phrase);
  return std::move(lints_);
}

void sort_by_place(std::vector<Lint>& lints) {
  const auto key = [](const Lint& lint) {
    return std::tie(lint.fault.file, lint.fault.line, lint.fault.column, lint.code);
  };
  std::stable_sort(lints.begin(), lints.end(),
                   [&](const Lint& a, const Lint& b) { return key(a) < key(b); });
}

// How many texts there were, by language, and on how many each rule fired.
struct Tally {
  std::map<std::string, std::size_t> texts;
  std::map<std::string, std::size_t> fired;

  std::size_t in(const std::string& language) const {
    const auto found = texts.find(language);
    return found == texts.end() ? 0 : found->second;
  }
};

Tally tally(std::shared_ptr<const Rules> rules, std::span<const Mention> history) {
  Tally tally;
  Assessor assessor(std::move(rules));
  for (std::size_t at = 0; at < history.size(); at += batch_posts_max) {
    const auto batch = history.subspan(at, std::min(batch_posts_max, history.size() - at));
    for (const Assessment& assessment : assessor.assess(batch)) {
      ++tally.texts[assessment.lang];
      for (const Signal& signal : assessment.signals) ++tally.fired[signal.rule];
    }
  }
  return tally;
}

}  // namespace

std::string to_string(const Lint& lint) {
  Fault fault = lint.fault;
  fault.what = std::string(name(lint.code)) + ": " + fault.what;
  return to_string(fault);
}

std::vector<Lint> lint(const Rules& rules) {
  std::vector<Lint> lints = Linter(rules).lint();
  sort_by_place(lints);
  return lints;
}

std::vector<Lint> lint_history(const std::shared_ptr<const Rules>& rules,
                               std::span<const Mention> history) {
  const Tally seen = tally(rules, history);
  std::vector<Lint> lints;
  for (const Rule& rule : rules->rules) {
    const std::size_t own = rule.language == "any" ? history.size() : seen.in(rule.language);
    const std::size_t heard = rule.language == "any" ? own : own + seen.in("und");
    const auto found = seen.fired.find(rule.id);
    const std::size_t fired = found == seen.fired.end() ? 0 : found->second;
    const std::string of_texts = " of " + std::to_string(heard) + " texts";
    if (fired == 0 && own > 0 && !reads_stars(rule))
      lints.push_back({LintCode::never_fires, rule.id,
                       rule.place.fault(rule.id + " fires on none" + of_texts,
                                        "write phrases that people use, or take it out")});
    if (3 * fired > heard && heard >= history_min && rule.detector == Detector::none)
      lints.push_back({LintCode::fires_on_everything, rule.id,
                       rule.place.fault(rule.id + " fires on " + std::to_string(fired) + of_texts,
                                        "narrow its phrases")});
  }
  sort_by_place(lints);
  return lints;
}

}  // namespace quince
