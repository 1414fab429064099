// The second half of a post's way: from hits to the rules that fire. In this order: phrases and
// regexes, each looked at for a negation before it; detectors; composites over what fired; and the
// detector that asks whether any pain did.
//
//   "no me ha gustado nada": the phrase "me ha gustado" is negated, so its rule does not fire, and
//   the detector negated_glory does.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "matcher/scanner.h"

namespace quince {

constexpr std::size_t spans_max = 16;  // of one rule in one post; more say nothing new

struct FoldedSpan {
  Part part = Part::text;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  auto operator<=>(const FoldedSpan&) const = default;
};

// How many words begin between `begin` and `end` of folded text.
std::int64_t words_between(std::string_view folded, std::size_t begin, std::size_t end);

bool is_negated(std::string_view folded, std::size_t begin, const Negation& negation);

// Whether the rule, found at `begin`, would be negated there: by what its language's packs say.
bool negates(const Rules& rules, std::uint32_t rule, std::string_view folded, std::size_t begin);

class Firing {  // one a thread; re-used from post to post
 public:
  explicit Firing(const Rules& rules);

  void judge(const Batch& batch, std::size_t post, const Mention& mention, Scope scope);

  const std::vector<std::uint32_t>& fired() const { return fired_; }  // ascending
  const std::vector<FoldedSpan>& spans(std::uint32_t rule) const { return spans_[rule]; }
  const PostView& view() const { return view_; }

 private:
  void start(const Batch& batch, std::size_t post, const Mention& mention);
  void take_hit(const Hit& hit, std::span<const AtomOwner> owners, Scope scope);
  void fire(std::uint32_t rule);
  void fire_detectors(Scope scope, bool (*is_due)(Detector));
  void fire_composites(Scope scope);
  bool fires(const Composite& composite) const;
  bool is_near(const FoldedSpan& anchor, std::uint32_t rule, std::int64_t words) const;
  void join_spans(const Composite& composite);

  const Rules& rules_;
  PostView view_;
  std::vector<std::vector<FoldedSpan>> spans_;  // of each rule
  std::vector<char> is_fired_;
  std::vector<std::uint32_t> fired_;
  std::vector<std::uint64_t> due_;  // a bit for each composite that what fired may let fire
};

}  // namespace quince
