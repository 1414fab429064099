#include "collectors/schedule.h"

#include <algorithm>

namespace quince {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr Duration pause_max = hours{24};
constexpr Duration passing_pause_max = hours{1};
constexpr Duration rest_over_every_max =
    hours{1};  // feeds ask for a day or a week; news cannot wait that long

Duration scaled(Duration span, double by) {
  return Duration{static_cast<std::int64_t>(static_cast<double>(span.count()) * by)};
}

// A fault that passes by itself: the source may be back in a moment.
bool is_passing(FetchOutcome outcome) {
  return outcome == FetchOutcome::server_error || outcome == FetchOutcome::network ||
         outcome == FetchOutcome::timeout || outcome == FetchOutcome::not_stored;
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
  Duration pause;
  if (is_passing(outcome)) {
    pause = doubled(std::min<Duration>(rhythm.every, minutes{1}), failures,
                    std::max<Duration>(rhythm.every, passing_pause_max));
  } else {
    pause = doubled(std::max<Duration>(rhythm.every, minutes{1}), failures, pause_max);
  }
  pause = scaled(pause, 0.5 + 0.5 * rhythm.jitter);
  if (rhythm.retry_after) {
    const Duration asked = std::min<Duration>(*rhythm.retry_after, pause_max);
    pause = std::max(pause, std::min(asked + scaled(asked, 0.05 * rhythm.jitter), pause_max));
  }
  return now + std::min(pause, pause_max);
}

}  // namespace quince
