#include "matcher/reader.h"

namespace quince {
namespace {

// As people read them.
std::string_view words_of(const Slice& slice) {
  return slice.respelled.empty() ? slice.folded : slice.respelled;
}

}  // namespace

const Features& FeatureReader::read(const Batch& batch, std::size_t post) {
  const Slice& title = batch.slice(post, Part::title);
  const Slice& text = batch.slice(post, Part::text);
  const std::string_view title_words = words_of(title), text_words = words_of(text);
  tokenise(title_words, title_);
  tokenise(text_words, text_);
  features_of({title_words, &title_, title.facts.elongated},
              {text_words, &text_, text.facts.elongated}, spare_, features_);
  return features_;
}

}  // namespace quince
