// What becomes of a case: pure decisions. Each takes what is known and the present instant and
// gives a Change, which the casebook stores in one transaction. Nothing here reads a store or a
// clock.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/case.h"
#include "core/error.h"
#include "core/journal_entry.h"
#include "core/mention.h"
#include "core/notice.h"
#include "core/reading.h"
#include "core/storm.h"

namespace quince {

// What a brand asks of its cases.
struct CasePolicy {
  std::string brand;
  std::string team = "care";
  double p15_critical = 0.3;
  std::vector<std::string> vips{};  // author ids or handles
  std::int64_t large_account_followers = 50'000;
  Duration answer_within{std::chrono::minutes{60}};
  Duration critical_answer_within{std::chrono::minutes{15}};
  Duration lease{std::chrono::minutes{30}};  // how long a claim holds without contact
  Duration reopen_within{
      std::chrono::hours{24 * 7}};  // a new complaint reopens a case closed so recently
  Duration recovery_within{
      std::chrono::hours{24 * 14}};  // praise so long after a case still belongs to it
  Decimal recovery_complaint_max{
      1500};  // praise counts as recovery only if it is so little of a complaint
  std::int64_t storm_cases_min = 5;
  Duration storm_window{std::chrono::minutes{60}};
};

// What the past holds for one assessment; read by the casebook.
struct Known {
  std::optional<Case> of_author;  // the author's latest case with this brand
  std::optional<Storm> storm;  // a storm of this brand that blows, with an aspect of the assessment
  std::vector<Case>
      kin;  // open cases of other authors that share an aspect, opened within the storm window
  std::string kin_aspect;  // that aspect; empty: none
};

// One thing to be told to the channels.
struct Tell {
  std::string case_id;
  Why why = Why::opened;
  bool operator==(const Tell&) const = default;
};

// What is to be written, all or nothing. Journal entries are without seq, hashes and HMAC: the
// journal adds them.
struct Change {
  std::vector<Case> cases;
  std::optional<Storm> storm;
  std::vector<JournalEntry> entries;
  std::vector<Tell> tells;
};

// A mention was assessed. Complaints open a case or join the author's; praise that was posted later
// than the complaint shows recovery, unless the case was dismissed.
Change fold_assessment(const CasePolicy& policy, const Mention& mention,
                       const Assessment& assessment, const Known& known, Time now);

// Newer counts of a mention of `c`.
Change fold_reading(const CasePolicy& policy, const Case& c, const Reading& reading, Time now);

// The author deleted a mention of `c`: if it is the one that opened it, the summary goes too.
Change fold_deletion(const Case& c, const std::string& mention, Time now);

enum class Verb { claim, release, contact, settle, dismiss };
template <>
struct EnumNames<Verb> {
  static constexpr std::array<std::string_view, 5> names = {"claim", "release", "contact", "settle",
                                                            "dismiss"};
};

struct Action {
  Verb verb = Verb::claim;
  std::string actor;
  Outcome outcome = Outcome::none;  // of settle
  std::string note;                 // the person's own words; kept beside the journal, never in it
};

// A person acted. Code::conflict if the state or somebody else's claim forbids it; the text says
// who has it.
Result<Change> act(const CasePolicy& policy, const Case& c, const Action& action, Time now);

// Time passed: a claim whose lease ended goes back to the queue.
Change return_to_queue(const Case& c, Time now);
// Time passed: nobody answered before the case was due. The journal has it; people are told of
// critical ones alone.
Change mark_overdue(const Case& c, Time now);

// 0 to 1000, higher first: 120 a degree of severity, 200 × complaint, 200 × p15, up to 70 for reach
// (10 × log2 of followers over 100), 50 in a storm, 100 for a vip, 30 for a large account.
std::int64_t priority_of(const Case& c);

}  // namespace quince
