// quince demo: a scripted day of a made-up airline, on a clock that runs fast. The posts are served
// over real HTTP on loopback and go through the same fetch engine, matcher, casebook and channels
// as any others. Killed and started again on the same store it goes on with the same day, for the
// world did not wait.
#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/builtin.h"
#include "app/commands.h"
#include "app/demo/private_redis.h"
#include "app/demo/world.h"
#include "app/engine.h"
#include "app/shutdown.h"
#include "app/terminal.h"
#include "io/log.h"

namespace quince {
namespace {

constexpr std::string_view team = "care";

// The demo's folder: kept where one was named, else gone at the end.
class DemoFolder {
 public:
  explicit DemoFolder(const std::string& named) : keep_(!named.empty()), path_(named) {
    std::error_code error;
    if (keep_) {
      std::filesystem::create_directories(path_, error);
    } else {
      path_ = (std::filesystem::temp_directory_path(error) / "quince-demo-XXXXXX").string();
      if (error || mkdtemp(path_.data()) == nullptr) path_.clear();
    }
    made_ = !path_.empty() && ::access(path_.c_str(), W_OK) == 0;
  }
  ~DemoFolder() {
    std::error_code ignored;
    if (!keep_ && made_) std::filesystem::remove_all(path_, ignored);
  }
  bool is_made() const { return made_; }
  const std::string& path() const { return path_; }

 private:
  const bool keep_;
  bool made_ = false;
  std::string path_;
};

Time wall_now() { return SystemClock().now(); }

// When the day began, by the wall: written at the first start, read at every later one.
Time wall_start(const std::string& folder) {
  const std::string file = folder + "/demo-began";
  std::string text;
  if (std::ifstream in(file); in >> text)
    if (const auto known = parse_rfc3339(text)) return *known;
  const Time now = wall_now();
  std::ofstream(file) << to_rfc3339(now) << '\n';
  return now;
}

Source source_of(std::string name, std::string kind, std::string url, Duration every) {
  Source source;
  source.name = std::move(name);
  source.kind = std::move(kind);
  source.url = std::move(url);
  source.every = every;
  source.allow_addresses = {"127.0.0.0/8"};
  return source;
}

Channel channel_of(std::string name, std::string kind) {
  Channel channel;
  channel.name = std::move(name);
  channel.kind = std::move(kind);
  return channel;
}

Config config_of(const Day& day, const DemoWorld& world, const DemoArgs& args,
                 const std::string& folder) {
  using namespace std::chrono_literals;
  Config config;
  config.store.dir = folder;
  config.listen.desk = "127.0.0.1:" + std::to_string(args.port);
  Brand brand;
  brand.key = "membrillo";
  brand.name = day.brand;
  brand.terms = {day.brand, '@' + day.account, '#' + day.hashtag, day.hashtag};
  brand.accounts = {day.account, day.account + "@membrillo.example"};
  brand.timezone = day.timezone;
  brand.team = team;
  config.brands.push_back(std::move(brand));
  config.sources.push_back(source_of("forum", "rss", world.forum_url(), 5min));
  config.sources.push_back(source_of("reviews", "jsonfeed", world.reviews_url(), 10min));
  config.sources.push_back(source_of("mastodon", "mastodon", world.mastodon_url(), 3min));
  config.sources.back().tags = {day.hashtag};
  if (!args.webhook.empty()) {
    Channel webhook = channel_of("webhook", "webhook");
    webhook.url = args.webhook;
    webhook.secret = "whsec_bWVtYnJpbGxvLWRlbW8tbm90LWEtc2VjcmV0LSE=";  // the demo's, and no secret
    webhook.allow_addresses = {"127.0.0.0/8"};
    webhook.per_minute_max = 6000;
    config.channels.push_back(std::move(webhook));
  }
  return config;
}

std::string clock_text(const Day& day, Time now) {
  const auto minutes =
      std::chrono::floor<std::chrono::minutes>(std::min(now, day.ends) - day.begins).count() +
      6 * 60;
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

void greet(const Day& day, const DemoArgs& args, const Engine& engine, const PrivateRedis* redis) {
  fmt::print("{}: a day of {}, an airline that does not exist, in {:g} minutes\n",
             bold("quince demo"), day.brand, args.minutes);
  fmt::print("desk: {}\n", engine.desk_url());
  fmt::print("No accounts are set up: the desk answers on this machine alone.\n");
  if (redis != nullptr)
    fmt::print(
        "the team's stream: redis-cli -s {} XREVRANGE 'quince:{{membrillo}}:alerts:{}' + - COUNT "
        "1\n",
        redis->socket(), team);
  std::fflush(stdout);
}

}  // namespace

int demo(const DemoArgs& args) {
  hold_signals();
  set_log_level(LogLevel::warn);
  auto day = read_day(builtin_day(), "day.yaml");
  if (!day) {
    for (const Fault& fault : day.error()) fmt::print(stderr, "{}\n", to_string(fault));
    return exit_failed;
  }
  const DemoFolder folder(args.store);
  if (!folder.is_made()) {
    fmt::print(stderr, "quince: cannot write to {}; name another folder with --store\n",
               args.store.empty() ? "the temporary folder" : args.store);
    return exit_failed;
  }
  const double rate =
      static_cast<double>((day->ends - day->begins).count()) / (args.minutes * 60'000);
  // Half an hour more at the same pace, in which the last posts are fetched; then it goes on as the
  // wall does.
  const Time last_call = day->ends + std::chrono::minutes{30};
  const RatedClock clock(day->begins, last_call, rate, wall_start(folder.path()));

  auto redis = args.redis ? PrivateRedis::start(folder.path()) : fail(Code::not_found, "");
  if (!redis && args.redis) fmt::print(stderr, "{}\n", redis.error().text);
  auto world = DemoWorld::start(*day, clock);
  if (!world) {
    fmt::print(stderr, "quince: {}\n", world.error().text);
    return exit_failed;
  }
  Config config = config_of(*day, **world, args, folder.path());
  if (redis) {
    config.redis.url = (*redis)->url();
    config.channels.push_back(channel_of("stream", "redis"));
  }
  const auto progress = [&]() -> std::optional<Status::Demo> {
    const Time now = clock.now();
    const auto minute =
        std::chrono::floor<std::chrono::minutes>(std::min(now, day->ends) - day->begins).count();
    return Status::Demo{minute + 6 * 60, rate, now >= day->ends};
  };
  auto rules = compile_rules(builtin_packs(), config.brands);
  if (!rules) {
    fmt::print(stderr, "quince: {}\n", to_string(rules.error().front()));
    return exit_failed;
  }
  auto engine = Engine::start(std::move(config), std::move(*rules), clock, {progress, true});
  if (!engine) {
    fmt::print(stderr, "quince: {}\n", engine.error().text);
    return exit_failed;
  }
  greet(*day, args, **engine, redis ? redis->get() : nullptr);
  const DemoTeam care(*day, clock, (*engine)->desk_url());

  const bool terminal = isatty(STDERR_FILENO) != 0;
  bool told = false;
  wait_for_signal(std::chrono::milliseconds{250}, [&] {
    const bool over = clock.now() >= last_call;
    if (terminal && !told)
      fmt::print(stderr, "\r\x1b[K{}  {}", clock_text(*day, clock.now()), (*engine)->summary());
    if (over && !told && (*engine)->is_drained()) {
      told = true;
      if (terminal) fmt::print(stderr, "\r\x1b[K");
      fmt::print("the day is over: {}\n", (*engine)->summary());
      if (args.stay) fmt::print("The desk stays open; Ctrl-C ends.\n");
      std::fflush(stdout);
    }
    return told && !args.stay;
  });
  return exit_good;
}

}  // namespace quince
