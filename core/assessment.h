// What the matcher says of one (mention, revision, brand). It knows no clock and no other mention,
// so the same input, rules and model give the same assessment, byte for byte.
#pragma once
#include <array>
#include <map>
#include <string>
#include <vector>

#include "core/decimal.h"
#include "core/enum_names.h"

namespace quince {

enum class Verdict { neutral, complaint, praise, uncertain };
template <>
struct EnumNames<Verdict> {
  static constexpr std::array<std::string_view, 4> names = {"neutral", "complaint", "praise",
                                                            "uncertain"};
};

// pain: an experience so bad that it goes public and multiplies; glory: expectation exceeded.
enum class Moment { none, pain, glory };
template <>
struct EnumNames<Moment> {
  static constexpr std::array<std::string_view, 3> names = {"none", "pain", "glory"};
};

// Of the experience told, not of the act of posting: zero (searches), first (sight of the offer),
// real (bought, not yet received), second (in use), ultimate (tells others of its use). The empty
// name: the text does not say.
enum class Truth { unknown, zero, first, real, second, ultimate };
template <>
struct EnumNames<Truth> {
  static constexpr std::array<std::string_view, 6> names = {"",     "zero",   "first",
                                                            "real", "second", "ultimate"};
};

enum class HardMoment {
  none,
  no_answer,         // no answer, or beyond what the company gives
  chain_failed,      // someone in the chain of service failed
  agent_uninformed,  // staff lack what they should know
  misunderstanding,
  insists_on_own_fix,
  arrives_angry
};
template <>
struct EnumNames<HardMoment> {
  static constexpr std::array<std::string_view, 7> names = {"",
                                                            "no_answer",
                                                            "chain_failed",
                                                            "agent_uninformed",
                                                            "misunderstanding",
                                                            "insists_on_own_fix",
                                                            "arrives_angry"};
};

enum class Part { text, title };
template <>
struct EnumNames<Part> {
  static constexpr std::array<std::string_view, 2> names = {"text", "title"};
};

// Half-open byte offsets [b, e) into the repaired title or text, widened to whole characters.
struct Span {
  Part in = Part::text;
  std::int64_t b = 0;
  std::int64_t e = 0;
  auto operator<=>(const Span&) const = default;
};

// One rule that fired. It carries no text of its own.
struct Signal {
  std::string rule;
  Decimal weight;  // what it added to the score, in log-odds; negative speaks against a complaint
  std::vector<Span> spans;
  bool operator==(const Signal&) const = default;
};

// How many people will pass it on: median and 80 % interval of the final number of reshares, and
// P(at least 15).
struct Spread {
  std::int64_t median = 0;
  std::int64_t low = 0;
  std::int64_t high = 0;
  Decimal p15;
  bool operator==(const Spread&) const = default;
};

struct Assessment {
  std::string id;  // of the mention
  std::int64_t revision = 0;
  std::string brand;  // empty where no brand is configured
  std::string lang;   // given or found; "und" where it cannot honestly be told
  Decimal complaint;  // calibrated probability, 0 to 1
  Verdict verdict = Verdict::neutral;
  std::int64_t severity =
      0;           // 0 none, 1 no explicit reproach, 2 disapproval, 3 accusation, 4 blame or threat
  Decimal severe;  // P(severity >= 3)
  Moment moment = Moment::none;
  Truth truth = Truth::unknown;
  std::string stage;  // of the configured journey; empty: the text does not say
  HardMoment hard_moment = HardMoment::none;
  std::vector<std::string> aspects;  // refund, delay, baggage …, sorted, without repeats
  std::map<std::string, std::string> facets;
  std::vector<Signal> signals;       // strongest first
  Spread spread;                     // cold start, before any reshare was seen
  std::string rules;                 // digest of the rule packs
  std::string model;                 // digest of the weights
  std::vector<std::string> reasons;  // one sentence each, for people
  bool operator==(const Assessment&) const = default;
};

}  // namespace quince
