#include "core/clock.h"

#include <algorithm>

namespace quince {
namespace {

using Steady = std::chrono::steady_clock;

Time wall_now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// Waits on the monotonic clock until `deadline`, or until `stop` is asked for.
bool sleep_until(Steady::time_point deadline, std::stop_token stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_until(lock, stop, deadline, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace

Time SystemClock::now() const { return wall_now(); }

bool SystemClock::wait_until(Time deadline, std::stop_token stop) const {
  return sleep_until(Steady::now() + (deadline - now()), stop);
}

RatedClock::RatedClock(Time start, Time end, double rate, Time wall_start)
    : start_(start), end_(end), rate_(rate), origin_(Steady::now() - (wall_now() - wall_start)) {}

Time RatedClock::now() const {
  const auto wall = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - origin_);
  const std::chrono::milliseconds fast{
      static_cast<std::int64_t>(static_cast<double>((end_ - start_).count()) / rate_)};
  if (wall >= fast) return end_ + (wall - fast);
  return start_ + std::chrono::duration_cast<Duration>(
                      std::chrono::duration<double, std::milli>(wall) * rate_);
}

bool RatedClock::wait_until(Time deadline, std::stop_token stop) const {
  // In legs: the pace changes on the way.
  for (Time now = this->now(); now < deadline; now = this->now()) {
    const Time leg = now < end_ ? std::min(deadline, end_) : deadline;
    const std::chrono::duration<double, std::milli> wall{static_cast<double>((leg - now).count()) /
                                                         rate_at(now)};
    if (!sleep_until(Steady::now() + std::chrono::ceil<std::chrono::milliseconds>(wall), stop))
      return false;
  }
  return !stop.stop_requested();
}

std::chrono::milliseconds RatedClock::to_wall(Duration span) const {
  return std::chrono::milliseconds{
      static_cast<std::int64_t>(static_cast<double>(span.count()) / rate_at(now())) + 1};
}

Time ManualClock::now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

bool ManualClock::wait_until(Time deadline, std::stop_token stop) const {
  std::unique_lock lock(mutex_);
  return moved_.wait(lock, stop, [&] { return now_ >= deadline; });
}

void ManualClock::advance(Duration span) {
  {
    const std::lock_guard lock(mutex_);
    now_ += span;
  }
  moved_.notify_all();
}

}  // namespace quince
