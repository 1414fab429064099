#include "collectors/schedule.h"

#include <algorithm>

namespace quince {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr Duration pause_max = hours{24};
constexpr Duration passing_pause_max = hours{1};
constexpr Duration lasting_pause_max = hours{6};
constexpr Duration forbidden_pause = hours{1};  // asking again soon makes a block longer
constexpr Duration rest_over_every_max =
    hours{1};  // feeds ask for a day or a week; news cannot wait that long

Duration scaled(Duration span, double by) {
  return Duration{static_cast<std::int64_t>(static_cast<double>(span.count()) * by)};
}

// The first pause after a failure, and the longest.
struct Pause {
  Duration first, most;
};

Pause pause_of(FetchOutcome outcome, Duration every) {
  const auto at_least = [&](Duration span) { return std::max(every, span); };
  switch (outcome) {
    case FetchOutcome::server_error:  // these pass by themselves: it may be back in a moment
    case FetchOutcome::network:
    case FetchOutcome::timeout:
    case FetchOutcome::not_stored:
      return {std::min<Duration>(every, minutes{1}), at_least(passing_pause_max)};
    case FetchOutcome::rate_limited:
      return {at_least(minutes{1}), at_least(passing_pause_max)};
    case FetchOutcome::forbidden:
      return {2 * forbidden_pause, at_least(lasting_pause_max)};  // twice: the half is jitter
    case FetchOutcome::gone:
      return {pause_max, pause_max};
    default:
      return {at_least(minutes{1}), at_least(lasting_pause_max)};
  }
}

Duration doubled(Duration first, std::int64_t failures, Duration most) {
  constexpr std::int64_t doublings_max = 24;
  for (std::int64_t n = 1; n < std::min(failures, doublings_max) && first < most; ++n) first *= 2;
  return std::min(first, most);
}

FetchOutcome classify_error(Code code) {
  switch (code) {
    case Code::timeout:
      return FetchOutcome::timeout;
    case Code::too_large:
      return FetchOutcome::too_large;
    case Code::refused:
    case Code::invalid:
      return FetchOutcome::refused;
    default:
      return FetchOutcome::network;
  }
}

}  // namespace

FetchOutcome classify(const HttpResult& result, bool conditional) {
  if (!result) return classify_error(result.error().code);
  const int status = result->status;
  if (status == 304) return conditional ? FetchOutcome::not_modified : FetchOutcome::server_error;
  if (status == 204) return FetchOutcome::not_modified;
  if (status >= 200 && status < 300) return FetchOutcome::ok;
  if (status == 429) return FetchOutcome::rate_limited;
  if (status == 403) return FetchOutcome::forbidden;
  if (status == 410) return FetchOutcome::gone;
  if (status >= 500 || status == 408 || status == 425) return FetchOutcome::server_error;
  return FetchOutcome::client_error;
}

Time next_time(FetchOutcome outcome, std::int64_t failures, const Rhythm& rhythm, Time now) {
  if (is_success(outcome)) {
    const Duration wish =
        std::min(rhythm.rest.value_or(Duration{0}), rhythm.every + rest_over_every_max);
    const Duration pause = std::max(rhythm.every, wish);
    return now + pause + scaled(pause, 0.05 * rhythm.jitter);
  }
  const Pause bounds = pause_of(outcome, rhythm.every);
  Duration pause = doubled(bounds.first, failures, bounds.most);
  if (outcome != FetchOutcome::gone) pause = scaled(pause, 0.5 + 0.5 * rhythm.jitter);
  if (rhythm.retry_after) {
    const Duration asked = std::min<Duration>(*rhythm.retry_after, pause_max);
    pause = std::max(pause, std::min(asked + scaled(asked, 0.05 * rhythm.jitter), pause_max));
  }
  return now + std::min(pause, pause_max);
}

}  // namespace quince
