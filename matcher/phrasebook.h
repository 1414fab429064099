// Which phrases are found wherever another phrase is: "not on time" holds "on time" as whole words,
// so a text with the one has the other. For those who look at rule packs, not at posts.
#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/rules.h"

namespace quince {

// One phrase of one rule; phrases are numbered in the order of the rules.
struct Phrase {
  std::uint32_t number = 0;
  std::uint32_t rule = 0;
  const Written* written = nullptr;
  Literal literal;

  bool is_same_as(const Phrase& other) const {
    return literal.text == other.literal.text && literal.any_ending == other.literal.any_ending;
  }
};

class Phrasebook {
 public:
  explicit Phrasebook(const Rules& rules);  // which must outlive it

  std::span<const Phrase> phrases() const { return phrases_; }
  std::span<const Phrase> of(std::uint32_t rule) const;

  // The phrases that are found, and not negated, wherever `phrase` is, each once and in their
  // order; `phrase` is one of them.
  std::vector<const Phrase*> within(const Phrase& phrase) const;

 private:
  void add(std::uint32_t rule, const Written& written);
  void find_from(std::size_t begin, const Phrase& phrase, std::vector<const Phrase*>& found) const;

  const Rules& rules_;
  std::vector<Phrase> phrases_;
  std::vector<std::uint32_t> first_;  // of each rule, and one more that ends the last one's
  std::map<std::string, std::vector<std::uint32_t>, std::less<>> by_text_;
};

}  // namespace quince
