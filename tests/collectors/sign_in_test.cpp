// Sources that sign in, through the fetch engine.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/collectors/running.h"
#include "tests/support/fake_web.h"

namespace quince {
namespace {

using namespace quince::test;

const std::string session_path = "/xrpc/com.atproto.server.createSession";
const std::string search_path = "/xrpc/app.bsky.feed.searchPosts";
const std::string posts_path = "/xrpc/app.bsky.feed.getPosts";

Reply session(const std::string& bearer) {
  return Reply{.body = "{\"did\":\"did:plc:demo\",\"accessJwt\":\"" + bearer + "\"}"};
}

Reply refusal(const std::string& error, int status = 400) {
  return Reply{.status = status, .body = "{\"error\":\"" + error + "\",\"message\":\"no\"}"};
}

const Reply nothing{.body = "{\"posts\":[]}"};

Source sky(const FakeWeb& web, std::vector<std::string> searches) {
  Source source;
  source.name = "sky";
  source.kind = "bluesky";
  source.url = web.url("");
  source.account = "care.example";
  source.token = "app-password";
  source.searches = std::move(searches);
  source.every = 15min;
  source.allow_addresses = {"127.0.0.1"};
  return source;
}

std::vector<std::string> bearers(const FakeWeb& web, const std::string& path) {
  std::vector<std::string> all;
  for (const Asked& asked : web.asked(path)) all.push_back(asked.header("authorization"));
  return all;
}

TEST(SignIn, OnceForAllTargetsAndAgainWhenTheSessionIsRefused) {
  FakeWeb web;
  web.serve(session_path, {session("one"), session("two")});
  web.serve(search_path, {nothing, nothing, refusal("ExpiredToken"), nothing});
  MemorySpool spool;
  Running running({sky(web, {"membrillo air", "membrilloair"})}, spool);
  EXPECT_EQ(running.report("sky?membrillo air").error, "");
  EXPECT_EQ(running.report("sky?membrilloair").error, "");
  ASSERT_EQ(web.asked(session_path).size(), 1u);
  EXPECT_EQ(web.asked(session_path)[0].method, "POST");
  EXPECT_EQ(web.asked(session_path)[0].body,
            "{\"identifier\":\"care.example\",\"password\":\"app-password\"}");
  EXPECT_EQ(web.asked(session_path)[0].header("authorization"), "") << "the token is a password";

  running.clock.advance(20min);
  EXPECT_EQ(running.report("sky?membrillo air", 2).error, "");
  EXPECT_EQ(running.report("sky?membrilloair", 2).error, "");
  EXPECT_EQ(web.asked(session_path).size(), 2u);
  const auto sent = bearers(web, search_path);
  ASSERT_EQ(sent.size(), 5u);
  EXPECT_EQ(sent[0], "Bearer one");
  // Which of the two targets meets the refusal, and whose request the server reads last, is open.
  EXPECT_GE(std::count(sent.begin(), sent.end(), "Bearer two"), 1);
}

TEST(SignIn, ASessionThatIsRefusedTwiceIsAFailure) {
  FakeWeb web;
  web.serve(session_path, session("one"));
  web.serve(search_path, refusal("InvalidToken"));
  MemorySpool spool;
  Running running({sky(web, {"membrillo"})}, spool);
  const FetchReport report = running.report("sky?membrillo");
  EXPECT_EQ(report.outcome, FetchOutcome::client_error);
  EXPECT_GE(report.next_at, start + 7min);
  EXPECT_EQ(web.asked(search_path).size(), 2u);
  EXPECT_EQ(web.asked(session_path).size(), 2u);
}

TEST(SignIn, ARefusedPasswordIsToldAndRests) {
  const struct {
    const char* name;
    Reply reply;
    FetchOutcome outcome;
    const char* error;
  } rows[] = {
      {"wrong", refusal("AuthenticationRequired", 401), FetchOutcome::client_error,
       "sign-in of source sky failed: HTTP status 401; check its account and token"},
      {"too often", Reply{.status = 429}, FetchOutcome::rate_limited,
       "sign-in of source sky failed: HTTP status 429; check its account and token"},
      {"no token in it", Reply{.body = "{}"}, FetchOutcome::client_error,
       "sign-in of source sky failed: 127.0.0.1 gave no session to care.example; check its account "
       "and token"},
  };
  for (const auto& row : rows) {
    FakeWeb web;
    web.serve(session_path, row.reply);
    MemorySpool spool;
    Running running({sky(web, {"membrillo"})}, spool);
    const FetchReport report = running.report("sky?membrillo");
    EXPECT_EQ(report.outcome, row.outcome) << row.name;
    EXPECT_EQ(report.error, row.error) << row.name;
    EXPECT_GE(report.next_at, start + 7min) << row.name;
    EXPECT_TRUE(web.asked(search_path).empty()) << row.name;
  }
}

TEST(SignIn, CountsAreReadAgainWithTheSessionWhereItIsTheSameServer) {
  FakeWeb web;
  const std::string here = "at://did:plc:a/app.bsky.feed.post/1";
  web.serve(session_path, session("one"));
  web.serve(search_path, nothing);
  web.serve(posts_path, Reply{.body = "{\"posts\":[{\"uri\":\"" + here +
                                      "\",\"repostCount\":7,\"likeCount\":0}]}"});
  MemorySpool spool;
  for (const char* rkey : {"1", "2"}) {
    Watch watch;
    watch.mention = std::string("bluesky:did:plc:a:") + rkey;
    watch.feed = "sky";
    watch.source_id = std::string("at://did:plc:a/app.bsky.feed.post/") + rkey;
    watch.due_at = start;
    spool.watch(watch);
  }
  Running running({sky(web, {"membrillo"})}, spool);
  EXPECT_EQ(running.report("sky~counts").error, "");
  EXPECT_EQ(bearers(web, posts_path), std::vector<std::string>{"Bearer one"});
  EXPECT_TRUE(web.asked(posts_path)[0].target.ends_with(
      "?uris=at%3A%2F%2Fdid%3Aplc%3Aa%2Fapp.bsky.feed.post%2F1"
      "&uris=at%3A%2F%2Fdid%3Aplc%3Aa%2Fapp.bsky.feed.post%2F2"));
  ASSERT_EQ(spool.readings().size(), 1u);
  EXPECT_EQ(spool.readings()[0].counts.shares, 7);
  EXPECT_EQ(spool.readings()[0].at, start);
  EXPECT_EQ(spool.missing(), std::vector<std::string>{"bluesky:did:plc:a:2"});
}

}  // namespace
}  // namespace quince
