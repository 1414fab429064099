#include "matcher/scanner.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <tuple>

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
      scratch_(
          {&rules.databases.literals, &rules.databases.regexes, &rules.databases.regex_finder}) {}

void Scanner::fold_all(std::span<const Mention> mentions, Batch& batch) {
  batch.posts = mentions.size();
  batch.folded.clear();
  stretches_.clear();
  for (std::uint32_t i = 0; i < 2 * mentions.size(); ++i) {
    const Mention& mention = mentions[i / 2];
    Slice& slice = batch.slices[i];
    stretches_.push_back({static_cast<std::uint32_t>(batch.folded.size()), i, false});
    slice.source = cut_utf8(i % 2 == 0 ? mention.text : mention.title, part_bytes_max);
    slice.facts = fold(slice.source, batch.folded, &slice.map);
    batch.folded += separator;
  }
}

// Behind the texts as they were written. They are made aside: what they are made from would move.
void Scanner::respell_all(Batch& batch) {
  respelled_.clear();
  view_all(batch);
  for (std::uint32_t i = 0; i < 2 * batch.posts; ++i) {
    const Slice& slice = batch.slices[i];
    const auto begin = static_cast<std::uint32_t>(batch.folded.size() + respelled_.size());
    if (!respellings_[i].respell(slice.source, slice.folded, slice.map, respelled_)) continue;
    stretches_.push_back({begin, i, true});
    respelled_ += separator;
  }
  if (respelled_.empty()) return;
  batch.folded += respelled_;
  view_all(batch);
}

// The joined text moves while it grows.
void Scanner::view_all(Batch& batch) const {
  for (std::uint32_t i = 0; i < 2 * batch.posts; ++i) batch.slices[i].respelled = {};
  for (std::size_t i = 0; i < stretches_.size(); ++i) {
    Slice& slice = batch.slices[stretches_[i].slice];
    (stretches_[i].is_respelled ? slice.respelled : slice.folded) = text_of(batch, i);
  }
}

std::string_view Scanner::text_of(const Batch& batch, std::size_t stretch) const {
  const std::size_t begin = stretches_[stretch].begin;
  const std::size_t next =
      stretch + 1 < stretches_.size() ? stretches_[stretch + 1].begin : batch.folded.size();
  return std::string_view(batch.folded).substr(begin, next - begin - 1);
}

// Hits come nearly in the order of the text, so the stretch is that of the hit before, or follows.
std::size_t Scanner::stretch_at(std::uint32_t place, std::size_t near) const {
  while (place < stretches_[near].begin) --near;
  while (near + 1 < stretches_.size() && place >= stretches_[near + 1].begin) ++near;
  return near;
}

// A match within one stretch, told as one of the text as it was written.
void Scanner::keep(std::size_t stretch, Hit hit) {
  hit.slice = stretches_[stretch].slice;
  if (stretches_[stretch].is_respelled) {
    const auto written = respellings_[hit.slice].in_folded(hit.begin, hit.end);
    if (!written) return;
    std::tie(hit.begin, hit.end) = *written;
  }
  found_.push_back(hit);
}

void Scanner::scan_literals(const Batch& batch) {
  raw_.clear();
  scratch_.scan(rules_.databases.literals, batch.folded, raw_);
  std::size_t stretch = 0;
  for (const RawHit& raw : raw_) {
    const Outline outline = rules_.outlines[raw.pattern];
    const std::uint32_t begin = raw.end - outline.length;
    // The byte between texts belongs to no word, so the joined text bounds as each text does.
    if (outline.joins_left && is_word_before(batch.folded, begin)) continue;
    if (outline.joins_right && is_word_at(batch.folded, raw.end)) continue;
    stretch = stretch_at(begin, stretch);
    const std::uint32_t base = stretches_[stretch].begin;
    keep(stretch, {0, raw.pattern, begin - base, raw.end - base, false});
  }
}

void Scanner::find_stretches_with_regexes(const Batch& batch) {
  may_hold_regex_.assign(stretches_.size(), rules_.databases.regex_finder.is_empty() ? 1 : 0);
  if (rules_.databases.regex_finder.is_empty()) return;
  raw_.clear();
  scratch_.scan(rules_.databases.regex_finder, batch.folded, raw_);
  std::size_t stretch = 0;
  for (const RawHit& raw : raw_) {
    stretch = stretch_at(raw.end - 1, stretch);
    may_hold_regex_[stretch] = 1;
  }
}

void Scanner::scan_regexes(const Batch& batch) {
  if (rules_.regexes.empty()) return;
  find_stretches_with_regexes(batch);
  for (std::size_t stretch = 0; stretch < stretches_.size(); ++stretch) {
    const std::string_view text = text_of(batch, stretch);
    if (text.empty() || may_hold_regex_[stretch] == 0) continue;
    raw_.clear();
    scratch_.scan(rules_.databases.regexes, text, raw_);
    for (const RawHit& raw : raw_)
      if (is_bounded_left(text, raw.begin) && is_bounded_right(text, raw.end))
        keep(stretch, {0, raw.pattern, raw.begin, raw.end, true});
  }
}

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
  respell_all(batch);
  found_.clear();
  scan_literals(batch);
  scan_regexes(batch);
  sort_hits(batch);
}

}  // namespace quince
