// The one fold: text as people type it becomes text as rules are written. Lower case; no
// diacritics, but ñ stays (año is not ano); compatibility forms and width undone (NFKC); zero-width
// characters removed; curly quotes and dashes unified; any run of white space one space; a letter
// three or more times in a row once ("sooo" -> "so", digits are left alone: 1000 stays). Emoji
// stay. Rules, brand terms and posts all pass through here, so they meet.
//
// It works on one character and the marks behind it at a time, so letters are never composed or
// re-ordered across each other. Invalid UTF-8 becomes U+FFFD. Folding a folded text changes
// nothing. Source: Unicode 15 data through ICU (tools/gen_fold.cpp). Tested by
// tests/matcher/fold_test.cpp and, against ICU, fold_oracle_test.cpp.
//
// Offsets: `FoldMap` leads from folded bytes back to bytes of the source. "¡Pésimo!" has é at
// source bytes 3..5; the fold "¡pesimo!" has e at byte 3, and span [2, 8) of the fold is [2, 9) of
// the source.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quince {

// From `folded` on, each folded byte comes from one source byte, counted from `source`, until the
// next step.
struct FoldStep {
  std::uint32_t folded = 0;
  std::uint32_t source = 0;
};

struct FoldFacts {
  std::uint32_t letters = 0;  // of the folded text
  std::uint32_t words = 0;
  bool elongated = false;  // a letter was repeated three or more times
};

class FoldMap {
 public:
  void clear() { steps_.clear(); }
  void add(std::uint32_t folded, std::uint32_t source);

  // The bytes of `source` behind the folded bytes [begin, end), widened to whole characters and to
  // the repeated letters, marks and zero-width characters that were folded into the last of them.
  std::pair<std::size_t, std::size_t> widen(std::size_t begin, std::size_t end,
                                            std::string_view source) const;

 private:
  std::size_t source_of(std::size_t folded) const;

  std::vector<FoldStep> steps_;  // ascending in both
};

// Appends the fold of `source` (under 4 GB) to `out`. `map`, where wanted, counts folded bytes from
// the old end of `out`.
FoldFacts fold(std::string_view source, std::string& out, FoldMap* map = nullptr);

std::string fold(std::string_view source);

// Whether the character of folded text that starts at, or ends before, `at` belongs to a word:
// letters, marks, digits and the underscore. False at the ends of the text.
bool is_word_at(std::string_view folded, std::size_t at);
bool is_word_before(std::string_view folded, std::size_t at);

// Whether a match [begin, end) stands on word boundaries: an end that is a word character, "@" or
// "#" must not touch another word character outside.
bool is_bounded_left(std::string_view folded, std::size_t begin);
bool is_bounded_right(std::string_view folded, std::size_t end);

}  // namespace quince
