// All packs and brands, compiled once. Immutable after compile_rules and shared by all threads as
// std::shared_ptr<const Rules>. Every phrase and every brand term is a literal ("atom") of one
// database; equal phrases of several rules are one atom with several owners.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/brand.h"
#include "matcher/databases.h"
#include "matcher/pack.h"

namespace quince {

struct AtomOwner {
  enum class Kind : std::uint8_t { rule, brand_term, brand_not_term };
  Kind kind = Kind::rule;
  bool any_ending = false;  // the phrase ended with "*"
  std::uint32_t index = 0;  // of the rule or the brand
};

// A phrase as it is looked for: folded, without the "*" at its end.
struct Literal {
  std::string text;
  bool any_ending = false;
};

Literal literal_of(std::string_view phrase);

struct Atom {
  std::string text;  // folded; of a regular expression as written
  std::vector<AtomOwner> owners;
};

// What every hit of a literal asks, and no more, so that thousands of them stay near.
struct Outline {
  std::uint32_t length = 0;
  std::uint32_t owners = 0;  // where its owners begin in the owners of all
  bool joins_left = false;   // no word character may touch it on the left,
  bool joins_right = false;  // or, where no owner takes any ending, on the right
};

// A rule that a detector lets fire.
struct Detected {
  std::uint32_t rule = 0;
  std::uint16_t language = 0;
  Detector detector = Detector::none;
};

// A composite with its references found. It stands behind every composite that it refers to.
struct Composite {
  std::uint32_t rule = 0;
  std::vector<std::uint32_t> all, any, none;

  // Those of which one must fire before it can. `none` alone is refused, so there is one.
  std::span<const std::uint32_t> awaits() const {
    return all.empty() ? std::span(any) : std::span(all).first(1);
  }
};

struct LanguagePart {
  std::string language;
  Decimal bias;
  std::vector<Negation> negations;
};

// The rules that may fire on a post: those of one language and of "any", or all where the language
// is not known.
struct Scope {
  static constexpr std::uint16_t any = 0;         // the number of the language "any"
  static constexpr std::uint16_t every = 0xFFFF;  // not known: rules of every language
  std::uint16_t language = every;

  bool holds(std::uint16_t of_rule) const {
    return of_rule == any || language == every || of_rule == language;
  }
};

class Rules {
 public:
  std::vector<Rule> rules;                 // ordered by id
  std::vector<std::uint16_t> language_of;  // of each rule: a number in `languages`
  std::vector<Composite> composites;
  std::vector<std::vector<std::uint32_t>> awaited_by;  // of each rule: places in `composites`
  std::vector<Detected> detected;
  std::vector<LanguagePart> languages;  // [0] is "any"
  std::vector<Brand> brands;

  std::vector<Atom> literals;
  std::vector<Outline> outlines;  // of each literal, and one more that ends the last one's owners
  std::vector<AtomOwner> owners;  // of all literals, one behind the other
  std::vector<Atom> regexes;
  Databases databases;

  std::string digest;        // of packs and brands
  std::string model_digest;  // of weights and biases

  std::span<const AtomOwner> owners_of(std::uint32_t literal) const {
    const std::uint32_t begin = outlines[literal].owners;
    return std::span(owners).subspan(begin, outlines[literal + 1].owners - begin);
  }
  // `language` is "es", "und", …; a language without a pack has the rules of "any" alone.
  Scope scope(std::string_view language) const;
  Decimal bias(Scope scope) const;
};

}  // namespace quince
