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

// A match within one stretch.
void Scanner::keep(std::size_t stretch, const RawHit& raw, bool is_regex, Batch& batch) const {
  const Stretch& in = stretches_[stretch];
  const Atom& atom = (is_regex ? rules_.regexes : rules_.literals)[raw.pattern];
  if (!is_taken(atom, text_of(batch, stretch), raw.begin, raw.end)) return;
  std::pair place{raw.begin, raw.end};
  if (in.is_respelled) {
    const auto written = respellings_[in.slice].in_folded(raw.begin, raw.end);
    if (!written) return;
    place = *written;
  }
  batch.hits.push_back({in.slice, raw.pattern, place.first, place.second, is_regex});
}

void Scanner::scan_literals(Batch& batch) {
  raw_.clear();
  scratch_.scan(rules_.literal_database, batch.folded, raw_);
  const auto after = [](std::uint32_t at, const Stretch& stretch) { return at < stretch.begin; };
  for (RawHit raw : raw_) {
    raw.begin = raw.end - static_cast<std::uint32_t>(rules_.literals[raw.pattern].text.size());
    const auto next = std::upper_bound(stretches_.begin(), stretches_.end(), raw.begin, after);
    const auto stretch = static_cast<std::size_t>(next - stretches_.begin() - 1);
    raw.begin -= stretches_[stretch].begin;
    raw.end -= stretches_[stretch].begin;
    keep(stretch, raw, false, batch);
  }
}

void Scanner::scan_regexes(Batch& batch) {
  if (rules_.regexes.empty()) return;
  for (std::size_t stretch = 0; stretch < stretches_.size(); ++stretch) {
    const std::string_view text = text_of(batch, stretch);
    if (text.empty()) continue;
    raw_.clear();
    scratch_.scan(rules_.regex_database, text, raw_);
    for (const RawHit& raw : raw_) keep(stretch, raw, true, batch);
  }
}

void Scanner::scan(std::span<const Mention> mentions, Batch& batch) {
  assert(mentions.size() <= batch_posts_max);
  fold_all(mentions, batch);
  respell_all(batch);
  batch.hits.clear();
  scan_literals(batch);
  scan_regexes(batch);
  std::sort(batch.hits.begin(), batch.hits.end());
}

}  // namespace quince
