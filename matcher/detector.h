// Built-in detectors: what a post shows besides its phrases. A rule names one, so that its weight
// and sentence stay in the packs. Adding one: a value and name here, a row in detector.cpp.
#pragma once
#include <cstdint>
#include <string_view>

#include "core/enum_names.h"
#include "core/mention.h"
#include "matcher/fold.h"

namespace quince {

enum class Detector {
  none,
  question,        // a question mark
  single_exclaim,  // exactly one "!"
  many_exclaims,   // "!!" or "?!"
  elongated,       // a letter drawn out
  words_8,         // at least so many words
  words_16,
  words_32,
  words_64,
  link,
  hashtag,
  handle_first,   // opens with an @handle: addressed to somebody
  no_pain,        // no rule of pain fired
  negated_pain,   // "no problem"
  negated_glory,  // "not good"
  low_rating,     // 1 or 2 stars
  high_rating,    // 4 or 5 stars
};
template <>
struct EnumNames<Detector> {
  static constexpr std::array<std::string_view, 17> names = {
      "",         "question",     "single_exclaim", "many_exclaims", "elongated",  "words_8",
      "words_16", "words_32",     "words_64",       "link",          "hashtag",    "handle_first",
      "no_pain",  "negated_pain", "negated_glory",  "low_rating",    "high_rating"};
};

// Characters that detectors ask for, looked up once a post; of title and text together.
struct Marks {
  std::size_t exclaims = 0;
  bool has_question = false;
  bool has_shout = false;  // "!!", "?!" or "!?"
  bool has_tag = false;
  bool has_link = false;
};

Marks marks_of(std::string_view title, std::string_view text);

// What detectors look at: the fold of title and text, and what the rules before them found.
struct PostView {
  const Mention* mention = nullptr;
  std::string_view title;
  std::string_view text;
  FoldFacts facts;  // of both
  Marks marks;      // of both
  bool has_pain = false;
  bool has_negated_pain = false;
  bool has_negated_glory = false;
};

bool detects(Detector detector, const PostView& post);

}  // namespace quince
