#include "matcher/score.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "spread/cold_start.h"

namespace quince {
namespace {

constexpr Decimal strong{10000};  // a weight of 1 multiplies the odds by 2.7
constexpr Decimal even_low{4500}, even_high{5500};
constexpr Decimal told_min{3000};  // smaller weights are signals, but no reason to tell
constexpr Decimal conflict_low{3500}, conflict_high{6500};
constexpr Decimal praise_min{12000};  // a kind word of less weight is no praise

// P(severity >= 3 | complaint): log-odds by the gravest rule, and for each further one of severity
// 3 or 4. A choice, not fitted.
constexpr double severe_by_gravest[] = {-3.0, -2.5, -1.2, 0.6, 1.4};
constexpr double severe_further = 0.5;

// What the fired rules say together.
struct Tally {
  Decimal sum;
  Decimal strongest_pain, strongest_glory;  // the latter as a positive number
  std::int64_t pains = 0, glories = 0, graves = 0, severity = 0;
  std::int64_t glory_sum_e4 = 0, pain_sum_e4 = 0;
  std::int64_t guard_sum_e4 = 0;  // adverts, news, questions: what speaks against either
  bool is_doubtful = false;
  bool has_evidence = false;  // a pain or a denied praise, not the bias or a mere "no"
};

// The model's weight of a rule, or, where it never met that rule, the pack's.
Decimal weight_of(const Rule& rule, const Evidence& evidence) {
  if (evidence.weights == nullptr) return rule.weight;
  const auto& known = evidence.weights->head[0].rules_e4;
  const auto at = known.find(rule.id);
  return at == known.end() ? rule.weight : Decimal{at->second};
}

Tally tally_of(const Rules& rules, const Firing& firing, Scope scope, const Evidence& evidence) {
  Tally tally;
  tally.sum = evidence.weights == nullptr
                  ? rules.bias(scope)
                  : Decimal{sum_e4(evidence.weights->head[0], *evidence.features)};
  for (const std::uint32_t index : firing.fired()) {
    const Rule& rule = rules.rules[index];
    tally.sum.e4 += weight_of(rule, evidence).e4;
    if (rule.means == Means::pain || rule.detector == Detector::negated_glory)
      tally.has_evidence = true;
    tally.is_doubtful = tally.is_doubtful || rule.makes_uncertain;
    if (rule.makes_uncertain) tally.severity = std::max(tally.severity, rule.severity);
    if (rule.means == Means::pain) {
      ++tally.pains;
      tally.pain_sum_e4 += rule.weight.e4;
      tally.strongest_pain = std::max(tally.strongest_pain, rule.weight);
      tally.severity = std::max(tally.severity, rule.severity);
      if (rule.severity >= 3) ++tally.graves;
    } else if (rule.means == Means::glory) {
      ++tally.glories;
      tally.glory_sum_e4 -= rule.weight.e4;
      tally.strongest_glory = std::max(tally.strongest_glory, Decimal{-rule.weight.e4});
    } else if (rule.means == Means::guard && rule.detector == Detector::none) {
      tally.guard_sum_e4 += std::max<std::int64_t>(0, -rule.weight.e4);
    }
  }
  return tally;
}

bool is_praise(const Tally& tally) {
  return tally.strongest_glory >= praise_min &&
         tally.glory_sum_e4 > tally.pain_sum_e4 + tally.guard_sum_e4;
}

// Mockery and open ends ask for a person, unless a pain settles it: "thanks for nothing" is no
// riddle.
Verdict verdict_of(const Tally& tally, Decimal complaint) {
  if (tally.is_doubtful)
    return tally.pains > 0 && complaint >= even_high ? Verdict::complaint : Verdict::uncertain;
  const bool is_conflict = tally.strongest_pain >= strong && tally.strongest_glory >= strong &&
                           complaint >= conflict_low && complaint <= conflict_high;
  const bool is_thin =
      tally.pains + tally.glories == 1 && complaint >= even_low && complaint < even_high;
  if (is_conflict || is_thin) return Verdict::uncertain;
  if (complaint.e4 >= 5000 && tally.has_evidence) return Verdict::complaint;
  return is_praise(tally) ? Verdict::praise : Verdict::neutral;
}

Decimal severe_of(const Tally& tally, Decimal complaint) {
  const double odds =
      severe_by_gravest[tally.severity] +
      severe_further * static_cast<double>(std::max<std::int64_t>(0, tally.graves - 1));
  return Decimal::from_double(complaint.to_double() / (1 + std::exp(-odds)));
}

std::vector<Span> spans_of(const Batch& batch, std::size_t post,
                           const std::vector<FoldedSpan>& folded) {
  std::vector<Span> spans;
  for (const FoldedSpan& span : folded) {
    const Slice& slice = batch.slice(post, span.part);
    const auto [begin, end] = slice.map.widen(span.begin, span.end, slice.source);
    spans.push_back({span.part, static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)});
  }
  std::sort(spans.begin(), spans.end());
  spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
  return spans;
}

std::string signed_weight(Decimal weight) { return (weight.e4 > 0 ? "+" : "") + to_string(weight); }

// What each rule adds besides its weight. Strongest first, so the strongest decides where only one
// can.
void describe(const Rules& rules, const std::vector<std::uint32_t>& fired, Assessment& out) {
  std::set<std::string> aspects;
  for (const std::uint32_t index : fired) {
    const Rule& rule = rules.rules[index];
    if (!rule.aspect.empty()) aspects.insert(rule.aspect);
    if (out.stage.empty()) out.stage = rule.stage;
    if (out.truth == Truth::unknown) out.truth = rule.truth;
    if (out.hard_moment == HardMoment::none) out.hard_moment = rule.hard_moment;
    if (std::abs(rule.weight.e4) >= told_min.e4 || rule.makes_uncertain)
      out.reasons.push_back(rule.says + " (" + signed_weight(rule.weight) + ")");
  }
  out.aspects.assign(aspects.begin(), aspects.end());
}

Spread spread_of(const PostView& view, bool is_complaint) {
  const auto count = [&](char byte) {
    return std::count(view.text.begin(), view.text.end(), byte);
  };
  ColdStart post;
  post.followers = view.mention->author.followers;
  post.is_complaint = is_complaint;
  post.has_link = detects(Detector::link, view);
  post.is_reply = !view.mention->reply_to.empty();
  post.has_hashtag = detects(Detector::hashtag, view);
  post.has_further_mention = count('@') >= 2;
  post.has_exclamation = count('!') > 0;
  return cold_start(post);
}

std::vector<std::uint32_t> strongest_first(const Rules& rules, std::vector<std::uint32_t> fired) {
  std::sort(fired.begin(), fired.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto left = std::abs(rules.rules[a].weight.e4),
               right = std::abs(rules.rules[b].weight.e4);
    return left != right ? left > right : a < b;  // rules are ordered by id
  });
  return fired;
}

// Log-odds that the severity of a complaint is at least the head's.
Decimal odds_of(const Rules& rules, const Firing& firing, const Evidence& evidence,
                std::size_t head) {
  const HeadWeights& weights = evidence.weights->head[head];
  std::int64_t sum = sum_e4(weights, *evidence.features);
  for (const std::uint32_t index : firing.fired())
    if (const auto at = weights.rules_e4.find(rules.rules[index].id); at != weights.rules_e4.end())
      sum += at->second;
  return Decimal{sum};
}

// The degree that the model tells, and how likely it is grave.
void judge_severity(const Rules& rules, const Firing& firing, const Evidence& evidence,
                    bool may_hurt, Assessment& out) {
  if (evidence.weights->head[2].words.empty()) return;
  std::array<double, 3> odds{}, yes{};
  for (std::size_t head = 1; head < heads; ++head) {
    odds[head - 1] = odds_of(rules, firing, evidence, head).to_double();
    yes[head - 1] = Decimal{evidence.weights->head[head].yes_e4}.to_double();
  }
  out.severe = Decimal::from_double(out.complaint.to_double() *
                                    probability(Decimal::from_double(odds[1])).to_double());
  if (may_hurt) out.severity = static_cast<std::int64_t>(degree_of(odds, yes));
}

}  // namespace

Decimal probability(Decimal log_odds) {
  return Decimal::from_double(1 / (1 + std::exp(-log_odds.to_double())));
}

Assessment score(const Rules& rules, const Batch& batch, std::size_t post, const Firing& firing,
                 std::string language, Scope scope, const Evidence& evidence) {
  const Mention& mention = *firing.view().mention;
  const Tally tally = tally_of(rules, firing, scope, evidence);
  Assessment out;
  out.id = mention.id;
  out.revision = mention.revision;
  out.lang = std::move(language);
  out.complaint = probability(tally.sum);
  out.verdict = verdict_of(tally, out.complaint);
  const bool may_hurt = out.verdict == Verdict::complaint || out.verdict == Verdict::uncertain;
  if (may_hurt) out.severity = std::max<std::int64_t>(1, tally.severity);
  out.severe = severe_of(tally, out.complaint);
  if (evidence.weights != nullptr) judge_severity(rules, firing, evidence, may_hurt, out);
  if (out.verdict == Verdict::complaint && out.severity >= 2) out.moment = Moment::pain;
  if (out.verdict == Verdict::praise && tally.strongest_glory >= strong) out.moment = Moment::glory;
  const auto fired = strongest_first(rules, firing.fired());
  for (const std::uint32_t index : fired)
    out.signals.push_back({rules.rules[index].id, weight_of(rules.rules[index], evidence),
                           spans_of(batch, post, firing.spans(index))});
  describe(rules, fired, out);
  out.facets = mention.facets;
  out.spread = spread_of(firing.view(), out.complaint.e4 >= 5000);
  out.rules = rules.digest;
  out.model = evidence.weights == nullptr ? rules.model_digest : std::string(evidence.model_digest);
  return out;
}

Assessment for_route(const Assessment& assessment, const Route& route) {
  Assessment out = assessment;
  if (route.brand != nullptr) out.brand = route.brand->key;
  if (!route.is_own_post) return out;
  out.verdict = Verdict::neutral;
  out.complaint = {};
  out.severity = 0;
  out.severe = {};
  out.moment = Moment::none;
  out.hard_moment = HardMoment::none;
  out.reasons.insert(out.reasons.begin(), "Posted by the brand's own account");
  return out;
}

}  // namespace quince
