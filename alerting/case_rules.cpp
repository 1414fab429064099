#include "alerting/case_rules.h"

#include <algorithm>
#include <cmath>

#include "alerting/case_author.h"
#include "core/utf8.h"
#include "io/crypto.h"
#include "io/json_writer.h"

namespace quince {
namespace {

constexpr std::size_t summary_bytes_max = 160;
// A case goes out whole with each of its changes: a customer who never stops must not make that
// grow.
constexpr std::size_t mentions_max = 100;
constexpr std::int64_t shares_max = 1'000'000'000;  // more than that is a broken count

double standing_points(Standing standing) {
  return standing == Standing::vip ? 100 : standing == Standing::large ? 30 : 0;
}

std::string summary_of(const Mention& mention) {
  const std::string& words = mention.title.empty() ? mention.text : mention.title;
  const auto cut = cut_utf8(words, summary_bytes_max);
  std::string summary(cut);
  std::replace(summary.begin(), summary.end(), '\n', ' ');
  return cut.size() < words.size() ? summary + "…" : summary;
}

// The same complaint gives the same id on every run, so a repeated one cannot become a second case.
std::string case_id_of(const std::string& brand, const std::string& mention) {
  return (brand.empty() ? "case" : brand) + '-' +
         to_hex(sha256(brand + '\n' + mention)).substr(0, 12);
}

JournalEntry entry(std::string action, const std::string& subject, std::string actor, Time now,
                   std::string mention = {}, std::string detail = "{}") {
  JournalEntry made;
  made.at = now;
  made.actor = std::move(actor);
  made.action = std::move(action);
  made.subject = subject;
  made.mention = std::move(mention);
  made.detail = std::move(detail);
  return made;
}

std::string detail_of(const Case& c) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.member("version", c.version).member("state", name(c.state)).member("severity", c.severity);
  json.member("complaint", c.complaint).member("p15", c.spread.p15).member("priority", c.priority);
  json.member("critical", c.critical);
  if (c.outcome != Outcome::none) json.member("outcome", name(c.outcome));
  if (!c.storm.empty()) json.member("storm", std::string_view{c.storm});
  json.end_object();
  return text;
}

// Every change ends here: the version, the instant, the priority and what makes it critical.
void touch(const CasePolicy& policy, Case& c, Time now) {
  c.why_critical.clear();
  if (c.severity >= 4) c.why_critical.emplace_back("severity");
  if (c.spread.p15.to_double() >= policy.p15_critical) c.why_critical.emplace_back("spread");
  if (!c.storm.empty()) c.why_critical.emplace_back("storm");
  const bool was_critical = c.critical;
  c.critical = !c.why_critical.empty();
  if (c.critical && !was_critical && c.state == CaseState::fresh) {
    const Time soon = now + policy.critical_answer_within;
    c.due_at = c.due_at ? std::min(*c.due_at, soon) : soon;
  }
  c.priority = priority_of(c);
  c.updated_at = now;
}

void take_in(const CasePolicy& policy, Case& c, const Mention& mention,
             const Assessment& assessment) {
  if (std::find(c.mentions.begin(), c.mentions.end(), mention.id) == c.mentions.end())
    c.mentions.push_back(mention.id);
  if (c.mentions.size() > mentions_max) c.mentions.erase(c.mentions.begin() + 1);
  const std::string& called =
      mention.author.handle.empty() ? mention.author.name : mention.author.handle;
  if (!called.empty()) c.author_handle = called;
  if (mention.author.followers) c.followers = mention.author.followers;
  c.standing = standing_of(policy.vips, policy.large_account_followers, mention.author);
  if (mention.counts.shares)
    c.passed_on = std::max(c.passed_on.value_or(0), std::min(*mention.counts.shares, shares_max));
  if (assessment.verdict != Verdict::complaint) return;
  c.complaint = std::max(c.complaint, assessment.complaint);
  c.severity = std::max(c.severity, assessment.severity);
  c.severe = std::max(c.severe, assessment.severe);
  if (assessment.spread.p15 > c.spread.p15 || c.spread == Spread{}) c.spread = assessment.spread;
  if (c.hard_moment == HardMoment::none) c.hard_moment = assessment.hard_moment;
  for (const auto& aspect : assessment.aspects) {
    const auto at = std::lower_bound(c.aspects.begin(), c.aspects.end(), aspect);
    if (at == c.aspects.end() || *at != aspect) c.aspects.insert(at, aspect);
  }
}

Case open_case(const CasePolicy& policy, const Mention& mention, const Assessment& assessment,
               Time now) {
  Case c;
  c.id = case_id_of(policy.brand, mention.id);
  c.brand = policy.brand;
  c.team = policy.team;
  c.author = author_of(mention);
  c.lang = assessment.lang;
  c.summary = summary_of(mention);
  c.url = mention.url;
  c.truth = assessment.truth;
  c.stage = assessment.stage;
  c.posted_at = mention.posted_at;
  c.opened_at = now;
  c.due_at = now + policy.answer_within;
  take_in(policy, c, mention, assessment);
  return c;
}

// Opens a storm once enough people complain of one thing, and ties every case to it; or joins one
// that blows.
void join_storm(const CasePolicy& policy, const Known& known, Case& c, Change& change, Time now) {
  if (!c.storm.empty()) return;
  std::optional<Storm> storm = known.storm;
  const bool opens =
      !storm && static_cast<std::int64_t>(known.kin.size()) + 1 >= policy.storm_cases_min;
  if (!storm && !opens) return;
  if (opens) {
    storm.emplace();
    storm->id = "storm-" + c.id;
    storm->version = 0;
    storm->brand = policy.brand;
    storm->aspect = known.kin_aspect;
    storm->opened_at = now;
    for (Case kin : known.kin) {
      kin.storm = storm->id;
      ++kin.version;
      touch(policy, kin, now);
      ++storm->case_count;
      change.entries.push_back(
          entry("case.joined_storm", kin.id, "quince", now, {}, detail_of(kin)));
      change.cases.push_back(std::move(kin));
    }
  }
  ++storm->version;
  storm->updated_at = now;
  ++storm->case_count;
  c.storm = storm->id;
  change.entries.push_back(entry(opens ? "storm.opened" : "storm.grew", storm->id, "quince", now,
                                 {}, "{\"cases\":" + std::to_string(storm->case_count) + "}"));
  if (opens) change.tells.push_back({c.id, Why::storm});
  change.storm = std::move(storm);
}

// Windows run from when a case was closed: what is still counted of its posts does not move them.
bool closed_within(const Case& c, Duration window, Time now) {
  return now - c.settled_at.value_or(c.updated_at) <= window;
}

// Words from before the pain cannot show that it was made good, in whatever order a feed lists
// them.
bool follows(const Mention& mention, const Case& c) {
  return !mention.posted_at || !c.posted_at || *mention.posted_at > *c.posted_at;
}

Change show_recovery(const CasePolicy& policy, Case c, const Mention& mention,
                     const Assessment& assessment, Time now) {
  Change change;
  if (std::find(c.mentions.begin(), c.mentions.end(), mention.id) != c.mentions.end())
    return change;
  take_in(policy, c, mention, assessment);
  ++c.version;
  const bool first = c.recovery.empty();  // told once; further thanks only join the case
  if (first) {
    c.recovery = mention.id;
    c.moment = Moment::glory;
    change.tells.push_back({c.id, Why::recovered});
  }
  touch(policy, c, now);
  change.entries.push_back(
      entry(first ? "case.recovered" : "case.grew", c.id, "quince", now, mention.id, detail_of(c)));
  change.cases.push_back(std::move(c));
  return change;
}

Change fold_complaint(const CasePolicy& policy, const Mention& mention,
                      const Assessment& assessment, const Known& known, Time now) {
  Change change;
  const bool continues =
      known.of_author &&
      (is_open(*known.of_author) || closed_within(*known.of_author, policy.reopen_within, now));
  if (!continues) {
    // A later form of a post whose case was closed long ago: the case stays as it was settled.
    if (known.of_author && known.of_author->id == case_id_of(policy.brand, mention.id))
      return change;
    Case c = open_case(policy, mention, assessment, now);
    join_storm(policy, known, c, change, now);
    touch(policy, c, now);
    change.entries.push_back(entry("case.opened", c.id, "quince", now, mention.id, detail_of(c)));
    change.tells.insert(change.tells.begin(), {c.id, Why::opened});
    change.cases.push_back(std::move(c));
    return change;
  }
  Case c = *known.of_author;
  const Case before = c;
  take_in(policy, c, mention, assessment);
  ++c.version;
  const bool reopened = !is_open(before);
  if (reopened) {
    c.state = CaseState::fresh;
    c.outcome = Outcome::none;
    c.assignee.clear();
    c.settled_at.reset();
    c.moment = Moment::pain;
    c.due_at = now + policy.answer_within;
  }
  join_storm(policy, known, c, change, now);
  touch(policy, c, now);
  const bool worse = c.severity > before.severity || (c.critical && !before.critical);
  change.entries.push_back(entry(reopened ? "case.reopened"
                                 : worse  ? "case.worse"
                                          : "case.grew",
                                 c.id, "quince", now, mention.id, detail_of(c)));
  if (reopened || worse) change.tells.push_back({c.id, reopened ? Why::opened : Why::worse});
  change.cases.push_back(std::move(c));
  return change;
}

Error conflict(const Case& c, std::string_view verb) {
  std::string text =
      "case " + c.id + " cannot be " + std::string(verb) + ": it is " + std::string(name(c.state));
  if (!c.assignee.empty()) text += ", and " + c.assignee + " has it";
  return {Code::conflict, false, std::move(text)};
}

}  // namespace

Change fold_assessment(const CasePolicy& policy, const Mention& mention,
                       const Assessment& assessment, const Known& known, Time now) {
  if (mention.deleted) return {};
  if (assessment.verdict == Verdict::complaint)
    return fold_complaint(policy, mention, assessment, known, now);
  if (!known.of_author) return {};
  const Case& theirs = *known.of_author;
  const bool recent = is_open(theirs) || (theirs.state == CaseState::settled &&
                                          closed_within(theirs, policy.recovery_within, now));
  const bool glad = assessment.verdict == Verdict::praise &&
                    assessment.complaint <= policy.recovery_complaint_max;
  if (glad && recent && follows(mention, theirs))
    return show_recovery(policy, theirs, mention, assessment, now);
  return {};
}

Change fold_reading(const CasePolicy& policy, const Case& c, const Reading& reading, Time now) {
  Change change;
  const std::int64_t seen = std::min(reading.counts.shares.value_or(0), shares_max);
  if (seen <= c.passed_on.value_or(0)) return change;
  Case next = c;
  next.passed_on = seen;
  next.spread.low = std::max(next.spread.low, seen);
  next.spread.median = std::max(next.spread.median, seen);
  next.spread.high = std::max(next.spread.high, seen);
  if (seen >= 15) next.spread.p15 = Decimal{10000};
  ++next.version;
  touch(policy, next, now);
  const bool worse = next.critical && !c.critical;
  change.entries.push_back(entry("case.passed_on", c.id, "quince", now, reading.mention,
                                 "{\"version\":" + std::to_string(next.version) +
                                     ",\"shares\":" + std::to_string(seen) + "}"));
  if (worse && is_open(next)) change.tells.push_back({c.id, Why::worse});
  change.cases.push_back(std::move(next));
  return change;
}

Change fold_deletion(const Case& c, const std::string& mention, Time now) {
  Change change;
  Case next = c;
  if (c.id == case_id_of(c.brand, mention)) next.summary.clear();
  ++next.version;
  next.updated_at = now;
  change.entries.push_back(entry("mention.deleted", c.id, "quince", now, mention));
  change.cases.push_back(std::move(next));
  return change;
}

Result<Change> act(const CasePolicy& policy, const Case& c, const Action& action, Time now) {
  Case next = c;
  ++next.version;
  std::string done;
  std::optional<Why> why;
  const bool theirs = c.assignee.empty() || c.assignee == action.actor;
  switch (action.verb) {
    case Verb::claim:
      if (!is_open(c) || !theirs) return std::unexpected(conflict(c, "claimed"));
      if (c.assignee == action.actor) return Change{};  // told twice is told once
      next.state = c.state == CaseState::fresh ? CaseState::claimed : c.state;
      next.assignee = action.actor;
      next.lease_until = now + policy.lease;
      if (!next.claimed_at) next.claimed_at = now;
      done = "case.claimed", why = Why::claimed;
      break;
    case Verb::release:
      if (!is_open(c) || c.assignee.empty() || !theirs)
        return std::unexpected(conflict(c, "released"));
      next.state = CaseState::fresh;
      next.assignee.clear();
      next.lease_until.reset();
      done = "case.released", why = Why::returned;
      break;
    case Verb::contact:
      if (!is_open(c) || !theirs) return std::unexpected(conflict(c, "contacted"));
      next.state = CaseState::contacted;
      next.assignee = action.actor;
      if (!next.claimed_at) next.claimed_at = now;
      next.lease_until.reset();
      next.due_at.reset();
      done = "case.contacted";
      break;
    case Verb::settle:
      if (!is_open(c) || !theirs) return std::unexpected(conflict(c, "settled"));
      if (action.outcome == Outcome::none)
        return fail(Code::invalid, "settling a case needs an outcome: momentum or decepcion");
      next.state = CaseState::settled;
      next.outcome = action.outcome;
      next.assignee = action.actor;
      done = "case.settled", why = Why::settled;
      break;
    case Verb::dismiss:
      if (!is_open(c) || !theirs) return std::unexpected(conflict(c, "dismissed"));
      next.state = CaseState::dismissed;
      next.assignee = action.actor;
      done = "case.dismissed", why = Why::dismissed;
      break;
  }
  if (!is_open(next)) {
    next.settled_at = now;
    next.lease_until.reset();
    next.due_at.reset();
  }
  touch(policy, next, now);
  Change change;
  change.entries.push_back(entry(done, c.id, action.actor, now, {}, detail_of(next)));
  if (why) change.tells.push_back({c.id, *why});
  change.cases.push_back(std::move(next));
  return change;
}

Change return_to_queue(const Case& c, Time now) {
  Change change;
  Case next = c;
  ++next.version;
  next.state = CaseState::fresh;
  next.assignee.clear();
  next.lease_until.reset();
  next.updated_at = now;
  change.entries.push_back(entry("case.returned", c.id, "quince", now, {}, detail_of(next)));
  change.tells.push_back({c.id, Why::returned});
  change.cases.push_back(std::move(next));
  return change;
}

Change mark_overdue(const Case& c, Time now) {
  Change change;
  change.entries.push_back(entry("case.overdue", c.id, "quince", now, {}, detail_of(c)));
  if (c.critical) change.tells.push_back({c.id, Why::overdue});
  return change;
}

std::int64_t priority_of(const Case& c) {
  const double reach = c.followers && *c.followers > 100
                           ? 10 * std::log2(static_cast<double>(*c.followers) / 100)
                           : 0;
  const double sum = 120.0 * static_cast<double>(c.severity) + 200 * c.complaint.to_double() +
                     200 * c.spread.p15.to_double() + std::min(reach, 70.0) +
                     (c.storm.empty() ? 0 : 50) + standing_points(c.standing);
  return std::clamp<std::int64_t>(std::llround(sum), 0, 1000);
}

}  // namespace quince
