#include "matcher/tokens.h"

#include "core/ascii.h"
#include "core/utf8.h"
#include "matcher/fold.h"

namespace quince {
namespace {

bool is_shout(char c) { return c == '!' || c == '?'; }

std::size_t after_word(std::string_view folded, std::size_t at) {
  while (at < folded.size()) {
    if (is_word_at(folded, at)) {
      at += decode_utf8(folded, at).length;
    } else if (folded[at] == '\'' && is_word_at(folded, at + 1)) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

std::size_t after_number(std::string_view folded, std::size_t at) {
  while (at < folded.size() &&
         (is_digit(folded[at]) || ((folded[at] == '.' || folded[at] == ',' || folded[at] == ':') &&
                                   at + 1 < folded.size() && is_digit(folded[at + 1]))))
    ++at;
  return at;
}

std::size_t after_link(std::string_view folded, std::size_t at) {
  return std::min(folded.find(' ', at), folded.size());
}

bool is_link(std::string_view rest) {
  return rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.");
}

}  // namespace

void tokenise(std::string_view folded, std::vector<Token>& out) {
  out.clear();
  const auto add = [&](Token::Kind kind, std::size_t begin, std::size_t end) {
    out.push_back({kind, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    return end;
  };
  using Kind = Token::Kind;
  for (std::size_t at = 0; at < folded.size();) {
    const char c = folded[at];
    if (c == ' ') {
      ++at;
    } else if ((c == 'h' || c == 'w') && is_link(folded.substr(at))) {
      at = add(Kind::link, at, after_link(folded, at));
    } else if (is_digit(c)) {
      const std::size_t end = after_number(folded, at);
      at = is_word_at(folded, end) ? add(Kind::word, at, after_word(folded, end))
                                   : add(Kind::number, at, end);
    } else if (is_word_at(folded, at)) {
      at = add(Kind::word, at, after_word(folded, at));
    } else if ((c == '@' || c == '#') && is_word_at(folded, at + 1)) {
      const std::size_t end = after_word(folded, at + 1);
      at = c == '@' ? add(Kind::handle, at, end) : add(Kind::tag, at + 1, end);
    } else if (is_shout(c)) {
      std::size_t end = at;
      while (end < folded.size() && is_shout(folded[end])) ++end;
      at = add(Kind::mark, at, end);
    } else {
      const std::size_t length = decode_utf8(folded, at).length;
      at = add(static_cast<unsigned char>(c) < 0x80 ? Kind::mark : Kind::symbol, at, at + length);
    }
  }
}

}  // namespace quince
