// The subcommands: what each is given, and its function, which does the work and gives the exit
// status: 0 good, 1 the work failed, 2 usage, 78 configuration. main.cpp reads the command line
// into these; each function has its own file.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace quince {

constexpr int exit_good = 0;
constexpr int exit_failed = 1;
constexpr int exit_usage = 2;
constexpr int exit_config = 78;  // EX_CONFIG of sysexits.h

struct DemoArgs {
  double minutes = 3;         // that the day takes
  std::uint16_t port = 8015;  // of the desk; 0: any free one
  std::string store;          // folder; empty: a temporary one that goes away
  std::string webhook;        // where every notice is also posted, signed; empty: nowhere
  bool stay = true;           // keep the desk open once the day is over
  bool redis = true;          // start a private redis-server where one is installed
};
int demo(const DemoArgs& args);

struct WatchArgs {
  std::vector<std::string> brands;
  std::vector<std::string> terms;  // besides the names
  std::vector<std::string> langs{"es", "en"};
  std::vector<std::string> feeds;      // URLs of RSS or Atom feeds besides the built-in ones
  std::vector<std::string> instances;  // Mastodon servers; empty: the built-in ones
  std::vector<std::string> allow_addresses;
  std::string store = "quince-watch";
  std::uint16_t port = 8015;
  bool preview = false;
};
int watch(const WatchArgs& args);

struct RunArgs {
  std::string config = "quince.yaml";
  bool drain = false;  // end once every source was read once and everything was told
};
int run(const RunArgs& args);

struct CheckArgs {
  std::string config = "quince.yaml";
  bool show = false;  // print what is in force
};
int check(const CheckArgs& args);

struct ParseArgs {
  std::string kind;
  std::string source;  // of the configuration: read as it would be; empty: as `kind` alone
  std::string config = "quince.yaml";
  std::string url;
  std::string content_type;
  std::string file;  // empty or "-": standard input, or the source's own file
};
int parse(const ParseArgs& args);

struct AssessArgs {
  std::string file;    // empty or "-": standard input
  std::string rules;   // folder of packs; empty: the built-in ones
  std::string model;   // folder of `quince train`; empty: the built-in one; none
  std::string config;  // for its brands; empty: no brand
};
int assess(const AssessArgs& args);

struct TrainArgs {
  std::vector<std::string> files;  // TSV or JSON lines
  std::string out;                 // folder
  std::string rules;
  std::string origin;  // one sentence for the model's card
};
int train_model(const TrainArgs& args);

struct EvaluateArgs {
  std::vector<std::string> files;  // as of train
  std::string rules;
  std::string model;  // as of assess
};
int evaluate(const EvaluateArgs& args);

struct ExplainArgs {
  std::string text;
  std::string rules;
  std::string model;  // as of assess
  std::string lang;
  bool json = false;
};
int explain(const ExplainArgs& args);

struct RulesArgs {
  std::string rules;
  bool json = false;
};
int rules_list(const RulesArgs& args);
int rules_test(const RulesArgs& args);

struct RulesLintArgs {
  std::string rules;
  std::string texts;  // a history to try them on; empty: none
  bool json = false;
};
int rules_lint(const RulesLintArgs& args);

struct RulesBenchArgs {
  std::string before;  // folder of packs; empty: the built-in ones
  std::string after;
  std::string history;
  bool json = false;
};
int rules_bench(const RulesBenchArgs& args);

struct JournalArgs {
  std::string store = "data";
};
int journal_verify(const JournalArgs& args);

struct OutboxArgs {
  std::string store = "data";
  std::string channel;  // empty: all
  bool json = false;
};
int outbox_list(const OutboxArgs& args);
int outbox_replay(const OutboxArgs& args);
int outbox_discard(const OutboxArgs& args);

struct DoctorArgs {
  std::string config;  // empty: the machine alone
};
int doctor(const DoctorArgs& args);

}  // namespace quince
