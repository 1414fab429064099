#include "matcher/comparison.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "matcher/rules.h"
#include "matcher/scanner.h"

namespace quince {
namespace {

std::optional<std::int64_t> days_of(std::span<const Mention> history) {
  std::optional<Time> first, last;
  for (const Mention& mention : history) {
    if (!mention.posted_at) continue;
    first = std::min(first.value_or(*mention.posted_at), *mention.posted_at);
    last = std::max(last.value_or(*mention.posted_at), *mention.posted_at);
  }
  if (!first) return {};
  using std::chrono::days, std::chrono::floor;
  return (floor<days>(*last) - floor<days>(*first)).count() + 1;
}

// What each rule that fired adds, the bias as one of them.
std::map<std::string, Decimal> parts_of(const Rules& rules, const Assessment& assessment) {
  std::map<std::string, Decimal> parts{{"bias", rules.bias(rules.scope(assessment.lang))}};
  for (const Signal& signal : assessment.signals) parts[signal.rule] = signal.weight;
  return parts;
}

std::vector<Difference> differences_of(const std::map<std::string, Decimal>& before,
                                       const std::map<std::string, Decimal>& after) {
  std::vector<Difference> differences;
  for (const auto& [rule, weight] : after) {
    const auto old = before.find(rule);
    if (old == before.end()) {
      differences.push_back({rule, weight});
    } else if (old->second != weight) {
      differences.push_back({rule, {weight.e4 - old->second.e4}});
    }
  }
  for (const auto& [rule, weight] : before)
    if (!after.contains(rule)) differences.push_back({rule, {-weight.e4}});
  std::sort(differences.begin(), differences.end(), [](const Difference& a, const Difference& b) {
    return std::pair(-std::abs(a.by.e4), a.rule) < std::pair(-std::abs(b.by.e4), b.rule);
  });
  return differences;
}

class Comparer {
 public:
  Comparer(std::shared_ptr<const Rules> before, std::shared_ptr<const Rules> after)
      : before_rules_(*before),
        after_rules_(*after),
        before_(std::move(before)),
        after_(std::move(after)) {}

  void compare(std::span<const Mention> batch, Comparison& out) {
    const auto before = before_.assess(batch);
    const auto after = after_.assess(batch);
    for (std::size_t i = 0; i < batch.size(); ++i) take(before[i], after[i], out);
  }

 private:
  void take(const Assessment& before, const Assessment& after, Comparison& out) const {
    const std::size_t mention = out.texts++;
    const bool was = before.verdict == Verdict::complaint;
    const bool is = after.verdict == Verdict::complaint;
    if (was && is) ++out.stay;
    if (was == is) return;
    Reversals& reversals = is ? out.gained : out.lost;
    if (++reversals.count <= reversals_shown_max)
      reversals.first.push_back({mention, differences_of(parts_of(before_rules_, before),
                                                         parts_of(after_rules_, after))});
  }

  const Rules& before_rules_;
  const Rules& after_rules_;
  Assessor before_, after_;  // which keep the rules
};

}  // namespace

double Comparison::rate(std::size_t complaints) const {
  const auto count = static_cast<double>(complaints);
  if (days) return count / static_cast<double>(*days);
  return texts == 0 ? 0 : 1000 * count / static_cast<double>(texts);
}

Comparison compare(std::shared_ptr<const Rules> before, std::shared_ptr<const Rules> after,
                   std::span<const Mention> history) {
  Comparison out;
  out.days = days_of(history);
  Comparer comparer(std::move(before), std::move(after));
  for (std::size_t at = 0; at < history.size(); at += batch_posts_max)
    comparer.compare(history.subspan(at, std::min(batch_posts_max, history.size() - at)), out);
  return out;
}

}  // namespace quince
