// The middle of a post's way: inbox → matcher → casebook, on one thread. It takes items in the
// order in which they came, assesses them together, and stores everything that follows (cases,
// journal, notices, and that they are done) in one job, so a crash repeats a batch whole or not at
// all. It also lets time pass in the casebook.
#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <span>
#include <stop_token>
#include <thread>
#include <vector>

#include "alerting/casebook.h"
#include "app/recorder.h"
#include "core/bell.h"
#include "core/clock.h"
#include "io/inbox.h"
#include "io/metrics.h"
#include "matcher/assessor.h"

namespace quince {

class Pipeline {
 public:
  Pipeline(Recorder& recorder, Inbox& inbox, const Casebook& casebook,
           std::shared_ptr<const Rules> rules, std::shared_ptr<const Model> model,
           const Clock& clock, Metrics& metrics);
  ~Pipeline();  // stops
  void stop();  // finishes the batch under way; nothing is recorded afterwards

  void take_rules(std::shared_ptr<const Rules> rules);  // in force from the next batch on
  void ring() { bell_.ring(); }                         // there may be something in the inbox
  std::int64_t assessed() const { return assessed_; }
  bool is_idle() const { return idle_; }  // nothing was left in the inbox at the last look

 private:
  struct Work {
    InboxItem item;
    std::vector<Assessment> assessments;  // of a mention
  };

  void loop(std::stop_token stop);
  void turn_to_next_rules();
  Result<bool> work_off();  // one batch; false if there was nothing
  // For each mention, the brands that it concerns though it may not name them.
  Result<std::vector<std::vector<std::string>>> context_of(std::span<const Mention> mentions);
  Result<> store(std::span<const Work> work);
  Result<> take(Database& db, const Mention& mention, const std::vector<Assessment>& assessments,
                Time now, Changed& changed) const;
  Result<> take(Database& db, const Reading& reading, const std::vector<Assessment>& none, Time now,
                Changed& changed) const;
  Result<> take(Database& db, const Event& event, const std::vector<Assessment>& none, Time now,
                Changed& changed) const;
  Result<> let_time_pass();

  Recorder& recorder_;
  Inbox& inbox_;
  const Casebook& casebook_;
  const Clock& clock_;
  Metrics& metrics_;

  const std::shared_ptr<const Model> model_;  // nullptr: the packs decide alone
  Assessor assessor_;                         // the thread's own
  std::int64_t taken_ = 0;                    // the thread's own: the last seq taken
  std::mutex next_rules_mutex_;
  std::shared_ptr<const Rules> next_rules_;  // guarded by next_rules_mutex_; empty: no new ones
  Bell bell_;
  std::atomic<std::int64_t> assessed_{0};
  std::atomic<bool> idle_{false};
  std::jthread thread_;
};

}  // namespace quince
