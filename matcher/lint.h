// What works in a rule pack and yet is likely a mistake: each lint has a code, its place, the rule
// and a cure. Packs that do not compile have faults instead (matcher/rules.h). Behind
// `quince rules lint`.
//
// Phrases are compared as they are matched, folded and on whole words (matcher/phrasebook.h).
#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "matcher/assessor.h"
#include "matcher/rules.h"

namespace quince {

enum class LintCode {
  no_example,           // fewer than 3 hits or 3 misses
  repeated_phrase,      // it stands in another rule of the language too
  dead_phrase,          // it holds another phrase of its rule, which finds all that it would
  shadowed,             // one other rule of the same meaning and aspect finds every phrase of it
  slow,                 // a regular expression with a wide gap (matcher/wide_gap.h)
  never_fires,          // on no text of a history, though some are of its language
  fires_on_everything,  // on more than a third of a history
};
template <>
struct EnumNames<LintCode> {
  static constexpr std::array<std::string_view, 7> names = {
      "no-example", "repeated-phrase", "dead-phrase",        "shadowed",
      "slow",       "never-fires",     "fires-on-everything"};
};

struct Lint {
  LintCode code = LintCode::no_example;
  std::string rule;
  Fault fault;
};

std::string to_string(const Lint& lint);  // "file:line:column: code: what; mend"

// In the order of files and lines.
std::vector<Lint> lint(const Rules& rules);

// What a history shows besides. A rule is asked about texts of its own language and about those
// whose language cannot be told; detectors look at form, which most texts have, so they may fire on
// everything, and those of ratings may never fire.
std::vector<Lint> lint_history(const std::shared_ptr<const Rules>& rules,
                               std::span<const Mention> history);

}  // namespace quince
