// Everything that the world can hand in that is wrong, at once, to the program as its user runs it:
// each is refused with a clear message and a counter, and what is good goes on.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <fstream>

#include "collectors/webhook_in.h"
#include "core/clock.h"
#include "io/http_client.h"
#include "io/store.h"
#include "tests/support/fake_web.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

using test::FakeWeb;
using test::Reply;
using test::Trouble;

std::string feed(const std::string& guid, const std::string& text) {
  return "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>t</title><item><guid "
         "isPermaLink=\"false\">" +
         guid + "</guid><description>" + text + "</description></item></channel></rss>";
}

constexpr const char* complaint =
    "Membrillo Air cancelled my flight and refuses the refund. Worst service ever, unacceptable.";
constexpr const char* secret = "whsec_bWVtYnJpbGxvLWRlbW8tbm90LWEtc2VjcmV0LSE=";

class BadInput : public testing::Test {
 protected:
  void add_source(const std::string& name, const std::string& path,
                  const std::string& kind = "rss") {
    // A host that asks for a pause rests as a whole: that one has another name.
    const std::string host = name == "busy" ? "localhost" : "127.0.0.1";
    const std::string url = "http://" + host + ':' + std::to_string(web.port()) + path;
    sources_ += "  - {name: " + name + ", kind: " + kind + ", url: \"" + url +
                "\", every: 1h, allow_addresses: [127.0.0.1]}\n";
  }

  void start() {
    std::ofstream(dir.file("secret")) << secret;
    ::chmod(dir.file("secret").c_str(), 0600);
    std::ofstream(dir.file("quince.yaml"))
        << "store: {dir: " << dir.file("store") << "}\n"
        << "listen: {desk: \"127.0.0.1:0\", hooks: \"127.0.0.1:0\"}\n"
        << "brands:\n  - {key: membrillo, name: Membrillo Air, terms: [membrillo air]}\n"
        << "hooks:\n  webhooks:\n    - {name: crm, secret_file: " << dir.file("secret") << "}\n"
        << "sources:\n"
        << sources_;
    program.emplace(
        std::vector<std::string>{test::quince_program(), "run", "-c", dir.file("quince.yaml")});
    desk = program->wait_for_line("desk: ");
    hooks = program->wait_for_line("hooks: ");
    ASSERT_FALSE(desk.empty()) << program->output();
    ASSERT_FALSE(hooks.empty()) << program->output();
  }

  std::string get(const std::string& path) {
    HttpRequest request;
    request.url = desk + path;
    request.allow.allowed = {*parse_address_range("127.0.0.0/8")};
    const auto response = http_perform(request);
    return response ? response->body : response.error().text;
  }

  // Asks again until it holds; a bounded number of quick requests to the program itself.
  template <class Holds>
  bool comes_true(Holds&& holds) {
    const SystemClock clock;
    const Time limit = clock.now() + std::chrono::seconds{40};
    while (clock.now() < limit) {
      if (holds()) return true;
      clock.wait_until(clock.now() + std::chrono::milliseconds{50}, {});
    }
    return false;
  }

  bool comes_to_say(const std::string& path, const std::string& text) {
    return comes_true([&] { return get(path).find(text) != std::string::npos; });
  }

  // Whether a counter gets over zero; `series` ends with a space.
  bool comes_to_count(const std::string& series) {
    return comes_true([&] {
      const std::string metrics = get("metrics");
      const auto at = metrics.find(series);
      return at != std::string::npos && metrics.at(at + series.size()) != '0';
    });
  }

  int deliver(const std::string& body, std::string_view key, Time at) {
    const std::string stamp = std::to_string(to_unix_ms(at) / 1000);
    const std::string signature = sign_webhook({"msg_1", stamp, {}, body}, key);
    HttpRequest request;
    request.method = "POST";
    request.url = hooks + "crm";
    request.body = body;
    request.headers = {
        {"webhook-id", "msg_1"}, {"webhook-timestamp", stamp}, {"webhook-signature", signature}};
    request.allow.allowed = {*parse_address_range("127.0.0.0/8")};
    const auto response = http_perform(request);
    return response ? response->status : 0;
  }

  test::TempDir dir;
  FakeWeb web;
  std::string sources_, desk, hooks;
  std::optional<test::Process> program;
};

TEST_F(BadInput, EachIsRefusedWithACounterAndTheGoodOneGoesOn) {
  const struct {
    const char* name;
    Reply reply;
    const char* outcome;  // of quince_fetches_total
  } bad[] = {
      {"page", {.body = "<html><body>Please wait</body></html>"}, "not_a_feed"},
      {"broken", {.status = 500, .body = "oops"}, "server_error"},
      {"busy", {.status = 429, .headers = {{"Retry-After", "120"}}}, "rate_limited"},
      {"gone", {.status = 404}, "client_error"},
      {"huge", {.trouble = Trouble::huge_length}, "too_large"},
      {"endless", {.trouble = Trouble::endless}, "too_large"},
      {"bomb", {.trouble = Trouble::gzip_bomb}, "too_large"},
      {"inside", test::redirect_to("http://127.0.0.2:" + std::to_string(web.port()) + "/good"),
       "refused"},
      {"file", test::redirect_to("file:///etc/passwd"), "refused"},
      {"reset", {.trouble = Trouble::reset}, "network"}};
  for (const auto& row : bad) {
    web.serve(std::string("/") + row.name, row.reply);
    add_source(row.name, std::string("/") + row.name);
  }
  web.serve("/nul",
            Reply{.body = feed("nul", std::string("Membrillo Air lost my bag \0 terrible", 36))});
  web.serve("/latin", Reply{.body = feed("latin",
                                         "Membrillo Air es una verg\xFC"
                                         "enza, p\xE9sima atenci\xF3n")});
  web.serve("/long",
            Reply{.body = feed("long", "Membrillo Air terrible " + std::string(1 << 20, 'x'))});
  web.serve("/good", Reply{.body = feed("good", complaint)});
  for (const char* name : {"nul", "latin", "long", "good"})
    add_source(name, std::string("/") + name);
  start();

  EXPECT_TRUE(comes_to_say("api/v1/cases", "refuses the refund"))
      << get("api/v1/overview") << program->output();
  for (const auto& row : bad) {
    const std::string series =
        "quince_fetches_total{outcome=\"" + std::string(row.outcome) + "\"} ";
    EXPECT_TRUE(comes_to_count(series)) << row.name << get("metrics");
    EXPECT_TRUE(comes_to_say("api/v1/overview", "\"name\":\"" + std::string(row.name) +
                                                    "\",\"kind\":\"rss\",\"state\":\"failing\""))
        << row.name << get("api/v1/overview");
  }
  EXPECT_TRUE(comes_to_say("api/v1/cases?limit=200", "vergüenza"))
      << "bytes of another encoding are mended";
  EXPECT_TRUE(comes_to_say("metrics", "quince_mentions_dropped_total{reason=\"text_cut\"} 1"));
  EXPECT_NE(get("-/healthy").find("healthy"), std::string::npos);
}

TEST_F(BadInput, AWebhookWithAWrongSignatureIsRefusedAndARightOneIsTaken) {
  start();
  const std::string body =
      R"({"id":"crm:1","text":")" + std::string(complaint) + R"(","author":{"handle":"crm_demo"}})";
  const Time now = SystemClock().now();
  EXPECT_EQ(deliver(body, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", now), 401);
  EXPECT_EQ(deliver(body, secret, now - std::chrono::minutes{6}), 401)
      << "an old delivery played again";
  EXPECT_EQ(deliver("{\"id\":1", secret, now), 400);
  EXPECT_EQ(deliver(std::string(2 << 20, 'x'), secret, now), 413);
  EXPECT_EQ(deliver(body, secret, now), 202);
  EXPECT_EQ(deliver(body, secret, now), 202) << "the same again is accepted and changes nothing";
  EXPECT_TRUE(comes_to_say("api/v1/cases", "crm_demo"));
  const std::string metrics = get("metrics");
  EXPECT_NE(metrics.find("quince_hooks_total{outcome=\"refused\"} 2"), std::string::npos)
      << metrics;
  EXPECT_NE(metrics.find("quince_hooks_total{outcome=\"accepted\"} 2"), std::string::npos);
  EXPECT_NE(metrics.find("quince_mentions_collected_total{kind=\"webhook\"} 1"), std::string::npos);
}

TEST_F(BadInput, WhatAWebhookLosesIsCounted) {
  start();
  const Time now = SystemClock().now();
  const std::string body = R"([{"id":"crm:1","text":")" + std::string(100'000, 'x') +
                           R"("},{"id":")" + std::string(2'000, 'i') + R"(","text":"y"}])";
  EXPECT_EQ(deliver(body, secret, now), 202);
  {
    // Somebody else holds the store, for longer than it waits.
    auto other = Database::open(dir.file("store/quince.sqlite"), Database::Access::read_write);
    ASSERT_TRUE(other && other->execute("BEGIN IMMEDIATE"));
    EXPECT_EQ(deliver(R"({"id":"crm:2","text":"x"})", secret, now), 503);
  }
  EXPECT_TRUE(comes_to_say("metrics", "quince_hooks_total{outcome=\"unavailable\"} 1"));
  const std::string metrics = get("metrics");
  for (const char* series : {"mentions_dropped_total{reason=\"text_cut\"} 1",
                             "mentions_dropped_total{reason=\"id_too_long\"} 1"})
    EXPECT_NE(metrics.find(series), std::string::npos) << series << '\n' << metrics;
}

TEST_F(BadInput, ItEndsWellWhenItIsToldTo) {
  web.serve("/hang", Reply{.trouble = Trouble::hang});
  add_source("hang", "/hang");
  start();
  ASSERT_TRUE(web.wait_for("/hang", 1));
  program->kill(SIGTERM);
  EXPECT_EQ(program->wait(std::chrono::seconds{10}), 0) << program->output();
  EXPECT_NE(program->output().find("mentions collected"), std::string::npos);
}

TEST_F(BadInput, ASecondQuinceOnTheSameStoreIsRefused) {
  start();
  const auto second =
      test::run_program({test::quince_program(), "run", "-c", dir.file("quince.yaml")});
  EXPECT_EQ(second.status, 1);
  EXPECT_NE(second.output.find("another quince is using"), std::string::npos) << second.output;
}

}  // namespace
}  // namespace quince
