#include "matcher/score.h"

#include <algorithm>
#include <cmath>

#include "core/forget.h"
#include "spread/cold_start.h"

namespace quince {
namespace {

constexpr std::string_view words_reason = "Its words and its form, as the model weighs them";
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

Decimal weight_of(const Rules& rules, std::uint32_t rule, const Evidence& evidence) {
  if (evidence.weights == nullptr) return rules.rules[rule].weight;
  return {evidence.weights->rules_e4[0][rule]};
}

Tally tally_of(const Rules& rules, const Firing& firing, Scope scope, const Evidence& evidence) {
  Tally tally;
  tally.sum = evidence.weights == nullptr
                  ? rules.bias(scope)
                  : Decimal{sum_e4(evidence.weights->model->head[0], *evidence.features)};
  for (const std::uint32_t index : firing.fired()) {
    const Rule& rule = rules.rules[index];
    tally.sum.e4 += weight_of(rules, index, evidence).e4;
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

// A text at a place that from now on holds any of `bytes_max`, whatever comes.
void put(std::string_view text, std::size_t bytes_max, std::string& out) {
  out.reserve(bytes_max);
  out = text;
}

void add_spans(const Batch& batch, std::size_t post, const std::vector<FoldedSpan>& folded,
               std::vector<Span>& out) {
  out.clear();
  out.reserve(spans_max);
  for (const FoldedSpan& span : folded) {
    const Slice& slice = batch.slice(post, span.part);
    const auto [begin, end] = slice.map.widen(span.begin, span.end, slice.source);
    out.push_back({span.part, static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)});
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

Spread spread_of(const PostView& view, bool is_complaint) {
  ColdStart post;
  post.followers = view.mention->author.followers;
  post.is_complaint = is_complaint;
  post.has_link = detects(Detector::link, view);
  post.is_reply = !view.mention->reply_to.empty();
  post.has_hashtag = detects(Detector::hashtag, view);
  const auto handle = view.text.find('@');
  post.has_further_mention =
      handle != view.text.npos && view.text.find('@', handle + 1) != view.text.npos;
  post.has_exclamation = view.text.contains('!');
  return cold_start(post);
}

// Log-odds that the severity of a complaint is at least the head's.
double odds_of(const Firing& firing, const Evidence& evidence, std::size_t head) {
  std::int64_t sum = sum_e4(evidence.weights->model->head[head], *evidence.features);
  for (const std::uint32_t rule : firing.fired()) sum += evidence.weights->rules_e4[head][rule];
  return Decimal{sum}.to_double();
}

// The degree that the model tells, and how likely it is grave.
void judge_severity(const Firing& firing, const Evidence& evidence, bool may_hurt,
                    Assessment& out) {
  const auto& head = evidence.weights->model->head;
  if (head[2].words.empty()) return;
  std::array<double, 3> odds{}, yes{};
  for (std::size_t i = 0; i < 3; ++i) {
    odds[i] = odds_of(firing, evidence, i + 1);
    yes[i] = Decimal{head[i + 1].yes_e4}.to_double();
  }
  out.severe = Decimal::from_double(out.complaint.to_double() *
                                    probability(Decimal::from_double(odds[1])).to_double());
  if (may_hurt) out.severity = static_cast<std::int64_t>(degree_of(odds, yes));
}

}  // namespace

Decimal probability(Decimal log_odds) {
  return Decimal::from_double(1 / (1 + std::exp(-log_odds.to_double())));
}

Scorer::Scorer(const Rules& rules) : rules_(rules) {
  constexpr std::size_t weight_bytes_max = 30;
  reason_bytes_max_ = words_reason.size() + weight_bytes_max;
  for (const Rule& rule : rules.rules) {
    id_bytes_max_ = std::max(id_bytes_max_, rule.id.size());
    aspect_bytes_max_ = std::max(aspect_bytes_max_, rule.aspect.size());
    reason_bytes_max_ = std::max(reason_bytes_max_, rule.says.size() + weight_bytes_max);
  }
}

void Scorer::add_signals(const Batch& batch, std::size_t post, const Firing& firing,
                         const Evidence& evidence) {
  strongest_first_ = firing.fired();
  std::sort(strongest_first_.begin(), strongest_first_.end(),
            [&](std::uint32_t a, std::uint32_t b) {
              const auto left = std::abs(weight_of(rules_, a, evidence).e4),
                         right = std::abs(weight_of(rules_, b, evidence).e4);
              return left != right ? left > right : a < b;  // rules are ordered by id
            });
  for (const std::uint32_t rule : strongest_first_) {
    Signal& signal = signals_.next();
    put(rules_.rules[rule].id, id_bytes_max_, signal.rule);
    signal.weight = weight_of(rules_, rule, evidence);
    add_spans(batch, post, firing.spans(rule), signal.spans);
  }
}

void Scorer::add_reason(std::string_view says, Decimal weight) {
  std::string& reason = reasons_.next();
  put(says, reason_bytes_max_, reason);
  reason += weight.e4 > 0 ? " (+" : " (";
  append(reason, weight);
  reason += ')';
}

// What each rule adds besides its weight. The strongest decides where only one can. What a model
// adds besides the rules is told as well, so that the weights add up to the log-odds.
void Scorer::describe(const Evidence& evidence, Assessment& out) {
  aspect_names_.clear();
  for (const std::uint32_t index : strongest_first_) {
    const Rule& rule = rules_.rules[index];
    if (!rule.aspect.empty()) aspect_names_.push_back(rule.aspect);
    if (out.stage.empty()) out.stage = rule.stage;
    if (out.truth == Truth::unknown) out.truth = rule.truth;
    if (out.hard_moment == HardMoment::none) out.hard_moment = rule.hard_moment;
    const Decimal weight = weight_of(rules_, index, evidence);
    if (std::abs(weight.e4) >= told_min.e4 || rule.makes_uncertain) add_reason(rule.says, weight);
  }
  if (evidence.weights != nullptr)
    add_reason(words_reason, Decimal{sum_e4(evidence.weights->model->head[0], *evidence.features)});
  std::sort(aspect_names_.begin(), aspect_names_.end());
  const auto end = std::unique(aspect_names_.begin(), aspect_names_.end());
  for (auto name = aspect_names_.begin(); name != end; ++name)
    put(*name, aspect_bytes_max_, aspects_.next());
}

void Scorer::score(const Batch& batch, std::size_t post, const Firing& firing,
                   std::string_view language, Scope scope, const Evidence& evidence,
                   Assessment& out) {
  const Mention& mention = *firing.view().mention;
  const Tally tally = tally_of(rules_, firing, scope, evidence);
  signals_.take(out.signals);
  aspects_.take(out.aspects);
  reasons_.take(out.reasons);
  forget(out);
  out.id = mention.id;
  out.revision = mention.revision;
  out.lang = language;
  out.complaint = probability(tally.sum);
  out.verdict = verdict_of(tally, out.complaint);
  const bool may_hurt = out.verdict == Verdict::complaint || out.verdict == Verdict::uncertain;
  if (may_hurt) out.severity = std::max<std::int64_t>(1, tally.severity);
  out.severe = severe_of(tally, out.complaint);
  if (evidence.weights != nullptr) judge_severity(firing, evidence, may_hurt, out);
  if (out.verdict == Verdict::complaint && out.severity >= 2) out.moment = Moment::pain;
  if (out.verdict == Verdict::praise && tally.strongest_glory >= strong) out.moment = Moment::glory;
  add_signals(batch, post, firing, evidence);
  describe(evidence, out);
  signals_.give(out.signals);
  aspects_.give(out.aspects);
  reasons_.give(out.reasons);
  out.facets = mention.facets;
  out.spread = spread_of(firing.view(), out.complaint.e4 >= 5000);
  out.rules = rules_.digest;
  out.model =
      evidence.weights == nullptr ? std::string_view{rules_.model_digest} : evidence.model_digest;
}

void turn_to(const Route& route, Assessment& assessment) {
  if (route.brand != nullptr) assessment.brand = route.brand->key;
  if (!route.is_own_post) return;
  assessment.verdict = Verdict::neutral;
  assessment.complaint = {};
  assessment.severity = 0;
  assessment.severe = {};
  assessment.moment = Moment::none;
  assessment.hard_moment = HardMoment::none;
  assessment.reasons.insert(assessment.reasons.begin(), "Posted by the brand's own account");
}

}  // namespace quince
