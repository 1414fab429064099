// What the engine's tests stand on: a spool in memory, and a fetcher on its own thread under a
// clock that the test moves.
#pragma once
#include <gtest/gtest.h>

#include <condition_variable>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "collectors/fetcher.h"
#include "tests/support/temp_dir.h"

namespace quince::test {

using namespace std::chrono_literals;

inline const Time start = *parse_rfc3339("2026-11-22T10:00:00Z");

class MemorySpool final : public Spool {
 public:
  Result<PutCount> put(InboxBatch batch, const Cursor& cursor) override {
    const std::lock_guard lock(mutex_);
    if (cursor.target == "beat") return PutCount{};  // of Running, below; it leaves no trace
    if (failing_ > 0) {
      --failing_;
      return fail(Code::unavailable, "the disk is full");
    }
    PutCount count;
    for (Mention& mention : batch.mentions) {
      ids_.insert(mention.id).second ? ++count.fresh : ++count.repeated;
      mentions_.push_back(std::move(mention));
    }
    for (Reading& reading : batch.readings) readings_.push_back(std::move(reading));
    for (std::string& id : batch.missing) missing_.push_back(std::move(id));
    cursors_[cursor.target] = cursor;
    return count;
  }
  Result<std::vector<Watch>> due_watches(std::string_view, Time now, std::size_t most) override {
    const std::lock_guard lock(mutex_);
    std::vector<Watch> due;
    for (Watch& watch : watches_) {
      if (watch.due_at > now || due.size() == most) continue;
      due.push_back(watch);
      watch.due_at = now + std::chrono::hours{1};
    }
    return due;
  }
  Result<std::optional<Cursor>> cursor(std::string_view target) override {
    const std::lock_guard lock(mutex_);
    if (blind_ > 0 && target != "beat") {
      --blind_;
      return fail(Code::unavailable, "the disk is away");
    }
    const auto at = cursors_.find(std::string(target));
    return at == cursors_.end() ? std::nullopt : std::optional(at->second);
  }

  std::vector<Mention> mentions() const { return locked(mentions_); }
  std::vector<Reading> readings() const { return locked(readings_); }
  std::vector<std::string> missing() const { return locked(missing_); }
  void watch(Watch watch) {
    const std::lock_guard lock(mutex_);
    watches_.push_back(std::move(watch));
  }
  Cursor saved(const std::string& target) const { return locked(cursors_)[target]; }
  void save(const Cursor& cursor) {
    const std::lock_guard lock(mutex_);
    cursors_[cursor.target] = cursor;
  }
  void fail_next(int times) {
    const std::lock_guard lock(mutex_);
    failing_ = times;
  }
  void fail_next_cursor(int times) {
    const std::lock_guard lock(mutex_);
    blind_ = times;
  }

 private:
  template <class T>
  T locked(const T& value) const {
    const std::lock_guard lock(mutex_);
    return value;
  }
  mutable std::mutex mutex_;
  std::set<std::string> ids_;
  std::vector<Mention> mentions_;
  std::vector<Reading> readings_;
  std::vector<std::string> missing_;
  std::vector<Watch> watches_;
  std::map<std::string, Cursor> cursors_;
  int failing_ = 0, blind_ = 0;
};

inline std::string item(const std::string& id, const std::string& text = "x") {
  return "<item><guid>" + id + "</guid><description>" + text + "</description></item>";
}
inline std::string feed(const std::string& items) {
  return "<rss><channel>" + items + "</channel></rss>";
}

inline Source rss(const std::string& name, const std::string& url) {
  Source source;
  source.name = name;
  source.kind = "rss";
  source.url = url;
  source.every = 15min;
  source.allow_addresses = {"127.0.0.1"};
  source.robots = false;
  return source;
}

// A fetcher on a thread of its own, with a clock that the test moves. Behind the test's sources it
// reads a file every second, the beat: once it has beaten after the clock was moved, every target
// that had come due was looked at, and what was not asked for will not be.
class Running {
 public:
  Running(std::vector<Source> sources, Spool& spool, FetchOptions options = quick(),
          EdgeFilter concerns = {})
      : fetcher_(
            with_beat(std::move(sources)), clock, spool, std::move(options),
            [this](const FetchReport& report) { take(report); }, std::move(concerns)),
        thread_([this](std::stop_token stop) { fetcher_.run(stop); }) {}

  static FetchOptions quick() {
    FetchOptions options;
    options.host_gap = 0ms;
    options.total_max = 3s;
    options.body_bytes_max = 1u << 20;
    return options;
  }

  // The `count`th report about `target`; waits for it.
  FetchReport report(const std::string& target, std::size_t count = 1) {
    std::unique_lock lock(mutex_);
    const bool came =
        changed_.wait_for(lock, 20s, [&] { return reports_[target].size() >= count; });
    EXPECT_TRUE(came) << target << ": report " << count << " never came";
    return came ? reports_[target][count - 1] : FetchReport{};
  }
  void advance(Duration span) {
    report("beat", reports("beat") > 0 ? reports("beat") : 1);
    const std::size_t before = reports("beat");
    clock.advance(span);
    report("beat", before + 1);
  }
  std::size_t reports(const std::string& target) {
    const std::lock_guard lock(mutex_);
    return reports_[target].size();
  }
  void stop() {
    thread_.request_stop();
    thread_.join();
  }

  ManualClock clock{start};

 private:
  std::vector<Source> with_beat(std::vector<Source> sources) {
    const std::ofstream made(folder_.file("beat.jsonl"));
    Source beat;
    beat.name = "beat";
    beat.kind = "jsonl";
    beat.file = folder_.file("beat.jsonl");
    beat.every = 1s;
    sources.push_back(std::move(beat));
    return sources;
  }

  void take(const FetchReport& report) {
    {
      const std::lock_guard lock(mutex_);
      reports_[report.target].push_back(report);
    }
    changed_.notify_all();
  }

  TempDir folder_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::vector<FetchReport>> reports_;
  Fetcher fetcher_;
  std::jthread thread_;  // last: uses all of the above
};

}  // namespace quince::test
