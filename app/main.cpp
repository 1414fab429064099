// The command line: which subcommands there are and what each takes. The work is in commands.h's
// functions.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <cstdlib>
#include <functional>

#include "app/commands.h"
#include "app/version.h"

namespace quince {
namespace {

// Each function adds one subcommand; `chosen` becomes what to run if it was asked for.
using Chosen = std::function<int()>;

template <class Args>
CLI::App* add(CLI::App& app, const char* name, const char* what, int (*work)(const Args&),
              Args& args, Chosen& chosen) {
  CLI::App* command = app.add_subcommand(name, what);
  command->callback([&chosen, &args, work] { chosen = [&args, work] { return work(args); }; });
  return command;
}

// Unlike CLI::Range it refuses what is no number: every comparison with NaN is false.
std::string check_minutes(const std::string& text) {
  const double minutes = std::strtod(text.c_str(), nullptr);
  return minutes >= 0.05 && minutes <= 1440 ? "" : "must be a number from 0.05 to 1440";
}

void add_demo(CLI::App& app, DemoArgs& args, Chosen& chosen) {
  CLI::App* command = add(app, "demo", "Play a day of a made-up airline, all the way to the desk",
                          demo, args, chosen);
  command->add_option("--minutes", args.minutes, "How long the day takes")
      ->check(check_minutes)
      ->capture_default_str();
  command->add_option("--port", args.port, "Port of the desk; 0: any free one")
      ->capture_default_str();
  command->add_option("--store", args.store,
                      "Folder of the store, to go on after a stop (default: a temporary one)");
  command->add_option("--webhook", args.webhook, "Post every notice to this address too");
  command->add_flag("!--exit", args.stay,
                    "End when the day is over instead of keeping the desk open");
  command->add_flag("!--no-redis", args.redis, "Do not start a private redis-server");
}

void add_watch(CLI::App& app, WatchArgs& args, Chosen& chosen) {
  CLI::App* command =
      add(app, "watch", "Watch a brand without any configuration", watch, args, chosen);
  command->add_option("brand", args.brands, "Names of the brands")->required();
  command->add_option("--term", args.terms, "Another word or phrase that means the brand");
  command->add_option("--lang", args.langs, "Languages of the news search")
      ->delimiter(',')
      ->capture_default_str();
  command->add_option("--feed", args.feeds, "Another RSS or Atom feed to read");
  command->add_option("--instance", args.instances,
                      "Mastodon servers instead of the built-in ones");
  command->add_option("--allow-address", args.allow_addresses,
                      "A range besides public addresses, such as 127.0.0.0/8");
  command->add_option("--store", args.store, "Folder of the store")->capture_default_str();
  command->add_option("--port", args.port, "Port of the desk")->capture_default_str();
  command->add_flag("--preview", args.preview,
                    "Read each feed once, print what would be said, and end");
}

void add_run(CLI::App& app, RunArgs& args, Chosen& chosen) {
  CLI::App* command = add(app, "run", "Run what a configuration says", run, args, chosen);
  command->add_option("-c,--config", args.config, "The configuration")->capture_default_str();
  command->add_flag("--drain", args.drain,
                    "End once every source was read and everything was told");
}

void add_checks(CLI::App& app, CheckArgs& check_args, DoctorArgs& doctor_args,
                JournalArgs& journal_args, Chosen& chosen) {
  CLI::App* command =
      add(app, "check", "Check a configuration and its rules", check, check_args, chosen);
  command->add_option("config,-c,--config", check_args.config, "The configuration")
      ->capture_default_str();
  command->add_flag("--show", check_args.show, "Print what is in force, without secrets");
  add(app, "doctor", "Look at this machine and say what is missing", doctor, doctor_args, chosen)
      ->add_option("-c,--config", doctor_args.config, "Also what this configuration needs");
  CLI::App* journal = app.add_subcommand("journal", "The journal")->require_subcommand(1);
  add(*journal, "verify", "Check that no entry was changed, removed or added", journal_verify,
      journal_args, chosen)
      ->add_option("--store", journal_args.store, "Folder of the store")
      ->capture_default_str();
}

void add_filters(CLI::App& app, ParseArgs& parse_args, AssessArgs& assess_args,
                 ExplainArgs& explain_args, Chosen& chosen) {
  CLI::App* command =
      add(app, "parse", "Turn one raw feed document into mentions and events, as JSON lines", parse,
          parse_args, chosen);
  command->add_option("--kind", parse_args.kind,
                      "Kind of feed: rss, jsonfeed, mastodon, bluesky, jetstream, csv, jsonl");
  command->add_option("--source", parse_args.source,
                      "Instead of --kind: read it as this source of the configuration, to try out "
                      "its columns");
  command->add_option("-c,--config", parse_args.config, "Where the source is")
      ->capture_default_str();
  command->add_option("--url", parse_args.url, "Where it came from: the base of relative links");
  command->add_option("--content-type", parse_args.content_type, "What the server said it was");
  command->add_option("file", parse_args.file,
                      "The document (default: standard input, or the source's file)");

  command = add(app, "assess", "Assess mentions: JSON lines in, JSON lines out", assess,
                assess_args, chosen);
  command->add_option("file", assess_args.file,
                      "Mentions; only id and text are needed (default: standard input)");
  command->add_option("--rules", assess_args.rules,
                      "Folder of rule packs (default: the built-in ones)");
  command->add_option("--model", assess_args.model,
                      "Folder that quince train wrote, or none (default: the built-in model)");
  command->add_option("-c,--config", assess_args.config,
                      "Take brands and rules from this configuration");

  command = add(app, "explain", "Say why a text is, or is not, a complaint", explain, explain_args,
                chosen);
  command->add_option("text", explain_args.text, "The text")->required();
  command->add_option("--rules", explain_args.rules,
                      "Folder of rule packs (default: the built-in ones)");
  command->add_option("--model", explain_args.model,
                      "Folder that quince train wrote, or none (default: the built-in model)");
  command->add_option("--lang", explain_args.lang, "Its language (default: found)");
  command->add_flag("--json", explain_args.json, "The assessment as JSON");
}

void add_train(CLI::App& app, TrainArgs& args, Chosen& chosen) {
  CLI::App* command =
      add(app, "train", "Learn a model from labelled texts", train_model, args, chosen);
  command->add_option("--out", args.out, "Folder to write")->required();
  command->add_option("--rules", args.rules, "Folder of rule packs (default: the built-in ones)");
  command->add_option("--origin", args.origin, "What the texts are, for the model's card");
  command
      ->add_option("file", args.files, "Tab-separated or JSON lines: text, label, severity, lang")
      ->required();
}

void add_evaluate(CLI::App& app, EvaluateArgs& args, Chosen& chosen) {
  CLI::App* command =
      add(app, "evaluate", "Measure packs and model on labelled texts", evaluate, args, chosen);
  command->add_option("--rules", args.rules, "Folder of rule packs (default: the built-in ones)");
  command->add_option("--model", args.model,
                      "Folder that quince train wrote, or none (default: the built-in model)");
  command
      ->add_option("file", args.files,
                   "Tab-separated or JSON lines: text, label, severity, lang, channel")
      ->required();
}

void add_rules(CLI::App& app, RulesArgs& args, RulesLintArgs& lint_args, RulesBenchArgs& bench_args,
               Chosen& chosen) {
  CLI::App* rules = app.add_subcommand("rules", "Rule packs")->require_subcommand(1);
  for (const auto& [name, what, work] :
       {std::tuple{"list", "List every rule", &rules_list},
        std::tuple{"test", "Try every rule's own hits and misses", &rules_test}}) {
    CLI::App* command = add(*rules, name, what, work, args, chosen);
    command->add_option("--rules", args.rules, "Folder of rule packs (default: the built-in ones)");
    command->add_flag("--json", args.json, "JSON lines");
  }

  CLI::App* command = add(*rules, "lint", "Find what is likely a mistake, with its cure",
                          rules_lint, lint_args, chosen);
  command->add_option("--rules", lint_args.rules,
                      "Folder of rule packs (default: the built-in ones)");
  command->add_option("--texts", lint_args.texts,
                      "Also try them on these texts: one a line, tab-separated, or JSON lines");
  command->add_flag("--json", lint_args.json, "JSON lines");

  command = add(*rules, "bench", "Say which complaints other rules would gain and lose",
                rules_bench, bench_args, chosen);
  command->add_option("--old", bench_args.before,
                      "Folder of rule packs (default: the built-in ones)");
  command->add_option("--new", bench_args.after, "Folder of rule packs")->required();
  command
      ->add_option("history", bench_args.history,
                   "Mentions as JSON lines, or tab-separated with a column text; posted_at tells "
                   "the days")
      ->required();
  command->add_flag("--json", bench_args.json, "JSON lines");
}

void add_outbox(CLI::App& app, OutboxArgs& args, Chosen& chosen) {
  CLI::App* outbox =
      app.add_subcommand("outbox", "Notices that have not arrived")->require_subcommand(1);
  for (const auto& [name, what, work] :
       {std::tuple{"list", "List those that wait or were given up, and why", &outbox_list},
        std::tuple{"replay", "Send again what was given up", &outbox_replay},
        std::tuple{"discard", "Give up what waits", &outbox_discard}}) {
    CLI::App* command = add(*outbox, name, what, work, args, chosen);
    command->add_option("--store", args.store, "Folder of the store")->capture_default_str();
    command->add_option("--channel", args.channel, "Of this channel alone (default: of all)");
    command->add_flag("--json", args.json, "JSON lines");
  }
}

// Good is only what was also written: a full disk shows at the latest when the rest is flushed.
int written(int status) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return status;
  std::fputs("quince: standard output could not be written\n", stderr);
  return status == exit_good ? exit_failed : status;
}

int main_with(int argc, char** argv) {
  CLI::App app{
      "quince hears unhappy customers in public, while there is still time to make it right."};
  app.name("quince");
  app.set_version_flag("--version", std::string(version));
  app.require_subcommand(1);
  Chosen chosen;
  DemoArgs demo_args;
  WatchArgs watch_args;
  RunArgs run_args;
  CheckArgs check_args;
  DoctorArgs doctor_args;
  JournalArgs journal_args;
  ParseArgs parse_args;
  AssessArgs assess_args;
  ExplainArgs explain_args;
  RulesArgs rules_args;
  RulesLintArgs rules_lint_args;
  RulesBenchArgs rules_bench_args;
  OutboxArgs outbox_args;
  TrainArgs train_args;
  EvaluateArgs evaluate_args;
  add_demo(app, demo_args, chosen);
  add_watch(app, watch_args, chosen);
  add_run(app, run_args, chosen);
  add_checks(app, check_args, doctor_args, journal_args, chosen);
  add_filters(app, parse_args, assess_args, explain_args, chosen);
  add_rules(app, rules_args, rules_lint_args, rules_bench_args, chosen);
  add_outbox(app, outbox_args, chosen);
  add_train(app, train_args, chosen);
  add_evaluate(app, evaluate_args, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_good : exit_usage;
  }
  return written(chosen());
}

}  // namespace
}  // namespace quince

int main(int argc, char** argv) {
  try {
    return quince::main_with(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "quince: it failed in a way that it should not have: %s\n", error.what());
    return quince::exit_failed;
  }
}
