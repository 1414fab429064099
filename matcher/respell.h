// What a reader sees in a text although it is not written so: the words of a hashtag
// ("#PesimoServicio"), letters that are digits or signs ("est4fa", "e$tafa"), and letters of
// another script that look alike ("еstafa" with a Cyrillic е; UTS #39, confusables). A respelled
// text is the folded one with those tokens replaced; what is found in it is told as found in the
// token as it was written, so evidence points at what people can read. Nothing replaces the text
// as written: both are scanned. Pure.
//
// Emoji stay as they are: what they mean is said by the rules of config/rules/any.yaml.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "matcher/fold.h"
#include "matcher/tokens.h"

namespace quince {

// [begin, end) of the respelled text stands for [folded_begin, folded_end) of the folded one.
struct Respelled {
  std::uint32_t begin = 0, end = 0;
  std::uint32_t folded_begin = 0, folded_end = 0;
};

class Respelling {
 public:
  // Appends the respelled text to `out`; false, and nothing appended, where nothing is to be
  // respelled. `map` leads from `folded` to `source`.
  bool respell(std::string_view source, std::string_view folded, const FoldMap& map,
               std::string& out);

  // A match [begin, end) of the respelled text as one of the folded; nothing where it holds no
  // token that was replaced, because the folded text has the same match.
  std::optional<std::pair<std::uint32_t, std::uint32_t>> in_folded(std::uint32_t begin,
                                                                   std::uint32_t end) const;

 private:
  void replace(std::string_view folded, std::size_t begin, std::size_t end, std::string_view with,
               std::string& out);

  std::vector<Respelled> pieces_;  // ascending
  std::vector<Token> tokens_;
  std::string word_;
  std::size_t copied_ = 0;  // so much of the folded text is in the respelled one
  std::size_t base_ = 0;    // where the respelled text begins in `out`
};

}  // namespace quince
