// A rule pack as people write it (YAML, config/rules/): what each rule looks for, what it means,
// how much it weighs in log-odds, and the texts that prove it. Reading checks everything that one
// file can show; what needs the other packs (a rule id used twice, a reference, a regular
// expression that the engine refuses) is checked in rules.cpp.
//
//   pack: {language: en, sector: general, version: 1, bias: -0.4}
//   negation: {words: [not, never], unless: [only], within: 3}
//   rules:
//     - id: en.refund.denied
//       means: pain                       # pain, glory, guard or context
//       weight: 1.8                       # log-odds; negative speaks against a complaint
//       severity: 3
//       aspect: refund
//       says: Says the refund was denied
//       phrases: ["refused to refund", "won't refund", "den* my refund"]
//       hits: ["They refused to refund me."]
//       misses: ["They refunded me the same day."]
//
// A phrase is a literal over folded text on word boundaries; `*` at its end takes any rest of the
// word. Besides phrases and regexes a rule may be a composite (all, any, none of other rules;
// within N words of the first of `all`), or a built-in detector (matcher/detector.h). It fires when
// any of its patterns is found.
#pragma once
#include <expected>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "io/yaml.h"
#include "matcher/assessor.h"
#include "matcher/detector.h"

namespace quince {

enum class Means { pain, glory, guard, context };
template <>
struct EnumNames<Means> {
  static constexpr std::array<std::string_view, 4> names = {"pain", "glory", "guard", "context"};
};

// Where something was written, for faults that are found later.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;

  Fault fault(std::string what, std::string mend = {}) const {
    return {file, line, column, std::move(what), std::move(mend)};
  }
};

struct Written {
  std::string text;
  Place place;
};

struct Rule {
  std::string id;
  std::string language;  // of its pack; "any" applies everywhere
  Means means = Means::context;
  std::string aspect;
  Decimal weight;
  std::int64_t severity = 0;
  std::string stage;
  Truth truth = Truth::unknown;
  HardMoment hard_moment = HardMoment::none;
  std::string says;              // one sentence for people, without a full stop
  bool makes_uncertain = false;  // `verdict: uncertain`: a person should judge
  bool is_negatable = true;      // `negation: ignore` makes it false

  std::vector<Written> phrases;
  std::vector<Written> regexes;
  Detector detector = Detector::none;
  std::vector<Written> all, any, none;  // ids of other rules
  std::int64_t within_words = 0;        // 0: anywhere in the post

  std::vector<Written> hits;
  std::vector<Written> misses;
  Place place;

  bool is_composite() const { return !all.empty() || !any.empty() || !none.empty(); }
};

// A pain or glory phrase with one of `words` among the `within` words before it is negated, unless
// the negation is itself followed by one of `unless` ("not only late"), or a sentence ends between.
struct Negation {
  std::vector<std::string> words;   // folded
  std::vector<std::string> unless;  // folded
  std::int64_t within = 3;
};

struct Pack {
  std::string file;
  std::string language;
  std::string sector;
  std::int64_t version = 0;
  Decimal bias;  // log-odds of a complaint before any rule spoke; the packs of a language add up
  Negation negation;
  std::vector<Rule> rules;
};

std::expected<Pack, std::vector<Fault>> read_pack(const PackFile& file);

}  // namespace quince
