// Rules read again while the program runs: when somebody asks for it, and when a file of the folder
// of packs changed (names, sizes and times of writing are looked at every 5 s). All of them are
// compiled aside, on the watch's own thread; good ones are handed over, and with a single fault the
// rules before stay in force. The log names the faults, quince_rules_stale says that there are any.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "app/rule_cache.h"
#include "core/bell.h"
#include "core/clock.h"
#include "io/metrics.h"
#include "matcher/assessor.h"

namespace quince {

class RuleWatch {
 public:
  using Take = std::function<void(std::shared_ptr<const Rules>)>;  // called on the watch's thread

  // `digest`: of the rules in force. The folder is looked at at once: it may have changed since.
  RuleWatch(std::string dir, std::vector<Brand> brands, std::string digest, RuleCache cache,
            const Clock& clock, Metrics& metrics, Take take);

  void ask();  // reads them again, whether they changed or not; any thread

 private:
  using Compiled = std::expected<std::shared_ptr<const Rules>, std::vector<Fault>>;

  void loop(std::stop_token stop);
  Compiled compile();
  bool is_news(const Compiled& compiled) const;
  void settle(Compiled compiled);

  // Constant after construction.
  const std::string dir_;
  const std::vector<Brand> brands_;
  const Clock& clock_;
  Metrics& metrics_;
  const Take take_;

  // The thread's own.
  RuleCache cache_;
  std::string digest_;  // of the rules in force
  bool is_stale_ = false;

  std::atomic<bool> asked_{false};
  Bell bell_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace quince
