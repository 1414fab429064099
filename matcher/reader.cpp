#include "matcher/reader.h"

namespace quince {

const Features& FeatureReader::read(const Batch& batch, std::size_t post) {
  const Slice& title = batch.slice(post, Part::title);
  const Slice& text = batch.slice(post, Part::text);
  tokenise(title.folded, title_);
  tokenise(text.folded, text_);
  features_of({title.folded, &title_, title.facts.elongated},
              {text.folded, &text_, text.facts.elongated}, spare_, features_);
  return features_;
}

}  // namespace quince
