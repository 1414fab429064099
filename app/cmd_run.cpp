// quince run: the configured sources, channels and desk, until it is told to stop. SIGHUP has the
// rules read again.
#include <fmt/core.h>

#include "app/builtin.h"
#include "app/commands.h"
#include "app/engine.h"
#include "app/rule_cache.h"
#include "app/shutdown.h"
#include "io/log.h"

namespace quince {

int run(const RunArgs& args) {
  hold_signals();
  hold_hangups();
  auto checked = load_config(args.config);
  if (!checked) {
    for (const Fault& fault : checked.error()) fmt::print(stderr, "{}\n", to_string(fault));
    return exit_config;
  }
  for (const Fault& warning : checked->warnings)
    fmt::print(stderr, "warning: {}\n", to_string(warning));
  Config& config = checked->config;
  set_log_level(from_name<LogLevel>(config.log.level).value_or(LogLevel::info));
  auto packs = packs_from(config.rules.dir);
  if (!packs) {
    fmt::print(stderr, "{}: {}; check rules.dir\n", args.config, packs.error().text);
    return exit_config;
  }
  RuleCache cache = RuleCache::of_store(config.store.dir);
  auto rules = compile_rules(*packs, config.brands, &cache);
  if (!rules) {
    for (const Fault& fault : rules.error()) fmt::print(stderr, "{}\n", to_string(fault));
    return exit_config;
  }

  const SystemClock clock;
  auto engine = Engine::start(std::move(config), std::move(*rules), clock, {{}, args.drain});
  if (!engine) {
    fmt::print(stderr, "quince: {}\n", engine.error().text);
    return exit_failed;
  }
  fmt::print("desk: {}\n", (*engine)->desk_url());
  if (const std::string hooks = (*engine)->hooks_url(); !hooks.empty())
    fmt::print("hooks: {}\n", hooks);
  fmt::print("No accounts are set up: the desk answers on this machine alone. Ctrl-C ends.\n");
  std::fflush(stdout);
  wait_for_signal(std::chrono::milliseconds{250}, [&] {
    if (was_hung_up()) (*engine)->reread_rules();
    return args.drain && (*engine)->is_drained();
  });
  fmt::print(stderr, "{}\n", (*engine)->summary());
  return exit_good;
}

}  // namespace quince
