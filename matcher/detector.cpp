#include "matcher/detector.h"

namespace quince {
namespace {

bool has_link(std::string_view text) {
  for (auto at = text.find("://"); at != text.npos; at = text.find("://", at + 1)) {
    const std::string_view before = text.substr(0, at);
    if (before.ends_with("http") || before.ends_with("https")) return true;
  }
  return false;
}

void look(std::string_view text, Marks& out) {
  for (auto at = text.find('!'); at != text.npos; at = text.find('!', at + 1)) {
    ++out.exclaims;
    const char before = at == 0 ? ' ' : text[at - 1];
    const char after = at + 1 == text.size() ? ' ' : text[at + 1];
    out.has_shout = out.has_shout || before == '?' || after == '?' || after == '!';
  }
  out.has_question = out.has_question || text.contains('?');
  out.has_tag = out.has_tag || text.contains('#');
  out.has_link = out.has_link || has_link(text);
}

using Test = bool (*)(const PostView&);

// In the order of Detector.
constexpr Test tests[] = {
    [](const PostView&) { return false; },
    [](const PostView& post) { return post.marks.has_question; },
    [](const PostView& post) { return post.marks.exclaims == 1; },
    [](const PostView& post) { return post.marks.has_shout; },
    [](const PostView& post) { return post.facts.elongated; },
    [](const PostView& post) { return post.facts.words >= 8; },
    [](const PostView& post) { return post.facts.words >= 16; },
    [](const PostView& post) { return post.facts.words >= 32; },
    [](const PostView& post) { return post.facts.words >= 64; },
    [](const PostView& post) { return post.marks.has_link; },
    [](const PostView& post) { return post.marks.has_tag; },
    [](const PostView& post) { return post.text.starts_with("@"); },
    [](const PostView& post) { return !post.has_pain; },
    [](const PostView& post) { return post.has_negated_pain; },
    [](const PostView& post) { return post.has_negated_glory; },
    [](const PostView& post) { return post.mention->rating.value_or(3) <= 2; },
    [](const PostView& post) { return post.mention->rating.value_or(3) >= 4; },
};
static_assert(std::size(tests) == EnumNames<Detector>::names.size());

}  // namespace

Marks marks_of(std::string_view title, std::string_view text) {
  Marks out;
  for (const std::string_view part : {title, text}) look(part, out);
  return out;
}

bool detects(Detector detector, const PostView& post) {
  return tests[static_cast<std::size_t>(detector)](post);
}

}  // namespace quince
