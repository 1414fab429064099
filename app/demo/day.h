// The scripted day that the demo plays: who says what, where and when, how it is passed on, and
// what a made-up care team does. Read from a file that a person wrote (app/demo/day.yaml shows the
// format); a pure value afterwards. Instants are UTC; the file's are local times of its one date.
// Posts and team actions are in the order of their times. Errors: every fault of the file, in its
// order. Nothing here knows a clock: what the world looks like is asked with `now`.
#pragma once
#include <array>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/assessment.h"
#include "core/case.h"
#include "core/enum_names.h"
#include "core/time.h"
#include "io/yaml.h"

namespace quince {

// Where a post is published.
enum class Via { mastodon, forum, reviews };
template <>
struct EnumNames<Via> {
  static constexpr std::array<std::string_view, 3> names = {"mastodon", "forum", "reviews"};
};

enum class TeamVerb { claim, contact, settle, dismiss };
template <>
struct EnumNames<TeamVerb> {
  static constexpr std::array<std::string_view, 4> names = {"claim", "contact", "settle",
                                                            "dismiss"};
};

struct Person {
  std::string id;  // the instance's number for the account, decimal
  std::string name;
  std::int64_t followers = 0;
  std::string lang;
  Time created_at{};
  bool bot = false;
};

struct Edit {
  Time at{};
  std::string text;
};

struct Post {
  std::string id;  // the file's slug, or "<handle>-<hhmm>"
  Time at{};
  std::string by;  // a handle
  Via via = Via::mastodon;
  std::string lang;
  std::string title;  // may be empty
  std::string text;
  std::string reply_to;                               // the id of an earlier post; empty: none
  std::int64_t rating = 0;                            // stars, 1 to 5; 0: none
  std::vector<std::pair<Time, std::int64_t>> shares;  // growing; empty: never passed on
  std::optional<Edit> edit;
  std::optional<Time> deleted_at;
  Verdict expect = Verdict::neutral;  // what a human reader would say; for scoring alone
};

struct DayAction {
  Time at{};
  TeamVerb verb = TeamVerb::claim;
  std::string by;                   // who of the team
  std::string author;               // the handle of the customer whose case it is
  Outcome outcome = Outcome::none;  // of a settle
  std::string note;
};

struct Day {
  std::string brand;
  std::string account;  // the brand's own handle
  std::string hashtag;  // lower case, without "#"
  std::string timezone;
  Time begins{};
  Time ends{};
  std::map<std::string, Person, std::less<>> people;  // by handle
  std::vector<Post> posts;
  std::vector<DayAction> team;
};

std::expected<Day, std::vector<Fault>> read_day(std::string_view yaml, std::string file);

bool is_out(const Post& post, Time now);  // published and not deleted
bool is_edited(const Post& post, Time now);
const std::string& text_at(const Post& post, Time now);
std::int64_t shares_at(const Post& post, Time now);  // a straight line between two known points

}  // namespace quince
