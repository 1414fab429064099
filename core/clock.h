// Time is injected everywhere: nothing else in the program asks the machine what time it is. A
// Clock also knows how to wait, so that a timer on a fast or a hand-moved clock fires when that
// clock says so. All methods are thread-safe.
#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "core/time.h"

namespace quince {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
  // Returns when `deadline` has come on this clock or `stop` was asked for; true if the deadline
  // came.
  virtual bool wait_until(Time deadline, std::stop_token stop) const = 0;
  // How long `span` of this clock takes on the wall.
  virtual std::chrono::milliseconds to_wall(Duration span) const = 0;
};

// The machine's clock for instants, its monotonic clock for waits.
class SystemClock final : public Clock {
 public:
  Time now() const override;
  bool wait_until(Time deadline, std::stop_token stop) const override;
  std::chrono::milliseconds to_wall(Duration span) const override { return span; }
};

// Runs `rate` times as fast as the wall from `start` to `end`, and from then on at the wall's pace;
// the demo's day is one of these. `wall_start` is the wall's instant at which this clock showed
// `start`, so that a restarted process goes on with the same day.
class RatedClock final : public Clock {
 public:
  RatedClock(Time start, Time end, double rate, Time wall_start);
  Time now() const override;
  bool wait_until(Time deadline, std::stop_token stop) const override;
  std::chrono::milliseconds to_wall(Duration span) const override;

 private:
  double rate_at(Time time) const { return time < end_ ? rate_ : 1; }

  const Time start_, end_;
  const double rate_;
  const std::chrono::steady_clock::time_point origin_;
};

// Stands still until it is moved; for tests.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Time start) : now_(start) {}
  Time now() const override;
  bool wait_until(Time deadline, std::stop_token stop) const override;
  std::chrono::milliseconds to_wall(Duration) const override {
    return std::chrono::milliseconds{1};
  }
  void advance(Duration span);

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable_any moved_;
  Time now_;  // guarded by mutex_
};

}  // namespace quince
