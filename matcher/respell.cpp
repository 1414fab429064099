#include "matcher/respell.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "core/ascii.h"
#include "core/utf8.h"

namespace quince {
namespace {

// Whether a text may hold anything of the kind; most hold nothing.
bool is_worth_reading(std::string_view folded) {
  bool is_behind_letter = false;
  for (const char c : folded) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '#' || c == '$' || (byte >= 0xCE && byte <= 0xD4)) return true;  // Greek, Cyrillic
    if (is_behind_letter && (is_digit(c) || c == '@')) return true;
    is_behind_letter = c >= 'a' && c <= 'z';
  }
  return false;
}

char looks_like(char32_t point) {
  static constexpr std::pair<char32_t, char> alike[] = {
      {U'α', 'a'}, {U'β', 'b'}, {U'ε', 'e'}, {U'ι', 'i'}, {U'κ', 'k'}, {U'ν', 'v'},
      {U'ο', 'o'}, {U'ρ', 'p'}, {U'τ', 't'}, {U'υ', 'u'}, {U'χ', 'x'}, {U'а', 'a'},
      {U'в', 'b'}, {U'е', 'e'}, {U'к', 'k'}, {U'м', 'm'}, {U'н', 'h'}, {U'о', 'o'},
      {U'р', 'p'}, {U'с', 'c'}, {U'т', 't'}, {U'у', 'y'}, {U'х', 'x'}, {U'ѕ', 's'},
      {U'і', 'i'}, {U'ј', 'j'}, {U'һ', 'h'}, {U'ԁ', 'd'}, {U'ԛ', 'q'}, {U'ԝ', 'w'}};
  const auto at = std::lower_bound(std::begin(alike), std::end(alike), point,
                                   [](const auto& pair, char32_t p) { return pair.first < p; });
  return at != std::end(alike) && at->first == point ? at->second : '\0';
}

char stands_for(char c) {
  switch (c) {
    case '0':
      return 'o';
    case '1':
      return 'i';
    case '3':
      return 'e';
    case '4':
    case '@':
      return 'a';
    case '5':
    case '$':
      return 's';
    case '7':
      return 't';
    default:
      return '\0';
  }
}

// "est4fa" -> "estafa" in `out`; false where it is no such word: too few letters ("b2b"), digits
// at an end alone ("3horas", "covid19"), or one that stands for no letter ("a320neo").
bool respell_word(std::string_view word, std::string& out) {
  out.clear();
  std::size_t latin = 0, signs = 0, alike = 0;
  bool is_inside = false, is_behind_digit = false;
  for (std::size_t at = 0; at < word.size();) {
    const Decoded next = decode_utf8(word, at);
    const char c = word[at];
    if (c >= 'a' && c <= 'z') {
      is_inside = is_inside || (is_behind_digit && latin > 0);
      is_behind_digit = false;
      out += c, ++latin;
    } else if (const char letter = next.length == 1 ? stands_for(c) : '\0'; letter != '\0') {
      out += letter, ++signs;
      is_inside = is_inside || !is_digit(c);
      is_behind_digit = is_digit(c);
    } else if (const char seen = looks_like(next.point); seen != '\0') {
      out += seen, ++alike;
    } else if (is_digit(c)) {
      return false;
    } else {
      out.append(word.substr(at, next.length)), ++latin;  // ñ, ß, an apostrophe
    }
    at += next.length;
  }
  return latin > 0 && (is_inside || alike > 0) &&
         latin + alike >= std::max<std::size_t>(3, 2 * signs);
}

enum class CharClass { lower, upper, digit, other };

CharClass class_of(char32_t point) {
  const auto c = static_cast<UChar32>(point);
  if (u_isdigit(c)) return CharClass::digit;
  if (u_isUUppercase(c)) return CharClass::upper;
  return u_isalpha(c) ? CharClass::lower : CharClass::other;
}

// The words of a tag as its capitals, digits and low lines part them, folded, in `out`; how many.
// "PésimoServicio" -> "pesimo servicio", "NoVuelvoMas_2" -> "no vuelvo mas 2".
std::size_t split_tag(std::string_view tag, std::string& out) {
  out.clear();
  std::size_t words = 0, begin = 0;
  const auto end_word = [&](std::size_t end) {
    if (end == begin) return;
    if (words++ > 0) out += ' ';
    fold(tag.substr(begin, end - begin), out);
    begin = end;
  };
  CharClass before = CharClass::other;
  for (std::size_t at = 0; at < tag.size();) {
    const Decoded next = decode_utf8(tag, at);
    const CharClass here = class_of(next.point);
    const std::size_t behind = at + next.length;
    if (here == CharClass::other && tag[at] == '_') {
      end_word(at);
      begin = behind;
    } else {
      const bool is_last_capital =  // "SOSAyuda": the A begins a word
          before == CharClass::upper && here == CharClass::upper && behind < tag.size() &&
          class_of(decode_utf8(tag, behind).point) == CharClass::lower;
      const bool is_digit_edge = (before == CharClass::digit) != (here == CharClass::digit);
      if ((before == CharClass::lower && here == CharClass::upper) || is_last_capital ||
          (before != CharClass::other && is_digit_edge))
        end_word(at);
    }
    before = here;
    at = behind;
  }
  end_word(tag.size());
  return words;
}

}  // namespace

void Respelling::replace(std::string_view folded, std::size_t begin, std::size_t end,
                         std::string_view with, std::string& out) {
  out += folded.substr(copied_, begin - copied_);
  const auto from = static_cast<std::uint32_t>(out.size() - base_);
  out += with;
  pieces_.push_back({from, static_cast<std::uint32_t>(out.size() - base_),
                     static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  copied_ = end;
}

bool Respelling::respell(std::string_view source, std::string_view folded, const FoldMap& map,
                         std::string& out) {
  pieces_.clear();
  copied_ = 0;
  base_ = out.size();
  if (!is_worth_reading(folded)) return false;
  tokenise(folded, tokens_);
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    const std::size_t begin = tokens_[i].begin;
    std::size_t end = tokens_[i].end;
    if (tokens_[i].kind == Token::Kind::tag) {
      const auto [from, to] = map.widen(begin, end, source);
      if (split_tag(source.substr(from, to - from), word_) > 1)
        replace(folded, begin, end, word_, out);
      continue;
    }
    if (tokens_[i].kind != Token::Kind::word) continue;
    // A "$" or "@" parts the tokens of one word.
    for (; i + 1 < tokens_.size() && tokens_[i + 1].begin == end; ++i) {
      const char sign = folded[end];
      const bool is_inside =
          tokens_[i + 1].kind == Token::Kind::word || tokens_[i + 1].kind == Token::Kind::number;
      if (!is_inside && sign != '$' && sign != '@') break;
      end = tokens_[i + 1].end;
    }
    if (respell_word(folded.substr(begin, end - begin), word_))
      replace(folded, begin, end, word_, out);
  }
  if (pieces_.empty()) return false;
  out += folded.substr(copied_);
  return true;
}

std::optional<std::pair<std::uint32_t, std::uint32_t>> Respelling::in_folded(
    std::uint32_t begin, std::uint32_t end) const {
  const auto ends_before = [](const Respelled& piece, std::uint32_t at) { return piece.end <= at; };
  const auto first = std::lower_bound(pieces_.begin(), pieces_.end(), begin, ends_before);
  if (first == pieces_.end() || first->begin >= end) return std::nullopt;
  auto last = first;
  while (last + 1 != pieces_.end() && (last + 1)->begin < end) ++last;
  return std::pair{
      first->begin < begin ? first->folded_begin : first->folded_begin - (first->begin - begin),
      last->end > end ? last->folded_end : last->folded_end + (end - last->end)};
}

}  // namespace quince
