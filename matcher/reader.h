// What the linear model sees of a post, made from the scanned batch: shared by those who judge and
// those who learn, so that both see the same. One a thread; its memory is re-used.
#pragma once
#include <vector>

#include "matcher/features.h"
#include "matcher/scanner.h"

namespace quince {

class FeatureReader {
 public:
  // The result holds until the next call.
  const Features& read(const Batch& batch, std::size_t post);

 private:
  std::vector<Token> title_, text_;
  std::vector<std::uint32_t> spare_;
  Features features_;
};

}  // namespace quince
