// The one way two threads meet: a first-in, first-out queue with a bound. A full queue makes the
// producer wait (that is the back-pressure) or, with try_push, is told to it; nothing is dropped
// here. Closing wakes everybody: producers are refused, consumers get what is left and then
// nothing.
#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

namespace quince {

template <class T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  // False if the queue was closed; `value` is then untouched.
  bool push(T&& value) {
    std::unique_lock lock(mutex_);
    space_.wait(lock, [&] { return closed_ || items_.size() < capacity_; });
    if (closed_) return false;
    items_.push_back(std::move(value));
    filled_.notify_one();
    return true;
  }

  // False if there is no room now or the queue was closed; `value` is then untouched.
  bool try_push(T&& value) {
    const std::lock_guard lock(mutex_);
    if (closed_ || items_.size() >= capacity_) return false;
    items_.push_back(std::move(value));
    filled_.notify_one();
    return true;
  }

  // Waits for at least one item, then takes up to `most`; empty only when the queue is closed and
  // drained.
  std::vector<T> pop_some(std::size_t most) {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [&] { return closed_ || !items_.empty(); });
    std::vector<T> taken;
    while (!items_.empty() && taken.size() < most) {
      taken.push_back(std::move(items_.front()));
      items_.pop_front();
    }
    space_.notify_all();
    return taken;
  }

  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    filled_.notify_all();
    space_.notify_all();
  }

  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return items_.size();
  }

 private:
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable space_, filled_;
  std::deque<T> items_;  // guarded by mutex_
  bool closed_ = false;  // guarded by mutex_
};

}  // namespace quince
