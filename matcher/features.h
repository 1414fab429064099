// What the linear model sees of a post: hashed word 1- to 3-grams (a word in the reach of a "no"
// also as a negated one, one of the first eight also as an opening one: people say first what
// matters), hashed character 3- to 5-grams within words, and its form. Handles, links and numbers
// count as one word each, so nothing is learned of who wrote to whom. Pure.
//
// An index is a hash in its own table; two features with one index share a weight. The hash is part
// of the model's format: changing it makes older models unreadable (model.h, `format`).
#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/enum_names.h"
#include "matcher/tokens.h"

namespace quince {

constexpr std::uint32_t word_bits = 20;
constexpr std::uint32_t char_bits = 20;

// How a post is made, apart from its words. Each is there or not.
enum class Form {
  words_4,
  words_8,
  words_16,
  words_32,
  words_64,
  question,
  single_exclaim,
  many_exclaims,
  elongated,
  link,
  tag,
  handle_first,
  handle_inside,
  digits,
  quote,
  symbol,
  title
};
template <>
struct EnumNames<Form> {
  static constexpr std::array<std::string_view, 17> names = {
      "words_4",        "words_8",       "words_16",  "words_32", "words_64", "question",
      "single_exclaim", "many_exclaims", "elongated", "link",     "tag",      "handle_first",
      "handle_inside",  "digits",        "quote",     "symbol",   "title"};
};

struct Features {
  std::vector<std::uint32_t> words;  // below 1 << word_bits, sorted, without repeats
  std::vector<std::uint32_t> chars;  // below 1 << char_bits, likewise
  std::uint32_t form = 0;            // bit i: the i-th Form
  void clear() { words.clear(), chars.clear(), form = 0; }
};

// One part of a post: its fold, its tokens, and whether a letter was drawn out.
struct TokenisedPart {
  std::string_view folded;
  const std::vector<Token>* tokens = nullptr;
  bool elongated = false;
};

// `spare` is memory to work in.
void features_of(const TokenisedPart& title, const TokenisedPart& text,
                 std::vector<std::uint32_t>& spare, Features& out);

}  // namespace quince
