// How one thread tells another that there may be work: ring() wakes a wait(), now or the next one.
// It carries nothing; what there is to do is in the store. Thread-safe.
#pragma once
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "core/clock.h"

namespace quince {

class Bell {
 public:
  void ring() {
    {
      const std::lock_guard lock(mutex_);
      rung_ = true;
    }
    heard_.notify_all();
  }

  // Returns when it was rung, when `deadline` has come on `clock`, or when `stop` is asked for.
  void wait(const Clock& clock, Time deadline, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    const auto span = std::max(deadline - clock.now(), Duration{0});
    heard_.wait_for(lock, stop, clock.to_wall(span), [&] { return rung_; });
    rung_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any heard_;
  bool rung_ = false;  // guarded by mutex_
};

}  // namespace quince
