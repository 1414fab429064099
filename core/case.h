// One customer and one problem, from first pain to proven outcome. A case is never deleted: it is
// settled, dismissed, merged, or erased by law. Every change raises `version` by one and is an
// entry of the journal.
#pragma once
#include "core/assessment.h"
#include "core/mention.h"

namespace quince {

enum class CaseState { fresh, claimed, contacted, waiting, settled, dismissed, merged };
template <>
struct EnumNames<CaseState> {
  static constexpr std::array<std::string_view, 7> names = {
      "new", "claimed", "contacted", "waiting", "settled", "dismissed", "merged"};
};

// momentum: the customer is satisfied with the service received and the agent with the service
// given. decepcion: the customer concludes that the company serves only itself; the agent loses
// confidence.
enum class Outcome { none, momentum, decepcion };
template <>
struct EnumNames<Outcome> {
  static constexpr std::array<std::string_view, 3> names = {"", "momentum", "decepcion"};
};

// Who the customer is to the brand: on its list of people to know, or heard by many.
enum class Standing { usual, large, vip };
template <>
struct EnumNames<Standing> {
  static constexpr std::array<std::string_view, 3> names = {"", "large", "vip"};
};

struct Case {
  std::string id;
  std::int64_t version = 1;
  std::string brand;
  std::string team;
  CaseState state = CaseState::fresh;
  Outcome outcome = Outcome::none;
  std::string author;         // author id of the customer
  std::string author_handle;  // as it was when last seen; the display name where there is no handle
  std::optional<std::int64_t> followers;
  Standing standing = Standing::usual;
  std::string lang;
  std::string summary;  // title or the first words of the post that opened it
  std::string url;      // of the post that opened it
  Decimal complaint;    // the highest among its mentions
  std::int64_t severity = 0;
  Decimal severe;
  Moment moment = Moment::pain;
  Truth truth = Truth::unknown;
  std::string stage;
  HardMoment hard_moment = HardMoment::none;
  std::vector<std::string> aspects;
  std::vector<std::string> mentions;  // ids in the order they arrived: the first, and the last 99
  Spread spread;
  std::optional<std::int64_t> passed_on;  // reshares seen so far; absent is unknown
  std::int64_t priority = 0;              // 0 to 1000, higher first; priority_of() says how
  bool critical = false;  // severity 4, or p15 over the brand's threshold, or part of a storm
  std::vector<std::string> why_critical;
  std::string storm;     // id of the storm it belongs to; empty: none
  std::string assignee;  // who has it; empty: nobody
  std::string
      recovery;  // the later mention in which the customer's own words show recovery; empty: none
  std::optional<Time>
      posted_at;     // when the opening post was posted: the customer's clock runs from here
  Time opened_at{};  // when quince opened the case
  Time updated_at{};
  std::optional<Time> due_at;       // when the first answer is due
  std::optional<Time> lease_until;  // until when the claim holds
  std::optional<Time> claimed_at;
  std::optional<Time> settled_at;
  bool operator==(const Case&) const = default;
};

inline bool is_open(const Case& c) {
  return c.state != CaseState::settled && c.state != CaseState::dismissed &&
         c.state != CaseState::merged;
}

}  // namespace quince
