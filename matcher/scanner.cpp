#include "matcher/scanner.h"

#include <algorithm>
#include <cassert>

#include "core/utf8.h"

namespace quince {
namespace {

constexpr char separator = '\xFF';  // in no valid UTF-8

// Whether one of the owners takes a match with these surroundings.
bool is_taken(const Atom& atom, std::string_view folded, std::uint32_t begin, std::uint32_t end) {
  if (!is_bounded_left(folded, begin)) return false;
  if (is_bounded_right(folded, end)) return true;
  return std::any_of(atom.owners.begin(), atom.owners.end(),
                     [](const AtomOwner& owner) { return owner.any_ending; });
}

}  // namespace

std::span<const Hit> Batch::hits_of(std::size_t post) const {
  const auto before = [](const Hit& hit, std::size_t slice) { return hit.slice < slice; };
  const auto first = std::lower_bound(hits.begin(), hits.end(), 2 * post, before);
  return {first, std::lower_bound(first, hits.end(), 2 * post + 2, before)};
}

Scanner::Scanner(const Rules& rules)
    : rules_(rules), scratch_(rules.literal_database, rules.regex_database) {}

void Scanner::fold_all(std::span<const Mention> mentions, Batch& batch) {
  batch.posts = mentions.size();
  batch.folded.clear();
  for (std::size_t i = 0; i < 2 * mentions.size(); ++i) {
    const Mention& mention = mentions[i / 2];
    Slice& slice = batch.slices[i];
    begins_[i] = static_cast<std::uint32_t>(batch.folded.size());
    slice.source = cut_utf8(i % 2 == 0 ? mention.text : mention.title, part_bytes_max);
    slice.facts = fold(slice.source, batch.folded, &slice.map);
    batch.folded += separator;
  }
  begins_[2 * mentions.size()] = static_cast<std::uint32_t>(batch.folded.size());
  // Only now, because the joined text may have moved while it grew.
  for (std::size_t i = 0; i < 2 * mentions.size(); ++i)
    batch.slices[i].folded =
        std::string_view(batch.folded).substr(begins_[i], begins_[i + 1] - begins_[i] - 1);
}

void Scanner::scan_literals(Batch& batch) {
  raw_.clear();
  scratch_.scan(rules_.literal_database, batch.folded, raw_);
  const auto slices = begins_.begin() + static_cast<std::ptrdiff_t>(2 * batch.posts);
  for (const RawHit& raw : raw_) {
    const Atom& atom = rules_.literals[raw.pattern];
    const auto begin = raw.end - static_cast<std::uint32_t>(atom.text.size());
    const auto number = static_cast<std::uint32_t>(
        std::upper_bound(begins_.begin(), slices, begin) - begins_.begin() - 1);
    const Hit hit{number, raw.pattern, begin - begins_[number], raw.end - begins_[number], false};
    if (is_taken(atom, batch.slices[number].folded, hit.begin, hit.end)) batch.hits.push_back(hit);
  }
}

void Scanner::scan_regexes(Batch& batch) {
  if (rules_.regexes.empty()) return;
  for (std::uint32_t number = 0; number < 2 * batch.posts; ++number) {
    const std::string_view folded = batch.slices[number].folded;
    if (folded.empty()) continue;
    raw_.clear();
    scratch_.scan(rules_.regex_database, folded, raw_);
    for (const RawHit& raw : raw_)
      if (is_taken(rules_.regexes[raw.pattern], folded, raw.begin, raw.end))
        batch.hits.push_back({number, raw.pattern, raw.begin, raw.end, true});
  }
}

void Scanner::scan(std::span<const Mention> mentions, Batch& batch) {
  assert(mentions.size() <= batch_posts_max);
  fold_all(mentions, batch);
  batch.hits.clear();
  scan_literals(batch);
  scan_regexes(batch);
  std::sort(batch.hits.begin(), batch.hits.end());
}

}  // namespace quince
