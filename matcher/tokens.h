// Folded text as tokens, for what looks at words one by one: the linear model, negation, hashtags.
// Pure; appends to a vector that is re-used, so a warm thread allocates nothing.
//
//   "@soporte no me llego el pedido 4571, gracias!! 😡"
//   handle(@soporte) word(no) word(me) … number(4571) mark(,) word(gracias) mark(!!) symbol(😡)
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace quince {

struct Token {
  enum class Kind : std::uint8_t {
    word,    // letters, digits after a letter, inner apostrophes
    number,  // digits, with inner separators
    handle,  // @name
    tag,     // #name, without the sign
    link,    // http…, www.…
    mark,    // one punctuation character, or a run of "!" and "?"
    symbol   // emoji and the like, one character
  };
  Kind kind = Kind::word;
  std::uint32_t begin = 0;  // in the folded text
  std::uint32_t end = 0;

  std::string_view in(std::string_view folded) const { return folded.substr(begin, end - begin); }
};

void tokenise(std::string_view folded, std::vector<Token>& out);

}  // namespace quince
