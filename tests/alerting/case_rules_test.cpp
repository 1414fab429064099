#include "alerting/case_rules.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

using namespace std::chrono_literals;

const Time noon = from_unix_ms(1'795'176'000'000);

CasePolicy policy() {
  CasePolicy policy;
  policy.brand = "membrillo";
  return policy;
}

Mention post(const std::string& id, const std::string& author = "demo_traveller") {
  Mention m;
  m.id = id;
  m.text = "Three hours and nobody says a word.";
  m.author.id = m.author.handle = author;
  m.posted_at = noon - 5min;
  return m;
}

// A further post of the same author, after the one above.
Mention later(const std::string& id) {
  Mention m = post(id);
  m.posted_at = noon + 1h;
  return m;
}

Assessment says(Verdict verdict, std::int64_t severity = 2, double p15 = 0.01) {
  Assessment a;
  a.brand = "membrillo";
  a.verdict = verdict;
  a.severity = severity;
  a.complaint = Decimal::from_double(verdict == Verdict::complaint ? 0.9 : 0.1);
  a.spread.p15 = Decimal::from_double(p15);
  a.aspects = {"delay"};
  return a;
}

Case opened(const std::string& id = "1", const std::string& author = "demo_traveller") {
  return fold_assessment(policy(), post(id, author), says(Verdict::complaint), {}, noon)
      .cases.at(0);
}

std::vector<Why> whys(const Change& change) {
  std::vector<Why> list;
  for (const Tell& tell : change.tells) list.push_back(tell.why);
  return list;
}

TEST(FoldAssessment, AComplaintOpensACaseThatKnowsItsCustomerAndClock) {
  const Change change = fold_assessment(policy(), post("1"), says(Verdict::complaint), {}, noon);
  ASSERT_EQ(change.cases.size(), 1u);
  const Case& c = change.cases[0];
  EXPECT_EQ(c.state, CaseState::fresh);
  EXPECT_EQ(c.author, "demo_traveller");
  EXPECT_EQ(c.mentions, std::vector<std::string>{"1"});
  EXPECT_EQ(c.due_at, noon + 60min);
  EXPECT_EQ(c.posted_at, noon - 5min);
  EXPECT_FALSE(c.critical);
  EXPECT_EQ(whys(change), std::vector{Why::opened});
  EXPECT_EQ(change.entries.at(0).action, "case.opened");
}

TEST(FoldAssessment, TheSameComplaintGivesTheSameCaseId) {
  EXPECT_EQ(opened("1").id, opened("1").id);
}

TEST(FoldAssessment, WhatIsNoComplaintOpensNothing) {
  for (const Verdict verdict : {Verdict::neutral, Verdict::praise, Verdict::uncertain})
    EXPECT_TRUE(fold_assessment(policy(), post("1"), says(verdict), {}, noon).cases.empty())
        << name(verdict);
}

TEST(FoldAssessment, FurtherComplaintsOfTheSameCustomerJoinTheCase) {
  Known known;
  known.of_author = opened();
  const Change same =
      fold_assessment(policy(), post("2"), says(Verdict::complaint, 2), known, noon + 10min);
  EXPECT_EQ(same.cases.at(0).mentions, (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(same.cases.at(0).version, 2);
  EXPECT_TRUE(same.tells.empty()) << "nothing got worse, nobody is told again";

  const Change worse =
      fold_assessment(policy(), post("3"), says(Verdict::complaint, 4), known, noon + 20min);
  EXPECT_EQ(whys(worse), std::vector{Why::worse});
  EXPECT_TRUE(worse.cases.at(0).critical);
  EXPECT_EQ(worse.cases.at(0).due_at, noon + 35min)
      << "a critical case is due within a quarter of an hour";
}

TEST(FoldAssessment, WhatMakesACaseCriticalIsNamed) {
  const struct {
    const char* name;
    std::int64_t severity;
    double p15;
    std::vector<std::string> why;
  } rows[] = {{"neither", 3, 0.29, {}},
              {"severity", 4, 0, {"severity"}},
              {"spread", 1, 0.3, {"spread"}},
              {"both", 4, 0.9, {"severity", "spread"}}};
  for (const auto& row : rows) {
    const Change change = fold_assessment(
        policy(), post("1"), says(Verdict::complaint, row.severity, row.p15), {}, noon);
    EXPECT_EQ(change.cases.at(0).why_critical, row.why) << row.name;
    EXPECT_EQ(change.cases.at(0).critical, !row.why.empty()) << row.name;
  }
}

TEST(FoldAssessment, ACaseOfSomebodyOnTheListIsMarkedAndComesSooner) {
  CasePolicy known = policy();
  const Mention mention = post("1");
  const Case usual =
      fold_assessment(known, mention, says(Verdict::complaint), {}, noon).cases.at(0);
  EXPECT_EQ(usual.standing, Standing::usual);
  known.vips = {"@" + mention.author.handle};
  const Case vip = fold_assessment(known, mention, says(Verdict::complaint), {}, noon).cases.at(0);
  EXPECT_EQ(vip.standing, Standing::vip);
  EXPECT_GT(vip.priority, usual.priority);
}

TEST(FoldAssessment, AClosedCaseIsReopenedWithinAWeekAndLeftAloneAfterIt) {
  Known known;
  known.of_author = opened();
  known.of_author->state = CaseState::settled;
  known.of_author->outcome = Outcome::momentum;
  known.of_author->settled_at = noon;
  known.of_author->updated_at = noon + 24h * 8;  // it is still passed on
  const Change soon =
      fold_assessment(policy(), post("2"), says(Verdict::complaint), known, noon + 24h);
  EXPECT_EQ(soon.cases.at(0).id, known.of_author->id);
  EXPECT_EQ(soon.cases.at(0).state, CaseState::fresh);
  EXPECT_EQ(soon.cases.at(0).outcome, Outcome::none);
  EXPECT_EQ(soon.entries.back().action, "case.reopened");

  const Change late =
      fold_assessment(policy(), post("2"), says(Verdict::complaint), known, noon + 24h * 8);
  EXPECT_NE(late.cases.at(0).id, known.of_author->id);
}

TEST(FoldAssessment, ThanksAfterPainAreRecoveryAndToldOnce) {
  Known known;
  known.of_author = opened();
  const Change thanks =
      fold_assessment(policy(), later("2"), says(Verdict::praise), known, noon + 2h);
  EXPECT_EQ(thanks.cases.at(0).recovery, "2");
  EXPECT_EQ(thanks.cases.at(0).moment, Moment::glory);
  EXPECT_EQ(whys(thanks), std::vector{Why::recovered});
  Assessment lukewarm = says(Verdict::praise);
  lukewarm.complaint = Decimal{2000};
  EXPECT_TRUE(fold_assessment(policy(), later("2"), lukewarm, known, noon + 2h).cases.empty());
  known.of_author = thanks.cases.at(0);
  const Change again =
      fold_assessment(policy(), later("3"), says(Verdict::praise), known, noon + 3h);
  EXPECT_TRUE(again.tells.empty());
  EXPECT_EQ(again.cases.at(0).recovery, "2");
}

TEST(FoldAssessment, WhichThanksShowRecovery) {
  const struct {
    const char* name;
    CaseState state;
    Duration closed_before;  // the thanks
    std::optional<Time> posted_at;
    bool recovers;
  } rows[] = {{"of an open case", CaseState::contacted, 0h, noon + 1h, true},
              {"of unknown time", CaseState::contacted, 0h, std::nullopt, true},
              {"from before the complaint", CaseState::contacted, 0h, noon - 6min, false},
              {"of the same instant", CaseState::contacted, 0h, noon - 5min, false},
              {"after it was settled", CaseState::settled, 24h * 14, noon + 24h * 15, true},
              {"too late", CaseState::settled, 24h * 14 + 1min, noon + 24h * 15, false},
              {"of what was no case", CaseState::dismissed, 1h, noon + 1h, false},
              {"of a merged case", CaseState::merged, 1h, noon + 1h, false}};
  const Time now = noon + 24h * 15;
  for (const auto& row : rows) {
    Known known;
    known.of_author = opened();
    known.of_author->state = row.state;
    if (!is_open(*known.of_author)) known.of_author->settled_at = now - row.closed_before;
    known.of_author->updated_at = now;
    Mention thanks = post("2");
    thanks.posted_at = row.posted_at;
    const Change change = fold_assessment(policy(), thanks, says(Verdict::praise), known, now);
    EXPECT_EQ(!change.cases.empty(), row.recovers) << row.name;
  }
}

TEST(FoldAssessment, TheFifthCustomerWithOneProblemMakesAStorm) {
  Known known;
  for (int i = 0; i < 3; ++i)
    known.kin.push_back(opened(std::to_string(i), "demo_" + std::to_string(i)));
  known.kin_aspect = "delay";
  EXPECT_FALSE(fold_assessment(policy(), post("9"), says(Verdict::complaint), known, noon).storm);

  known.kin.push_back(opened("3", "demo_3"));
  const Change storm = fold_assessment(policy(), post("9"), says(Verdict::complaint), known, noon);
  ASSERT_TRUE(storm.storm);
  EXPECT_EQ(storm.storm->case_count, 5);
  EXPECT_EQ(storm.cases.size(), 5u) << "every member says which storm it belongs to";
  for (const Case& c : storm.cases) {
    EXPECT_EQ(c.storm, storm.storm->id);
    EXPECT_TRUE(c.critical);
  }
  EXPECT_EQ(whys(storm), (std::vector{Why::opened, Why::storm}));

  Known blowing;
  blowing.storm = storm.storm;
  const Change joins = fold_assessment(policy(), post("10", "demo_10"), says(Verdict::complaint),
                                       blowing, noon + 1min);
  EXPECT_EQ(joins.storm->case_count, 6);
  EXPECT_EQ(whys(joins), std::vector{Why::opened}) << "a storm is told once";
}

TEST(FoldReading, OnlyMoreThanBeforeChangesACase) {
  const Case c = opened();
  Reading reading{"1", noon + 1h, {}, false};
  reading.counts.shares = 0;
  EXPECT_TRUE(fold_reading(policy(), c, reading, noon + 1h).cases.empty());
  reading.counts.shares = 7;
  const Change more = fold_reading(policy(), c, reading, noon + 1h);
  EXPECT_EQ(more.cases.at(0).passed_on, 7);
  EXPECT_GE(more.cases.at(0).spread.low, 7);
  EXPECT_TRUE(fold_reading(policy(), more.cases.at(0), reading, noon + 2h).cases.empty())
      << "the same counts again";
  reading.counts.shares = 15;
  const Change fifteen = fold_reading(policy(), more.cases.at(0), reading, noon + 3h);
  EXPECT_EQ(fifteen.cases.at(0).spread.p15, Decimal{10000}) << "it has happened";
  EXPECT_EQ(whys(fifteen), std::vector{Why::worse});
}

TEST(Act, EveryVerbInEveryState) {
  const struct {
    CaseState state;
    const char* assignee;
    Verb verb;
    std::optional<CaseState> becomes;  // nothing: refused
  } rows[] = {{CaseState::fresh, "", Verb::claim, CaseState::claimed},
              {CaseState::claimed, "Luis", Verb::claim, std::nullopt},
              {CaseState::settled, "Luis", Verb::claim, std::nullopt},
              {CaseState::claimed, "Ana", Verb::release, CaseState::fresh},
              {CaseState::claimed, "Luis", Verb::release, std::nullopt},
              {CaseState::fresh, "", Verb::release, std::nullopt},
              {CaseState::claimed, "Ana", Verb::contact, CaseState::contacted},
              {CaseState::fresh, "", Verb::contact, CaseState::contacted},
              {CaseState::claimed, "Luis", Verb::contact, std::nullopt},
              {CaseState::contacted, "Ana", Verb::settle, CaseState::settled},
              {CaseState::fresh, "", Verb::settle, CaseState::settled},
              {CaseState::contacted, "Luis", Verb::settle, std::nullopt},
              {CaseState::settled, "Ana", Verb::settle, std::nullopt},
              {CaseState::fresh, "", Verb::dismiss, CaseState::dismissed},
              {CaseState::claimed, "Luis", Verb::dismiss, std::nullopt},
              {CaseState::dismissed, "Ana", Verb::dismiss, std::nullopt}};
  for (const auto& row : rows) {
    Case c = opened();
    c.state = row.state;
    c.assignee = row.assignee;
    const auto change = act(policy(), c, {row.verb, "Ana", Outcome::momentum, ""}, noon);
    const std::string label = std::string(name(row.verb)) + " when " +
                              std::string(name(row.state)) + " by " + row.assignee;
    ASSERT_EQ(change.has_value(), row.becomes.has_value()) << label;
    if (!change) {
      EXPECT_EQ(change.error().code, Code::conflict) << label;
      EXPECT_NE(change.error().text.find(row.assignee), std::string::npos) << label;
      continue;
    }
    EXPECT_EQ(change->cases.at(0).state, *row.becomes) << label;
    EXPECT_EQ(change->cases.at(0).version, c.version + 1) << label;
    EXPECT_EQ(change->entries.at(0).actor, "Ana") << label;
  }
}

TEST(Act, ClaimingTwiceChangesNothingTheSecondTime) {
  const Case c =
      act(policy(), opened(), {Verb::claim, "Ana", Outcome::none, ""}, noon)->cases.at(0);
  EXPECT_EQ(c.lease_until, noon + 30min);
  EXPECT_TRUE(
      act(policy(), c, {Verb::claim, "Ana", Outcome::none, ""}, noon + 1min)->cases.empty());
}

TEST(Act, SettlingNeedsAnOutcome) {
  const auto change = act(policy(), opened(), {Verb::settle, "Ana", Outcome::none, ""}, noon);
  ASSERT_FALSE(change);
  EXPECT_EQ(change.error().code, Code::invalid);
}

TEST(Time, OnlyCriticalCasesAreToldAsOverdue) {
  Case c = opened();
  EXPECT_TRUE(mark_overdue(c, noon).tells.empty());
  EXPECT_EQ(mark_overdue(c, noon).entries.at(0).action, "case.overdue");
  c.critical = true;
  EXPECT_EQ(whys(mark_overdue(c, noon)), std::vector{Why::overdue});
}

TEST(Priority, GrowsWithEverythingThatMattersAndStaysInItsRange) {
  Case c = opened();
  const std::int64_t base = priority_of(c);
  c.followers = 48'200;
  const std::int64_t reach = priority_of(c);
  EXPECT_GT(reach, base);
  c.severity = 4;
  EXPECT_GT(priority_of(c), reach);
  const std::int64_t grave = priority_of(c);
  c.standing = Standing::large;
  EXPECT_EQ(priority_of(c), grave + 30);
  c.standing = Standing::vip;
  EXPECT_EQ(priority_of(c), grave + 100);
  c.spread.p15 = Decimal{10000};
  c.complaint = Decimal{10000};
  c.storm = "storm";
  c.followers = 1'000'000'000'000;
  EXPECT_EQ(priority_of(c), 1000);
}

}  // namespace
}  // namespace quince
