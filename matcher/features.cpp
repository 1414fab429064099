#include "matcher/features.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace quince {
namespace {

constexpr std::uint64_t pair_factor = 0x9E3779B97F4A7C15ull;
constexpr std::uint64_t negated_salt = 0xC2B2AE3D27D4EB4Full;
constexpr std::uint64_t opening_salt = 0x165667B19E3779F9ull;
constexpr int negation_reach = 3;
constexpr std::size_t opening_tokens = 8;
constexpr std::size_t tokens_max = 400;  // of a part; a longer text says nothing new

std::uint32_t to_index(std::uint64_t hash, std::uint32_t bits) {
  return static_cast<std::uint32_t>((hash * pair_factor) >> (64 - bits));
}

// Names and numbers are one word each.
std::string_view spelling(std::string_view folded, const Token& token) {
  switch (token.kind) {
    case Token::Kind::handle:
      return "@";
    case Token::Kind::link:
      return "http";
    case Token::Kind::number:
      return "0";
    default:
      return token.in(folded);
  }
}

std::uint64_t hash_of(std::string_view folded, const Token& token) {
  const std::string_view text = spelling(folded, token);
  return XXH3_64bits(text.data(), text.size());
}

bool denies(std::string_view word) {
  constexpr std::string_view words[] = {
      "no",      "not",    "never",   "nunca",  "sin", "ni",     "without", "nada",
      "tampoco", "jamas",  "nao",     "sem",    "pas", "jamais", "sans",    "aucun",
      "aucune",  "ningun", "ninguna", "cannot", "nem", "nenhum", "nenhuma"};
  return word.ends_with("n't") ||
         std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool ends_clause(std::string_view folded, const Token& token) {
  return token.kind == Token::Kind::mark &&
         std::string_view(".,;:!?()\"").find(folded[token.begin]) != std::string_view::npos;
}

void add_chars(std::string_view word, std::vector<std::uint32_t>& out) {
  std::array<char, 34> padded;
  if (word.size() + 2 > padded.size()) word = word.substr(0, padded.size() - 2);
  padded[0] = ' ';
  std::copy(word.begin(), word.end(), padded.begin() + 1);
  const std::size_t size = word.size() + 2;
  padded[size - 1] = ' ';
  for (std::size_t n = 3; n <= 5; ++n) {
    for (std::size_t at = 0; at + n <= size; ++at)
      out.push_back(to_index(XXH3_64bits(padded.data() + at, n), char_bits));
  }
}

void add_part(const TokenisedPart& part, Features& out) {
  std::uint64_t before = 0x5EED, before_that = 0x5EED;  // of the tokens before
  int negated = 0;
  const std::size_t count = std::min(part.tokens->size(), tokens_max);
  for (std::size_t i = 0; i < count; ++i) {
    const Token& token = (*part.tokens)[i];
    const std::uint64_t hash = hash_of(part.folded, token);
    out.words.push_back(to_index(hash, word_bits));
    out.words.push_back(to_index(before * 31 + hash, word_bits));
    out.words.push_back(to_index((before_that * 31 + before) * 31 + hash, word_bits));
    if (i < opening_tokens) out.words.push_back(to_index(hash ^ opening_salt, word_bits));
    before_that = std::exchange(before, hash);
    if (ends_clause(part.folded, token)) negated = 0;
    if (token.kind != Token::Kind::word && token.kind != Token::Kind::tag) continue;
    if (negated > 0) {
      out.words.push_back(to_index(hash ^ negated_salt, word_bits));
      --negated;
    }
    if (denies(token.in(part.folded))) negated = negation_reach;
    add_chars(token.in(part.folded), out.chars);
  }
}

void add_form(const TokenisedPart& part, bool is_text, std::array<std::size_t, 17>& counts) {
  const auto count = [&](Form form) -> std::size_t& {
    return counts[static_cast<std::size_t>(form)];
  };
  std::size_t index = 0;
  for (const Token& token : *part.tokens) {
    const std::string_view text = token.in(part.folded);
    switch (token.kind) {
      case Token::Kind::word:
        ++count(Form::words_4);
        break;
      case Token::Kind::number:
        ++count(Form::digits);
        break;
      case Token::Kind::handle:
        ++count(is_text && index == 0 ? Form::handle_first : Form::handle_inside);
        break;
      case Token::Kind::tag:
        ++count(Form::tag);
        break;
      case Token::Kind::link:
        ++count(Form::link);
        break;
      case Token::Kind::symbol:
        ++count(Form::symbol);
        break;
      case Token::Kind::mark:
        if (text.find('?') != text.npos) ++count(Form::question);
        if (text == "!") ++count(Form::single_exclaim);
        if (text.size() > 1 && text.find('!') != text.npos) ++count(Form::many_exclaims);
        if (text == "\"") ++count(Form::quote);
        break;
    }
    ++index;
  }
  if (part.elongated) ++count(Form::elongated);
}

std::uint32_t bits_of(const std::array<std::size_t, 17>& counts) {
  std::uint32_t bits = 0;
  const std::size_t words = counts[0];
  for (std::size_t i = 0; i < 5; ++i)
    if (words >= (std::size_t{4} << i)) bits |= 1u << i;
  for (std::size_t i = 5; i < counts.size(); ++i)
    if (counts[i] > 0) bits |= 1u << i;
  return bits;
}

// Sorts by the lower half of the bits, then by the upper: many are sorted without a comparison.
void sort_many(std::vector<std::uint32_t>& indices, std::vector<std::uint32_t>& spare) {
  constexpr std::uint32_t half = 10;
  static_assert(word_bits <= 2 * half && char_bits <= 2 * half);
  spare.resize(indices.size());
  for (const std::uint32_t shift : {0u, half}) {
    std::array<std::uint32_t, 1u << half> places{};
    const auto digit = [&](std::uint32_t index) { return index >> shift & (places.size() - 1); };
    for (const std::uint32_t index : indices) ++places[digit(index)];
    std::exclusive_scan(places.begin(), places.end(), places.begin(), 0u);
    for (const std::uint32_t index : indices) spare[places[digit(index)]++] = index;
    indices.swap(spare);
  }
}

void sort_once(std::vector<std::uint32_t>& indices, std::vector<std::uint32_t>& spare) {
  constexpr std::size_t few = 128;  // fewer are sorted sooner by comparing
  if (indices.size() < few)
    std::sort(indices.begin(), indices.end());
  else
    sort_many(indices, spare);
  indices.erase(std::unique(indices.begin(), indices.end()), indices.end());
}

}  // namespace

void features_of(const TokenisedPart& title, const TokenisedPart& text,
                 std::vector<std::uint32_t>& spare, Features& out) {
  out.clear();
  std::array<std::size_t, 17> counts{};
  for (const TokenisedPart* part : {&title, &text}) {
    add_part(*part, out);
    add_form(*part, part == &text, counts);
  }
  counts[static_cast<std::size_t>(Form::title)] = title.tokens->size();
  out.form = bits_of(counts);
  sort_once(out.words, spare);
  sort_once(out.chars, spare);
}

}  // namespace quince
