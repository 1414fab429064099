// What is asked before a target's own request: robots.txt, and a session.
#include <gtest/gtest.h>

#include "tests/collectors/running.h"
#include "tests/support/fake_web.h"

namespace quince {
namespace {

using namespace quince::test;

Source obedient(const std::string& name, const std::string& url) {
  Source source = rss(name, url);
  source.robots = true;
  return source;
}

TEST(FetcherRobots, AreAskedFirstAndOnceADay) {
  FakeWeb web;
  web.serve("/robots.txt", Reply{.body = "User-agent: *\nDisallow: /private"});
  web.serve("/a", Reply{.body = feed(item("1"))});
  web.serve("/b", Reply{.body = feed(item("2"))});
  MemorySpool spool;
  Running running({obedient("a", web.url("/a")), obedient("b", web.url("/b"))}, spool);
  EXPECT_EQ(running.report("a").outcome, FetchOutcome::ok);
  EXPECT_EQ(running.report("b").outcome, FetchOutcome::ok);
  EXPECT_EQ(web.asked().at(0).target, "/robots.txt");
  running.clock.advance(1h);
  running.report("a", 2);
  EXPECT_EQ(web.asked("/robots.txt").size(), 1u);
  running.clock.advance(24h);
  running.report("a", 3);
  EXPECT_EQ(web.asked("/robots.txt").size(), 2u);
}

TEST(FetcherRobots, ARefusalNamesTheCure) {
  FakeWeb web;
  web.serve("/robots.txt", Reply{.body = "User-agent: quince\nDisallow: /feed"});
  web.serve("/feed", Reply{.body = feed(item("1"))});
  Source agreed = obedient("agreed", web.url("/feed"));
  agreed.robots = false;
  MemorySpool spool;
  Running running({obedient("news", web.url("/feed")), agreed}, spool);
  const FetchReport report = running.report("news");
  EXPECT_EQ(report.outcome, FetchOutcome::refused);
  EXPECT_NE(report.error.find("robots: false"), std::string::npos) << report.error;
  EXPECT_GT(report.next_at, start);
  EXPECT_EQ(running.report("agreed").outcome, FetchOutcome::ok);
  EXPECT_EQ(web.asked("/feed").size(), 1u);
}

TEST(FetcherRobots, WhatCannotBeReadAllowsNothingButWhatIsNotThereAllowsAll) {
  const struct {
    const char* name;
    Reply robots;
    FetchOutcome outcome;
  } rows[] = {
      {"404", Reply{.status = 404}, FetchOutcome::ok},
      {"403", Reply{.status = 403}, FetchOutcome::ok},
      {"500", Reply{.status = 500}, FetchOutcome::server_error},
      {"429", Reply{.status = 429}, FetchOutcome::rate_limited},
      {"no answer", Reply{.trouble = Trouble::reset}, FetchOutcome::network},
      {"endless", Reply{.trouble = Trouble::endless}, FetchOutcome::too_large},
      {"elsewhere", redirect_to("/rules"), FetchOutcome::refused},
  };
  for (const auto& row : rows) {
    FakeWeb web;
    web.serve("/robots.txt", row.robots);
    web.serve("/rules", Reply{.body = "User-agent: *\nDisallow: /"});
    web.serve("/feed", Reply{.body = feed(item("1"))});
    MemorySpool spool;
    Running running({obedient("news", web.url("/feed"))}, spool);
    const FetchReport report = running.report("news");
    EXPECT_EQ(report.outcome, row.outcome) << row.name << ": " << report.error;
    EXPECT_EQ(web.asked("/feed").size(), row.outcome == FetchOutcome::ok ? 1u : 0u) << row.name;
    if (row.outcome != FetchOutcome::ok) {
      EXPECT_NE(report.error.find("robots.txt"), std::string::npos) << report.error;
    }
  }
}

TEST(FetcherRobots, OnceItAnswersTheSourceIsRead) {
  FakeWeb web;
  web.serve("/robots.txt", {Reply{.status = 503}, Reply{.status = 404}, Reply{.status = 503}});
  web.serve("/feed", Reply{.body = feed(item("1"))});
  MemorySpool spool;
  Running running({obedient("news", web.url("/feed"))}, spool);
  EXPECT_EQ(running.report("news").outcome, FetchOutcome::server_error);
  running.clock.advance(1h);
  EXPECT_EQ(running.report("news", 2).outcome, FetchOutcome::ok);
  running.clock.advance(25h);
  EXPECT_EQ(running.report("news", 3).outcome, FetchOutcome::ok) << "by the rules of yesterday";
  EXPECT_EQ(web.asked("/robots.txt").size(), 3u);
}

TEST(FetcherRobots, CrawlDelayKeepsRequestsApart) {
  FakeWeb web;
  web.serve("/robots.txt", Reply{.body = "User-agent: *\nCrawl-delay: 30"});
  web.serve("/a", Reply{.body = feed(item("1"))});
  web.serve("/b", Reply{.body = feed(item("2"))});
  MemorySpool spool;
  Running running({obedient("a", web.url("/a")), obedient("b", web.url("/b"))}, spool);
  running.report("a");
  running.advance(29s);
  EXPECT_TRUE(web.asked("/b").empty());
  running.clock.advance(1s);
  EXPECT_EQ(running.report("b").outcome, FetchOutcome::ok);
}

// A platform that gives a session for an account: POST /session answers "<bearer> <seconds>".
namespace platform {

bool wanted(const Source& source) { return !source.account.empty(); }
HttpRequest session_request(const Source& source) {
  HttpRequest request;
  request.method = "POST";
  request.url = source.url + "session";
  request.body = source.account + ':' + source.token;
  return request;
}
Result<Session> parse_session(const Source&, const Document& document, Time now) {
  const std::size_t space = document.bytes.find(' ');
  if (space == std::string_view::npos)
    return fail(Code::invalid, "there is no token in the answer");
  const int seconds = std::atoi(std::string(document.bytes.substr(space)).c_str());
  return Session{std::string(document.bytes.substr(0, space)), now + std::chrono::seconds{seconds}};
}
bool is_refused(const HttpResponse& response) { return response.status == 401; }
const SignIn sign_in{&wanted, &session_request, &parse_session, &is_refused};

HttpRequest request(const Target& target, const Cursor&) {
  HttpRequest request;
  request.url = target.source->url + target.tag;
  return request;
}
const Kind kind{.name = "platform",
                .takes = "url account token tags",
                .needs = "url",
                .request = &request,
                .parse = find_kind("rss")->parse,
                .sign_in = &sign_in};
const Kind* find(std::string_view name) { return name == kind.name ? &kind : find_kind(name); }

}  // namespace platform

class FetcherSignIn : public testing::Test {
 protected:
  FetcherSignIn() {
    options.find_kind = &platform::find;
    source = rss("social", web.url("/"));
    source.kind = "platform";
    source.account = "someone";
    source.token = "app-password";
    source.tags = {"a"};
    web.serve("/a", Reply{.body = feed(item("1"))});
    web.serve("/b", Reply{.body = feed(item("2"))});
  }
  FakeWeb web;
  MemorySpool spool;
  FetchOptions options = Running::quick();
  Source source;
};

TEST_F(FetcherSignIn, OpensOneSessionForAllTargetsAndKeepsIt) {
  web.serve("/session", Reply{.body = "s3ssion 100000"});
  source.tags = {"a", "b"};
  Running running({source}, spool, options);
  EXPECT_EQ(running.report("social#a").outcome, FetchOutcome::ok)
      << running.report("social#a").error;
  EXPECT_EQ(running.report("social#b").outcome, FetchOutcome::ok);
  running.clock.advance(1h);
  running.report("social#a", 2);
  EXPECT_EQ(web.asked().at(0).target, "/session");
  EXPECT_EQ(web.asked("/session").size(), 1u);
  EXPECT_EQ(web.asked("/session").at(0).body, "someone:app-password");
  EXPECT_EQ(web.asked("/session").at(0).header("authorization"), "");
  for (const Asked& asked : web.asked("/a"))
    EXPECT_EQ(asked.header("authorization"), "Bearer s3ssion");
}

TEST_F(FetcherSignIn, WithoutAnAccountTheTokenIsSent) {
  source.account = "";
  Running running({source}, spool, options);
  running.report("social#a");
  EXPECT_TRUE(web.asked("/session").empty());
  EXPECT_EQ(web.asked("/a").at(0).header("authorization"), "Bearer app-password");
}

TEST_F(FetcherSignIn, SignsInAnewWhenTheSessionHasEnded) {
  web.serve("/session", {Reply{.body = "first 600"}, Reply{.body = "second 600"}});
  Running running({source}, spool, options);
  running.report("social#a");
  running.clock.advance(1h);
  running.report("social#a", 2);
  EXPECT_EQ(web.asked("/a").at(1).header("authorization"), "Bearer second");
}

TEST_F(FetcherSignIn, SignsInAnewOnceWhenTheSessionIsRefused) {
  web.serve("/session", {Reply{.body = "first 100000"}, Reply{.body = "second 100000"},
                         Reply{.body = "third 100000"}});
  web.serve("/a", {Reply{.status = 401}, Reply{.body = feed(item("1"))}, Reply{.status = 401}});
  Running running({source}, spool, options);
  EXPECT_EQ(running.report("social#a").outcome, FetchOutcome::ok) << "repeated with a new session";
  EXPECT_EQ(web.asked("/a").at(1).header("authorization"), "Bearer second");
  running.clock.advance(1h);
  EXPECT_EQ(running.report("social#a", 2).outcome, FetchOutcome::client_error);
  EXPECT_EQ(web.asked("/session").size(), 3u) << "once, not for ever";
  EXPECT_EQ(web.asked("/a").size(), 4u);
}

TEST_F(FetcherSignIn, AFailureNamesTheSourceAndTheCureAndRests) {
  const struct {
    const char* name;
    Reply reply;
    FetchOutcome outcome;
  } rows[] = {
      {"a wrong password", Reply{.status = 401, .body = "app-password"},
       FetchOutcome::client_error},
      {"a closed account", Reply{.status = 403}, FetchOutcome::client_error},
      {"no token", Reply{.body = "welcome"}, FetchOutcome::client_error},
      {"a session of yesterday", Reply{.body = "s3ssion -5"}, FetchOutcome::client_error},
      {"too many", Reply{.status = 429}, FetchOutcome::rate_limited},
      {"away", Reply{.status = 502}, FetchOutcome::server_error},
  };
  source.tags = {"a", "b"};
  for (const auto& row : rows) {
    const std::size_t before = web.asked("/session").size();
    web.serve("/session", row.reply);
    MemorySpool fresh;
    Running running({source}, fresh, options);
    const FetchReport report = running.report("social#a");
    EXPECT_EQ(report.outcome, row.outcome) << row.name;
    EXPECT_NE(report.error.find("source social"), std::string::npos) << report.error;
    EXPECT_NE(report.error.find("check its account and token"), std::string::npos);
    EXPECT_EQ(report.error.find("app-password"), std::string::npos) << "a secret";
    EXPECT_GT(report.next_at, start) << row.name;
    running.advance(5s);
    EXPECT_EQ(web.asked("/session").size(), before + 1)
        << row.name << ": its targets wait together";
  }
  EXPECT_TRUE(web.asked("/a").empty());
}

}  // namespace
}  // namespace quince
