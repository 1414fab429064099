#include "matcher/phrasebook.h"

#include <algorithm>

#include "matcher/firing.h"
#include "matcher/fold.h"

namespace quince {

Phrasebook::Phrasebook(const Rules& rules) : rules_(rules) {
  for (std::uint32_t rule = 0; rule < rules.rules.size(); ++rule) {
    first_.push_back(static_cast<std::uint32_t>(phrases_.size()));
    for (const Written& written : rules.rules[rule].phrases) add(rule, written);
  }
  first_.push_back(static_cast<std::uint32_t>(phrases_.size()));
}

void Phrasebook::add(std::uint32_t rule, const Written& written) {
  const auto number = static_cast<std::uint32_t>(phrases_.size());
  const Phrase& phrase = phrases_.emplace_back(number, rule, &written, literal_of(written.text));
  by_text_[phrase.literal.text].push_back(number);
  std::string bare = phrase.literal.text;
  if (std::erase(bare, '\'') > 0) by_text_[std::move(bare)].push_back(number);
}

std::span<const Phrase> Phrasebook::of(std::uint32_t rule) const {
  return std::span(phrases_).subspan(first_[rule], first_[rule + 1] - first_[rule]);
}

// A phrase of any ending may end inside a word, so ends are tried byte by byte.
void Phrasebook::find_from(std::size_t begin, const Phrase& phrase,
                           std::vector<const Phrase*>& found) const {
  const std::string_view text = phrase.literal.text;
  for (std::size_t end = begin + 1; end <= text.size(); ++end) {
    const auto at = by_text_.find(text.substr(begin, end - begin));
    if (at == by_text_.end()) continue;
    // Behind the last letter of "den*" the word may go on.
    const bool is_bounded =
        end == text.size() ? !phrase.literal.any_ending : is_bounded_right(text, end);
    for (const std::uint32_t number : at->second) {
      const Phrase& one = phrases_[number];
      if ((is_bounded || one.literal.any_ending) && !negates(rules_, one.rule, text, begin))
        found.push_back(&one);
    }
  }
}

std::vector<const Phrase*> Phrasebook::within(const Phrase& phrase) const {
  std::vector<const Phrase*> found;
  const std::string_view text = phrase.literal.text;
  for (std::size_t begin = 0; begin < text.size(); ++begin)
    if (is_bounded_left(text, begin)) find_from(begin, phrase, found);
  std::sort(found.begin(), found.end(),
            [](const Phrase* a, const Phrase* b) { return a->number < b->number; });
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace quince
