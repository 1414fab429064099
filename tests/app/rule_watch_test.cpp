// A folder of packs that changes under a running program.
#include "app/rule_watch.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <optional>

#include "matcher/rules.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

using namespace std::chrono_literals;

std::string pack_with(const std::string& phrase) {
  return "pack: {language: en, sector: test, version: 1}\nrules:\n"
         "- {id: en.it, means: pain, weight: 1, says: It, phrases: ['" +
         phrase + "']}\n";
}

std::string digest_of(const std::string& text) {
  return compile_rules(std::array{PackFile{"p.yaml", text}}, {}).value()->digest;
}

class Watched : public testing::Test {
 protected:
  void start(const std::string& in_force) {
    watch.emplace(dir.path(), std::vector<Brand>{}, digest_of(in_force), RuleCache(""), clock,
                  metrics, [this](std::shared_ptr<const Rules> rules) {
                    const std::lock_guard lock(mutex);
                    taken.push_back(rules->digest);
                    changed.notify_all();
                  });
  }
  void write(const std::string& text) { std::ofstream(dir.file("p.yaml")) << text; }
  bool takes(const std::string& text) {
    const std::string digest = digest_of(text);
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, 20s, [&] { return !taken.empty() && taken.back() == digest; });
  }
  bool becomes(double stale) {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (metrics.value(Metric::rules_stale) != stale)
      if (std::chrono::steady_clock::now() > deadline) return false;
    return true;
  }

  test::TempDir dir;
  ManualClock clock{from_unix_ms(0)};
  Metrics metrics;
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> taken;  // digests; guarded by mutex
  std::optional<RuleWatch> watch;  // last: its thread uses all of the above
};

TEST_F(Watched, AChangedFileIsReadUnasked) {
  write(pack_with("one"));
  start(pack_with("one"));
  write(pack_with("another"));
  EXPECT_TRUE(takes(pack_with("another")));
}

TEST_F(Watched, AChangeBeforeTheFirstLookIsSeen) {
  write(pack_with("another"));
  start(pack_with("one"));
  EXPECT_TRUE(takes(pack_with("another")));
}

TEST_F(Watched, UnchangedRulesAreReadAgainWhereSomebodyAsks) {
  write(pack_with("one"));
  start(pack_with("one"));
  watch->ask();
  EXPECT_TRUE(takes(pack_with("one")));
}

TEST_F(Watched, FaultyRulesAreNotTakenAndMendedOnesAre) {
  write(pack_with("one"));
  start(pack_with("one"));
  write("pack: {}\n");
  EXPECT_TRUE(becomes(1));
  {
    const std::lock_guard lock(mutex);
    EXPECT_TRUE(taken.empty());
  }
  write(pack_with("one"));
  EXPECT_TRUE(becomes(0));
  EXPECT_TRUE(takes(pack_with("one")));
}

TEST_F(Watched, AFolderThatGoesAwayIsAFault) {
  write(pack_with("one"));
  start(pack_with("one"));
  std::filesystem::remove(dir.file("p.yaml"));
  EXPECT_TRUE(becomes(1));
  EXPECT_GE(metrics.value(Metric::rules_reloads, {"failed"}), 1);
}

}  // namespace
}  // namespace quince
