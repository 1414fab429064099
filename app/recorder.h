// The one way in which what happens gets into the store: runs the job, and once that is committed
// hands over what it changed. One job at a time, so that changes are told in the order of the
// journal: a page that comes back says the last id it saw, and all before that must have reached
// it. Thread-safe.
#pragma once
#include <functional>
#include <mutex>

#include "alerting/casebook.h"
#include "io/store.h"

namespace quince {

class Recorder {
 public:
  // May be run again from the start, with `changed` empty.
  using Job = std::function<Result<>(Database&, Changed& changed)>;

  // `tell` is called on the thread that recorded; it must not record.
  Recorder(StoreWriter& store, std::function<void(const Changed&)> tell)
      : store_(store), tell_(std::move(tell)) {}

  Result<> record(const Job& job) {
    const std::lock_guard lock(order_);
    Changed changed;
    auto done = store_.run([&](Database& db) -> Result<> {
      changed = {};
      return job(db, changed);
    });
    if (done) tell_(changed);
    return done;
  }

  // Looks something up, between the jobs of others.
  Result<> read(const std::function<Result<>(Database&)>& job) { return store_.run(job); }

 private:
  StoreWriter& store_;
  const std::function<void(const Changed&)> tell_;
  std::mutex order_;
};

}  // namespace quince
