#include "app/rule_watch.h"

#include <filesystem>
#include <map>
#include <optional>

#include "app/observe.h"
#include "config/config.h"
#include "matcher/rules.h"

namespace quince {
namespace {

namespace fs = std::filesystem;

constexpr Duration look_every = std::chrono::seconds{5};

using Stamp = std::map<fs::path, std::pair<std::uintmax_t, fs::file_time_type>>;

// Cheap to take, and another one after any change but one that keeps a file's size and time.
Stamp stamp_of(const std::string& dir) {
  Stamp stamp;
  std::error_code error;
  for (auto at = fs::directory_iterator(dir, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    std::error_code gone;
    const auto size = fs::file_size(at->path(), gone);
    stamp[at->path()] = {size, fs::last_write_time(at->path(), gone)};
  }
  return stamp;
}

}  // namespace

RuleWatch::RuleWatch(std::string dir, std::vector<Brand> brands, std::string digest,
                     RuleCache cache, const Clock& clock, Metrics& metrics, Take take)
    : dir_(std::move(dir)),
      brands_(std::move(brands)),
      clock_(clock),
      metrics_(metrics),
      take_(std::move(take)),
      cache_(std::move(cache)),
      digest_(std::move(digest)),
      thread_([this](std::stop_token stop) { loop(std::move(stop)); }) {}

void RuleWatch::ask() {
  asked_ = true;
  bell_.ring();
}

void RuleWatch::loop(std::stop_token stop) {
  std::optional<Stamp> seen;  // empty: not looked at yet
  while (!stop.stop_requested()) {
    const bool asked = asked_.exchange(false);
    Stamp stamp = stamp_of(dir_);  // before the files are read: a change meanwhile makes another
    if (asked || stamp != seen) {
      seen = std::move(stamp);
      if (Compiled compiled = compile(); asked || is_news(compiled)) settle(std::move(compiled));
    }
    bell_.wait(clock_, clock_.now() + look_every, stop);
  }
}

RuleWatch::Compiled RuleWatch::compile() {
  const auto packs = read_packs(dir_);
  if (packs) return compile_rules(*packs, brands_, &cache_);
  return std::unexpected(std::vector{Fault{dir_, 0, 0, packs.error().text, "check rules.dir"}});
}

// Files that were touched, or say again what is in force, are none.
bool RuleWatch::is_news(const Compiled& compiled) const {
  return !compiled || is_stale_ || (*compiled)->digest != digest_;
}

void RuleWatch::settle(Compiled compiled) {
  is_stale_ = !compiled;
  if (compiled) {
    digest_ = (*compiled)->digest;
    take_(std::move(*compiled));
  }
  observe_reload(metrics_, digest_, compiled ? std::vector<Fault>{} : compiled.error());
}

}  // namespace quince
