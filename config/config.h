// Everything that a person can set, read once at the start and checked as a whole. One file
// (quince.yaml) plus the environment, which wins: listen.desk is QUINCE_LISTEN_DESK. Every secret
// may stand in a file of its own: url_file instead of url. The rows of config/options.h say what
// each option is; config/quince.yaml shows all of them.
//
// read_config is pure: it sees the text, and the world through Surroundings. All faults are told at
// once, each with file, line, column, what is wrong and how to mend it. Relative paths are relative
// to the working directory.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "alerting/channel.h"
#include "collectors/source.h"
#include "core/error.h"
#include "io/yaml.h"
#include "matcher/assessor.h"
#include "matcher/brand.h"

namespace quince {

struct StoreConfig {
  std::string dir = "data";
};

struct ListenConfig {
  std::string desk = "127.0.0.1:8015";
  std::string hooks;    // empty: no listener
  std::string metrics;  // empty: on the desk's
};

struct DeskConfig {
  std::string url;  // without a slash at the end
};

struct RedisConfig {
  std::string url;  // secret; empty: no Redis
  std::int64_t stream_entries_max = 10'000;
};

struct RulesConfig {
  std::string dir;    // empty: the packs that are built in
  std::string model;  // of `quince train`; empty: the one that is built in; "none": the packs alone
};

struct InboundWebhook {
  std::string name;
  std::string secret;
};

struct FetchConfig {
  std::string contact;  // a web page or mail address that servers are told
};

struct HooksConfig {
  std::string url;  // as others reach listen.hooks, without a slash at the end; empty: they cannot
  std::vector<InboundWebhook> webhooks;
};

struct LogConfig {
  std::string level = "info";
};

struct Config {
  StoreConfig store;
  ListenConfig listen;
  DeskConfig desk;
  RedisConfig redis;
  RulesConfig rules;
  LogConfig log;
  FetchConfig fetch;
  std::vector<Brand> brands;
  std::vector<Source> sources;
  std::vector<Channel> channels;
  HooksConfig hooks;
};

struct SecretFile {
  std::string text;
  bool readable_by_all = false;
};

struct Surroundings {
  std::map<std::string, std::string> environment;
  std::function<Result<SecretFile>(const std::string& path)> read_secret;
  std::function<bool(const std::string& zone)> knows_zone;  // IANA names
  bool has_accounts = false;                                // somebody must log in at the desk
};

struct CheckedConfig {
  Config config;
  std::vector<Fault> warnings;
};

std::expected<CheckedConfig, std::vector<Fault>> read_config(std::string_view text,
                                                             const std::string& file,
                                                             const Surroundings& around);

// The same for a file, this process's environment and this machine.
std::expected<CheckedConfig, std::vector<Fault>> load_config(const std::string& path);

// The *.yaml files of a folder in the order of their names. At most 1,000 of 4 MiB each.
Result<std::vector<PackFile>> read_packs(const std::string& dir);

// What is in force, as YAML, with "<set>" in the place of every secret.
std::string describe(const Config& config);

// One line an option: "listen.desk — what it is (default …; QUINCE_LISTEN_DESK)".
std::string option_reference();

}  // namespace quince
