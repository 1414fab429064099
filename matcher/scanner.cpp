#include "matcher/scanner.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "core/utf8.h"

namespace quince {
namespace {

constexpr char separator = '\xFF';  // in no valid UTF-8

}  // namespace

std::span<const Hit> Batch::hits_of(std::size_t post) const {
  return std::span(hits).subspan(first_hit[2 * post],
                                 first_hit[2 * post + 2] - first_hit[2 * post]);
}

Scanner::Scanner(const Rules& rules)
    : rules_(rules),
      scratch_({&rules.literal_database, &rules.regex_database, &rules.regex_finder}) {}

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

// Hits come nearly in the order of the text, so the slice is that of the hit before, or follows.
std::uint32_t Scanner::slice_at(std::uint32_t place, std::uint32_t near) const {
  while (place < begins_[near]) --near;
  while (place >= begins_[near + 1]) ++near;
  return near;
}

void Scanner::scan_literals(const Batch& batch) {
  raw_.clear();
  scratch_.scan(rules_.literal_database, batch.folded, raw_);
  std::uint32_t number = 0;
  for (const RawHit& raw : raw_) {
    const Outline outline = rules_.outlines[raw.pattern];
    const std::uint32_t begin = raw.end - outline.length;
    // The byte between texts belongs to no word, so the joined text bounds as each text does.
    if (outline.joins_left && is_word_before(batch.folded, begin)) continue;
    if (outline.joins_right && is_word_at(batch.folded, raw.end)) continue;
    number = slice_at(begin, number);
    found_.push_back(
        {number, raw.pattern, begin - begins_[number], raw.end - begins_[number], false});
  }
}

std::bitset<2 * batch_posts_max> Scanner::may_hold_regex(const Batch& batch) {
  std::bitset<2 * batch_posts_max> out;
  if (rules_.regex_finder.is_empty()) return out.set();
  raw_.clear();
  scratch_.scan(rules_.regex_finder, batch.folded, raw_);
  std::uint32_t number = 0;
  for (const RawHit& raw : raw_) out.set(number = slice_at(raw.end - 1, number));
  return out;
}

void Scanner::scan_regexes(const Batch& batch) {
  if (rules_.regexes.empty()) return;
  const auto may_hold = may_hold_regex(batch);
  for (std::uint32_t number = 0; number < 2 * batch.posts; ++number) {
    const std::string_view folded = batch.slices[number].folded;
    if (folded.empty() || !may_hold[number]) continue;
    raw_.clear();
    scratch_.scan(rules_.regex_database, folded, raw_);
    for (const RawHit& raw : raw_)
      if (is_bounded_left(folded, raw.begin) && is_bounded_right(folded, raw.end))
        found_.push_back({number, raw.pattern, raw.begin, raw.end, true});
  }
}

// Each slice has few hits, so they are first laid out by slice.
void Scanner::sort_hits(Batch& batch) const {
  auto& first = batch.first_hit;
  first.fill(0);
  for (const Hit& hit : found_) ++first[hit.slice];
  std::exclusive_scan(first.begin(), first.end(), first.begin(), 0u);
  auto next = first;
  batch.hits.resize(found_.size());
  for (const Hit& hit : found_) batch.hits[next[hit.slice]++] = hit;
  for (std::size_t slice = 0; slice < 2 * batch.posts; ++slice)
    std::sort(batch.hits.begin() + first[slice], batch.hits.begin() + first[slice + 1]);
}

void Scanner::scan(std::span<const Mention> mentions, Batch& batch) {
  assert(mentions.size() <= batch_posts_max);
  fold_all(mentions, batch);
  found_.clear();
  scan_literals(batch);
  scan_regexes(batch);
  sort_hits(batch);
}

}  // namespace quince
