// quince run as its user runs it: what one channel or one restart does to the others.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "core/clock.h"
#include "io/http_client.h"
#include "tests/support/fake_web.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

using namespace std::chrono_literals;
using test::FakeWeb;
using test::Reply;
using test::Trouble;

constexpr const char* secret = "whsec_bWVtYnJpbGxvLWRlbW8tbm90LWEtc2VjcmV0LSE=";

// A feed with one complaint for each name.
std::string feed_of(const std::vector<std::string>& names) {
  std::string items;
  for (const std::string& name : names)
    items += "<item><guid isPermaLink=\"false\">" + name + "</guid><description>" + name +
             ": Membrillo Air cancelled my flight and refuses the refund. Worst service ever, "
             "unacceptable.</description></item>";
  return "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>t</title>" + items +
         "</channel></rss>";
}

// A pack of one rule.
std::string pack_with(const std::string& phrase) {
  return "pack: {language: en, sector: test, version: 1}\nrules:\n"
         "- {id: en.it, means: pain, weight: 5, says: It, phrases: ['" +
         phrase + "']}\n";
}

class Run : public testing::Test {
 protected:
  void write_config(const std::vector<std::string>& channels, const std::string& more = {}) {
    std::ofstream(dir.file("secret")) << secret;
    ::chmod(dir.file("secret").c_str(), 0600);
    std::ofstream config(dir.file("quince.yaml"));
    config << "store: {dir: " << dir.file("store") << "}\n"
           << "listen: {desk: \"127.0.0.1:0\"}\n"
           << "brands:\n  - {key: membrillo, name: Membrillo Air, terms: [membrillo air]}\n"
           << "sources:\n  - {name: feed, kind: rss, url: \"" << web.url("/feed")
           << "\", every: 1h, allow_addresses: [127.0.0.1]}\n";
    config << more;
    if (!channels.empty()) config << "channels:\n";
    for (const std::string& name : channels)
      config << "  - {name: " << name << ", kind: webhook, url: \"" << web.url("/" + name)
             << "\", secret_file: " << dir.file("secret") << ", allow_addresses: [127.0.0.1]}\n";
  }

  std::vector<std::string> command() const {
    return {test::quince_program(), "run", "-c", dir.file("quince.yaml")};
  }

  test::Finished drain() {
    auto argv = command();
    argv.emplace_back("--drain");
    return test::run_program(argv);
  }

  std::string metrics_of(test::Process& process) {
    return metrics_at(process.wait_for_line("desk: "));
  }
  static std::string metrics_at(const std::string& desk) {
    HttpRequest request;
    request.url = desk + "metrics";
    request.allow.allowed = {*parse_address_range("127.0.0.0/8")};
    const auto response = http_perform(request);
    return response ? response->body : response.error().text;
  }

  // Asks until the metric, which is there from the start, is no longer `value`.
  static bool wait_while(const std::string& desk, const std::string& metric, int value) {
    const std::string line = '\n' + metric + ' ' + std::to_string(value) + '\n';
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (std::chrono::steady_clock::now() < deadline)
      if (metrics_at(desk).find(line) == std::string::npos) return true;
    return false;
  }

  test::TempDir dir;
  FakeWeb web;
};

// The feed's answer is held back until the test has changed the rules.
class Reread : public Run {
 protected:
  Reread() {
    std::filesystem::create_directory(dir.file("rules"));
    write_config({"good"}, "rules: {dir: " + dir.file("rules") + "}\n");
    web.serve("/good", Reply{});
    web.answer_with("/feed", [answer = released.get_future().share()](const test::Asked&) {
      answer.wait_for(60s);
      return Reply{.body = feed_of({"one"})};
    });
  }
  void write_pack(const std::string& text) { std::ofstream(dir.file("rules/p.yaml")) << text; }

  std::promise<void> released;
};

TEST_F(Reread, GoodRulesJudgeWhatComesNext) {
  write_pack(pack_with("purple suitcase"));
  test::Process process(command());
  const std::string desk = process.wait_for_line("desk: ");
  write_pack(pack_with("refuses the refund"));
  process.kill(SIGHUP);
  EXPECT_TRUE(wait_while(desk, "quince_rules_reloads_total{outcome=\"good\"}", 0));
  released.set_value();
  EXPECT_TRUE(web.wait_for("/good", 1)) << "the rules at the start find no complaint in it";
  process.kill(SIGTERM);
  EXPECT_EQ(process.wait(), 0);
}

TEST_F(Reread, FaultyRulesLeaveThoseBeforeInForceUntilTheyAreMended) {
  write_pack(pack_with("refuses the refund"));
  test::Process process(command());
  const std::string desk = process.wait_for_line("desk: ");
  write_pack("pack: {language: en, sector: test, version: 1}\nrules:\n- {id: en.it, means: joy}\n");
  process.kill(SIGHUP);
  EXPECT_TRUE(wait_while(desk, "quince_rules_stale", 0));
  released.set_value();
  EXPECT_TRUE(web.wait_for("/good", 1));
  write_pack(pack_with("refuses the refund"));
  process.kill(SIGHUP);
  EXPECT_TRUE(wait_while(desk, "quince_rules_stale", 1));
  process.kill(SIGTERM);
  EXPECT_EQ(process.wait(), 0);
  EXPECT_NE(process.output().find("rules/p.yaml:3:"), std::string::npos) << process.output();
}

TEST_F(Run, BuiltInRulesAreNotReadAgainAndAHangupEndsNothing) {
  write_config({});
  web.serve("/feed", Reply{.body = feed_of({"one"})});
  test::Process process(command());
  ASSERT_NE(process.wait_for_line("desk: "), "");
  process.kill(SIGHUP);
  std::string line;
  do line = process.wait_for_line("{");
  while (!line.empty() && line.find("the rules are built in") == std::string::npos);
  EXPECT_NE(line, "") << process.output();
  process.kill(SIGTERM);
  EXPECT_EQ(process.wait(), 0) << process.output();
}

TEST_F(Run, AChannelThatHangsAndOneThatFailsDelayNoOtherAndNoStop) {
  web.serve("/feed", Reply{.body = feed_of({"one", "two", "three"})});
  web.serve("/hangs", Reply{.trouble = Trouble::hang});
  web.serve("/hangs-too", Reply{.trouble = Trouble::hang});
  web.serve("/fails", Reply{.status = 500});
  web.serve("/good", Reply{});
  write_config({"hangs", "hangs-too", "fails", "good"});
  test::Process process(command());
  ASSERT_NE(process.wait_for_line("desk: "), "") << process.output();
  for (const char* path : {"/hangs", "/hangs-too", "/fails"}) ASSERT_TRUE(web.wait_for(path, 1));
  EXPECT_TRUE(web.wait_for("/good", 3)) << "each of the three cases is told";
  process.kill(SIGTERM);
  EXPECT_EQ(process.wait(12s), 0) << "two channels that hang are waited for at once";
}

TEST_F(Run, DrainReadsEverySourceAgainOnAStoreThatWasUsedBefore) {
  write_config({"good"});
  web.serve("/good", Reply{});
  web.serve("/feed", Reply{.body = feed_of({"one"})});
  ASSERT_EQ(drain().status, 0);
  web.serve("/feed", Reply{.body = feed_of({"one", "two"})});
  const test::Finished again = drain();
  EXPECT_EQ(again.status, 0) << again.output;
  EXPECT_NE(again.output.find("1 mentions collected"), std::string::npos) << again.output;
  EXPECT_EQ(web.asked("/good").size(), 2u);
}

TEST_F(Run, WhatAChannelRefusedIsListedAndSentAgain) {
  web.serve("/feed", Reply{.body = feed_of({"one"})});
  web.serve("/crm", {Reply{.status = 404}, Reply{}});
  write_config({"crm"});
  ASSERT_EQ(drain().status, 0);
  const auto outbox = [&](const char* verb) {
    return test::run_program(
        {test::quince_program(), "outbox", verb, "--store", dir.file("store")});
  };
  const test::Finished listed = outbox("list");
  EXPECT_EQ(listed.status, 0);
  EXPECT_NE(listed.output.find("gone"), std::string::npos) << listed.output;
  EXPECT_EQ(outbox("replay").output, "1 notices will be sent again\n");
  ASSERT_EQ(drain().status, 0);
  EXPECT_EQ(web.asked("/crm").size(), 2u);
  EXPECT_EQ(outbox("list").output, "");
}

TEST_F(Run, ARestartRemembersWhenASourceWasReadWell) {
  write_config({});
  web.serve("/feed", Reply{.body = feed_of({"one"})});
  ASSERT_EQ(drain().status, 0);
  test::Process process(command());  // the source is due again in an hour
  const std::string metrics = metrics_of(process);
  constexpr std::string_view series =
      "quince_source_last_success_timestamp_seconds{source=\"feed\"} ";
  const auto at = metrics.find(series);
  ASSERT_NE(at, std::string::npos) << metrics;
  EXPECT_GT(std::stod(metrics.substr(at + series.size())), 1e9);
  process.kill(SIGTERM);
  EXPECT_EQ(process.wait(), 0) << process.output();
}

}  // namespace
}  // namespace quince
