#include "matcher/firing.h"

#include <algorithm>
#include <bit>

namespace quince {
namespace {

bool is_one_of(std::string_view word, const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_in_word(std::string_view folded, std::size_t at) {
  return is_word_before(folded, at) ||
         (at > 0 && folded[at - 1] == '\'' && is_word_before(folded, at - 1));
}

}  // namespace

std::int64_t words_between(std::string_view folded, std::size_t begin, std::size_t end) {
  std::int64_t words = 0;
  for (std::size_t at = begin; at < end; ++at)
    if (is_word_at(folded, at) && (static_cast<unsigned char>(folded[at]) & 0xC0) != 0x80 &&
        !is_word_before(folded, at))
      ++words;
  return words;
}

// Walks back word by word. A full stop, a comma and the like end the reach of a "no".
bool is_negated(std::string_view folded, std::size_t begin, const Negation& negation) {
  std::size_t at = begin;
  std::string_view following;  // the word behind the one looked at
  for (std::int64_t words = 0; words < negation.within; ++words) {
    while (at > 0 && !is_in_word(folded, at)) {
      if (std::string_view(".,;:!?\"()\n").find(folded[at - 1]) != std::string_view::npos)
        return false;
      --at;
    }
    const std::size_t end = at;
    while (at > 0 && is_in_word(folded, at)) --at;
    if (at == end) return false;
    const std::string_view word = folded.substr(at, end - at);
    if (is_one_of(word, negation.words)) return !is_one_of(following, negation.unless);
    following = word;
  }
  return false;
}

bool negates(const Rules& rules, std::uint32_t rule, std::string_view folded, std::size_t begin) {
  const Means means = rules.rules[rule].means;
  if (!rules.rules[rule].is_negatable || (means != Means::pain && means != Means::glory))
    return false;
  const auto& negations = rules.languages[rules.language_of[rule]].negations;
  return std::any_of(negations.begin(), negations.end(),
                     [&](const Negation& negation) { return is_negated(folded, begin, negation); });
}

Firing::Firing(const Rules& rules)
    : rules_(rules),
      spans_(rules.rules.size()),
      is_fired_(rules.rules.size(), 0),
      due_((rules.composites.size() + 63) / 64) {}

void Firing::start(const Batch& batch, std::size_t post, const Mention& mention) {
  for (const std::uint32_t rule : fired_) spans_[rule].clear(), is_fired_[rule] = 0;
  fired_.clear();
  std::fill(due_.begin(), due_.end(), 0);
  const Slice& text = batch.slice(post, Part::text);
  const Slice& title = batch.slice(post, Part::title);
  view_ = {&mention, title.folded, text.folded, text.facts, marks_of(title.folded, text.folded)};
  view_.facts.letters += title.facts.letters;
  view_.facts.words += title.facts.words;
  view_.facts.elongated = view_.facts.elongated || title.facts.elongated;
}

void Firing::fire(std::uint32_t rule) {
  if (is_fired_[rule]) return;
  is_fired_[rule] = 1;
  fired_.push_back(rule);
  if (rules_.rules[rule].means == Means::pain) view_.has_pain = true;
  for (const std::uint32_t place : rules_.awaited_by[rule])
    due_[place / 64] |= std::uint64_t{1} << place % 64;
}

void Firing::take_hit(const Hit& hit, std::span<const AtomOwner> owners, Scope scope) {
  const Part part = static_cast<Part>(hit.slice % 2);
  const std::string_view folded = part == Part::text ? view_.text : view_.title;
  for (const AtomOwner& owner : owners) {
    if (owner.kind != AtomOwner::Kind::rule || !scope.holds(rules_.language_of[owner.index]))
      continue;
    if (!owner.any_ending && !is_bounded_right(folded, hit.end)) continue;
    if (negates(rules_, owner.index, folded, hit.begin)) {
      (rules_.rules[owner.index].means == Means::pain ? view_.has_negated_pain
                                                      : view_.has_negated_glory) = true;
      continue;
    }
    fire(owner.index);
    if (spans_[owner.index].size() < spans_max)
      spans_[owner.index].push_back({part, hit.begin, hit.end});
  }
}

bool Firing::is_near(const FoldedSpan& anchor, std::uint32_t rule, std::int64_t words) const {
  return std::any_of(spans_[rule].begin(), spans_[rule].end(), [&](const FoldedSpan& span) {
    if (span.part != anchor.part) return false;
    const std::string_view folded = span.part == Part::text ? view_.text : view_.title;
    return words_between(folded, std::min(span.end, anchor.end),
                         std::max(span.begin, anchor.begin)) <= words;
  });
}

bool Firing::fires(const Composite& composite) const {
  const auto has = [&](std::uint32_t rule) { return is_fired_[rule] != 0; };
  if (!std::all_of(composite.all.begin(), composite.all.end(), has)) return false;
  if (!composite.any.empty() && !std::any_of(composite.any.begin(), composite.any.end(), has))
    return false;
  if (std::any_of(composite.none.begin(), composite.none.end(), has)) return false;
  const std::int64_t words = rules_.rules[composite.rule].within_words;
  if (words == 0) return true;
  const auto& anchors = spans_[composite.all.front()];
  return std::any_of(anchors.begin(), anchors.end(), [&](const FoldedSpan& anchor) {
    const auto near = [&](std::uint32_t rule) { return is_near(anchor, rule, words); };
    return std::all_of(composite.all.begin(), composite.all.end(), near) &&
           (composite.any.empty() || std::any_of(composite.any.begin(), composite.any.end(), near));
  });
}

// In their order; one that fires makes only later ones due. A rule set has many, and a post lets
// few of them fire.
void Firing::fire_composites(Scope scope) {
  for (std::size_t word = 0; word < due_.size(); ++word) {
    while (due_[word] != 0) {
      const Composite& composite =
          rules_.composites[word * 64 + static_cast<std::size_t>(std::countr_zero(due_[word]))];
      due_[word] &= due_[word] - 1;
      if (scope.holds(rules_.language_of[composite.rule]) && fires(composite))
        fire(composite.rule), join_spans(composite);
    }
  }
}

void Firing::join_spans(const Composite& composite) {
  auto& spans = spans_[composite.rule];
  for (const auto* members : {&composite.all, &composite.any})
    for (const std::uint32_t member : *members)
      spans.insert(spans.end(), spans_[member].begin(), spans_[member].end());
  std::sort(spans.begin(), spans.end());
  spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
  if (spans.size() > spans_max) spans.resize(spans_max);
}

void Firing::fire_detectors(Scope scope, bool (*is_due)(Detector)) {
  for (const auto [rule, language, detector] : rules_.detected)
    if (is_due(detector) && scope.holds(language) && detects(detector, view_)) fire(rule);
}

void Firing::judge(const Batch& batch, std::size_t post, const Mention& mention, Scope scope) {
  start(batch, post, mention);
  for (const Hit& hit : batch.hits_of(post))
    take_hit(hit, hit.is_regex ? rules_.regexes[hit.atom].owners : rules_.owners_of(hit.atom),
             scope);
  fire_detectors(scope, [](Detector detector) { return detector != Detector::no_pain; });
  fire_composites(scope);
  fire_detectors(scope, [](Detector detector) { return detector == Detector::no_pain; });
  std::sort(fired_.begin(), fired_.end());
}

}  // namespace quince
