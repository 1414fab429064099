// The linear model: what each word, piece of a word, form and rule adds to the log-odds of a
// complaint, and of its severity. Weights are integers and so are sums, so a decision does not
// depend on the order of adding. Words and pieces are weighed by their number: a long text is not
// worse than a short one for being long.
//
//   log-odds = bias + forms + rules + words / sqrt(number of words) + chars / sqrt(number of chars)
//
// One model a language, or one, "any", for all of them. Read once,
// immutable, shared by all threads. It says where it came from: from which rows, how good it was on
// rows it had not seen.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/decimal.h"
#include "core/error.h"
#include "matcher/features.h"

namespace quince {

// The question that a head answers: is it a complaint; and, if it is, is its severity at least so.
enum class Head { complaint, severity_2, severity_3, severity_4 };
constexpr std::size_t heads = 4;

struct HeadWeights {
  std::int64_t bias_e4 = 0;
  // Log-odds over which the degree is told: rare degrees are told before they are more likely than
  // not, or they never would be.
  std::int64_t yes_e4 = 0;
  std::array<std::int32_t, EnumNames<Form>::names.size()> form_e4{};
  std::map<std::string, std::int64_t, std::less<>> rules_e4;  // by rule id
  std::vector<std::int16_t> words;                            // in thousandths; by index, or empty
  std::vector<std::int16_t> chars;
  bool operator==(const HeadWeights&) const = default;
};

struct LanguageModel {
  std::array<HeadWeights, heads> head;
  bool operator==(const LanguageModel&) const = default;
};

// 1 to 4: up to the first degree that its head does not tell.
std::size_t degree_of(const std::array<double, 3>& odds, const std::array<double, 3>& yes);

// Of the words, pieces and form alone; rules are added by who knows which fired.
std::int64_t sum_e4(const HeadWeights& weights, const Features& features);

class Model {
 public:
  std::map<std::string, LanguageModel, std::less<>> languages;
  std::string origin;  // one paragraph for people: from what it was learned
  std::string digest;  // of the written form; empty: no model

  bool empty() const { return languages.empty(); }
  // The language's, or that of "any" where the model has no other; else nullptr: what was not
  // learned is left to the packs.
  const LanguageModel* find(std::string_view language) const;
};

// The written form: a header line, then each language's weights as numbers that are not zero, then
// a checksum. At most 64 MiB. A damaged or foreign file is refused with what is wrong with it.
std::string write_model(const Model& model);
Result<Model> read_model(std::string_view bytes);

}  // namespace quince
