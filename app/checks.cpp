// What tells a person whether things are in order: check, rules list, rules test, journal verify,
// doctor.
#include <fmt/core.h>
#include <hs/hs.h>
#include <unistd.h>

#include <filesystem>

#include "alerting/journal.h"
#include "app/builtin.h"
#include "app/commands.h"
#include "app/observe.h"
#include "app/terminal.h"
#include "app/transport.h"
#include "collectors/health.h"
#include "config/config.h"
#include "core/clock.h"
#include "core/plain_text.h"
#include "io/json_writer.h"
#include "io/store_fields.h"
#include "matcher/trial.h"

namespace quince {
namespace {

int tell(const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) fmt::print(stderr, "{}\n", to_string(fault));
  return exit_config;
}

int tell(const Error& error) {
  fmt::print(stderr, "quince: {}\n", error.text);
  return exit_failed;
}

// One line of doctor's list; false counts as a failure.
bool line(bool good, std::string_view what, std::string_view detail) {
  fmt::print("{} {:<22} {}\n", good ? green("ok  ") : red("FAIL"), what, detail);
  return good;
}

std::string json_of(const RuleListing& rule) {
  std::string text;
  JsonWriter json(text);
  json.begin_object()
      .member("id", std::string_view{rule.id})
      .member("language", std::string_view{rule.language});
  json.member("means", name(rule.means))
      .member("weight", rule.weight)
      .member("aspect", std::string_view{rule.aspect});
  json.member("says", std::string_view{rule.says})
      .member("patterns", static_cast<std::int64_t>(rule.patterns));
  json.end_object();
  return text;
}

std::string line_of(const RuleListing& rule) {
  return fmt::format("{:<34} {:<3} {:<8} {:>7}  {:<14} {}", rule.id, rule.language,
                     name(rule.means), to_string(rule.weight), rule.aspect, rule.says);
}

bool check_folder(const std::string& dir) {
  std::error_code error;
  std::filesystem::create_directories(dir, error);
  const bool writable = ::access(dir.c_str(), W_OK) == 0;
  return line(
      !error && writable, "store.dir",
      writable ? dir + " can be written" : dir + " cannot be written; choose another store.dir");
}

bool check_redis(const std::string& url) {
  auto redis = Redis::connect(url, {});
  if (!redis) return line(false, "redis", redis.error().text);
  const auto policy = eviction_policy(*redis);
  if (policy && *policy != "noeviction")
    return line(false, "redis",
                "may evict streams (" + *policy + "); set maxmemory-policy noeviction");
  return line(true, "redis", policy ? "answers" : "answers; it does not say what it evicts");
}

std::string minutes_text(Duration span) {
  return std::to_string(std::chrono::floor<std::chrono::minutes>(span).count()) + " min";
}

// One source as its cursors remember it: what is wrong and what to do, or when it was read.
bool check_source(const Source& source, const std::vector<Cursor>& cursors, Time now) {
  bool well = true;
  std::optional<Time> last;
  std::string budget;
  for (const Cursor& cursor : cursors_of(source, cursors)) {
    last = std::max(last, cursor.last_success_at);
    if (cursor.budget_left) budget = ", budget left: " + std::to_string(*cursor.budget_left);
    for (const Finding& finding : diagnose(cursor, source.every, now))
      well = line(false, "source " + source.name,
                  plain_line(std::string(name(finding.ailment)) + ": " + finding.what + "; " +
                             finding.cure));
  }
  if (!well) return false;
  const std::string read =
      last ? "last read " + minutes_text(now - *last) + " ago, every " + minutes_text(source.every)
           : "not read yet";
  return line(true, "source " + source.name, read + budget);
}

// Each source's last success, lag and budget, from the store where there is one.
bool check_sources(const Config& config) {
  auto db = Database::open(config.store.dir + "/quince.sqlite", Database::Access::read_only);
  if (!db) return line(true, "sources", "nothing was read yet: there is no store");
  const auto cursors = select<Cursor>(*db, "cursors");
  if (!cursors) return line(false, "sources", cursors.error().text);
  bool well = true;
  for (const Source& source : config.sources)
    well &= check_source(source, *cursors, SystemClock().now());
  return well;
}

}  // namespace

int check(const CheckArgs& args) {
  auto checked = load_config(args.config);
  if (!checked) return tell(checked.error());
  for (const Fault& warning : checked->warnings)
    fmt::print(stderr, "warning: {}\n", to_string(warning));
  const Config& config = checked->config;
  auto packs = packs_from(config.rules.dir);
  if (!packs)
    return tell(std::vector{Fault{args.config, 0, 0, packs.error().text, "check rules.dir"}});
  if (auto rules = compile_rules(*packs, config.brands); !rules) return tell(rules.error());
  if (args.show) fmt::print("{}", describe(config));
  fmt::print(stderr, "{}: good: {} brands, {} sources, {} channels, {} rule packs\n", args.config,
             config.brands.size(), config.sources.size(), config.channels.size(), packs->size());
  return exit_good;
}

int rules_list(const RulesArgs& args) {
  auto packs = packs_from(args.rules);
  if (!packs) return tell(packs.error());
  auto listed = list_rules(*packs);
  if (!listed) return tell(listed.error());
  for (const RuleListing& rule : *listed)
    fmt::print("{}\n", args.json ? json_of(rule) : line_of(rule));
  return exit_good;
}

int rules_test(const RulesArgs& args) {
  auto packs = packs_from(args.rules);
  if (!packs) return tell(packs.error());
  const Trial trial = test_packs(*packs);
  for (const Fault& fault : trial.faults) fmt::print(stderr, "{}\n", to_string(fault));
  fmt::print("{} rules, {} hits and misses tried, {} failed\n", trial.rules, trial.examples,
             trial.faults.size());
  return trial.faults.empty() ? exit_good : exit_failed;
}

int journal_verify(const JournalArgs& args) {
  auto db = Database::open(args.store + "/quince.sqlite", Database::Access::read_only);
  if (!db) return tell(db.error());
  auto broken = verify_journal(*db);
  if (!broken) return tell(broken.error());
  if (*broken) {
    fmt::print(stderr, "journal: entry {}: {}\n", (*broken)->seq, (*broken)->what);
    return exit_failed;
  }
  fmt::print("journal: every entry follows from the one before\n");
  return exit_good;
}

int doctor(const DoctorArgs& args) {
  bool good = line(hs_valid_platform() == HS_SUCCESS, "processor",
                   std::string("Hyperscan ") + hs_version());
  auto packs = packs_from({});
  const auto rules = packs ? compile_rules(*packs, {}) : std::unexpected(std::vector<Fault>{});
  good &= line(rules.has_value(), "built-in rules", rules ? "compile" : "do not compile");
  const bool redis_here = std::filesystem::exists("/usr/bin/redis-server") ||
                          std::filesystem::exists("/usr/local/bin/redis-server");
  line(true, "redis-server",
       redis_here ? "installed; the demo starts its own"
                  : "not installed; the demo goes without a stream");
  if (!args.config.empty()) {
    auto checked = load_config(args.config);
    if (!checked) {
      tell(checked.error());
      line(false, "configuration", args.config + " has faults; they are listed above");
      return exit_config;
    }
    const Config& config = checked->config;
    line(true, "configuration", args.config);
    good &= check_folder(config.store.dir);
    if (!config.redis.url.empty()) good &= check_redis(config.redis.url);
    for (const Source& source : config.sources)
      if (!source.file.empty())
        good &=
            line(::access(source.file.c_str(), R_OK) == 0, "source " + source.name, source.file);
    good &= check_sources(config);
  }
  fmt::print(
      "{}\n",
      dim("Not seen: closed networks, posts deleted before they were read, what a platform's "
          "limits hold back (docs/COVERAGE.md)."));
  return good ? exit_good : exit_failed;
}

}  // namespace quince
