#include "matcher/detector.h"

#include <algorithm>

namespace quince {
namespace {

bool has(const PostView& post, std::string_view needle) {
  return post.text.find(needle) != post.text.npos || post.title.find(needle) != post.title.npos;
}

std::size_t count(const PostView& post, char byte) {
  return static_cast<std::size_t>(std::count(post.text.begin(), post.text.end(), byte) +
                                  std::count(post.title.begin(), post.title.end(), byte));
}

using Test = bool (*)(const PostView&);

// In the order of Detector.
constexpr Test tests[] = {
    [](const PostView&) { return false; },
    [](const PostView& post) { return has(post, "?"); },
    [](const PostView& post) { return count(post, '!') == 1; },
    [](const PostView& post) { return has(post, "!!") || has(post, "?!") || has(post, "!?"); },
    [](const PostView& post) { return post.facts.elongated; },
    [](const PostView& post) { return post.facts.words >= 8; },
    [](const PostView& post) { return post.facts.words >= 16; },
    [](const PostView& post) { return post.facts.words >= 32; },
    [](const PostView& post) { return post.facts.words >= 64; },
    [](const PostView& post) { return has(post, "http://") || has(post, "https://"); },
    [](const PostView& post) { return has(post, "#"); },
    [](const PostView& post) { return post.text.starts_with("@"); },
    [](const PostView& post) { return !post.has_pain; },
    [](const PostView& post) { return post.has_negated_pain; },
    [](const PostView& post) { return post.has_negated_glory; },
    [](const PostView& post) { return post.mention->rating.value_or(3) <= 2; },
    [](const PostView& post) { return post.mention->rating.value_or(3) >= 4; },
};
static_assert(std::size(tests) == EnumNames<Detector>::names.size());

}  // namespace

bool detects(Detector detector, const PostView& post) {
  return tests[static_cast<std::size_t>(detector)](post);
}

}  // namespace quince
