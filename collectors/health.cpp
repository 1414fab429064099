#include "collectors/health.h"

#include <algorithm>

namespace quince {
namespace {

constexpr std::int64_t failures_min = 3;
constexpr std::int64_t incomplete_min = 2;
constexpr int rounds_missed_max = 3;
constexpr Duration silence_min = std::chrono::hours{1};

// 304 says that all is as it was: as good as 200.
std::int64_t class_of(std::int64_t status) { return status == 304 ? 2 : status / 100; }

std::string span_text(Duration span) {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(span).count();
  if (minutes < 120) return std::to_string(minutes) + " min";
  if (minutes < 2'880) return std::to_string(minutes / 60) + " h";
  return std::to_string(minutes / 1'440) + " days";
}

std::string_view cure_of(std::int64_t status) {
  switch (status) {
    case 401:
    case 403:
      return "it wants a sign-in or refuses us: check token_file, or ask its owner";
    case 404:
    case 410:
      return "it is gone: correct url, or take the source out";
    case 429:
      return "it is asked too often: raise every";
    default:
      return "look at its address in a browser; it is tried again by itself";
  }
}

// The longest pause that is usual: a longer one is learned at once, and forgotten slowly.
void learn_rhythm(Cursor& cursor, Time now) {
  if (cursor.last_fresh_at) {
    const auto gap = std::chrono::floor<std::chrono::seconds>(now - *cursor.last_fresh_at).count();
    cursor.fresh_gap_s = std::max<std::int64_t>(gap, cursor.fresh_gap_s - cursor.fresh_gap_s / 50);
  }
  cursor.last_fresh_at = now;
}

bool is_failing(const Cursor& cursor, Duration every, Time now) {
  if (cursor.failures >= failures_min) return true;
  return cursor.failures > 0 && cursor.last_success_at &&
         now - *cursor.last_success_at > rounds_missed_max * every;
}

bool is_silent(const Cursor& cursor, Duration every, Time now) {
  if (!cursor.last_fresh_at || cursor.fresh_gap_s == 0) return false;
  const Duration usual = std::chrono::seconds{cursor.fresh_gap_s};
  return now - *cursor.last_fresh_at >
         std::max({2 * usual, rounds_missed_max * every, silence_min});
}

}  // namespace

void learn(Cursor& cursor, const Sign& sign, Time now) {
  cursor.status = sign.status;
  if (!sign.is_good) return;
  cursor.usual_status = sign.status;
  cursor.incomplete = sign.is_incomplete ? cursor.incomplete + 1 : 0;
  if (sign.fresh > 0) learn_rhythm(cursor, now);
}

std::vector<Finding> diagnose(const Cursor& cursor, Duration every, Time now) {
  std::vector<Finding> found;
  const bool failing = is_failing(cursor, every, now);
  if (failing) {
    const std::string since = cursor.last_success_at
                                  ? "not read for " + span_text(now - *cursor.last_success_at)
                                  : "never read, " + std::to_string(cursor.failures) + " tries";
    found.push_back({Ailment::failing,
                     since + (cursor.last_error.empty() ? "" : ": " + cursor.last_error),
                     std::string(cure_of(cursor.status))});
  }
  if (cursor.failures > 0 && cursor.status != 0 && cursor.usual_status != 0 &&
      class_of(cursor.status) != class_of(cursor.usual_status))
    found.push_back({Ailment::changed,
                     "answers " + std::to_string(cursor.status) + " where it used to answer " +
                         std::to_string(cursor.usual_status),
                     std::string(cure_of(cursor.status))});
  if (!failing && is_silent(cursor, every, now))
    found.push_back({Ailment::silent,
                     "nothing new for " + span_text(now - *cursor.last_fresh_at) +
                         "; its longest usual pause is " +
                         span_text(std::chrono::seconds{cursor.fresh_gap_s}),
                     "see whether it still shows new posts to others, and whether its search or "
                     "tag still holds"});
  if (cursor.incomplete >= incomplete_min)
    found.push_back({Ailment::incomplete,
                     "needed fields were missing in the last " + std::to_string(cursor.incomplete) +
                         " documents",
                     "the platform may have changed; `quince parse` on its answer shows what is "
                     "left out"});
  if (!cursor.moved_to.empty())
    found.push_back(
        {Ailment::moved, "moved for good to " + cursor.moved_to, "write that address as its url"});
  return found;
}

}  // namespace quince
