// How the engine keeps the manners of HTTP: one test for each known way to get them wrong.
#include <gtest/gtest.h>

#include "tests/collectors/running.h"
#include "tests/support/fake_web.h"

namespace quince {
namespace {

using namespace quince::test;

const std::string good = feed(item("1"));

TEST(FetcherHttp, RetryAfterIsObeyedInAllItsForms) {
  const struct {
    const char* name;
    int status;
    HttpHeaders headers;
    Duration least, most;
  } rows[] = {
      {"seconds", 429, {{"Retry-After", "7200"}}, 2h, 2h + 10min},
      {"of a 503", 503, {{"Retry-After", "7200"}}, 2h, 2h + 10min},
      {"a date",
       429,
       {{"Retry-After", "Sun, 22 Nov 2026 12:00:00 GMT"},
        {"Date", "Sun, 22 Nov 2026 10:00:00 GMT"}},
       2h,
       2h + 10min},
      {"a date that has passed",
       429,
       {{"Retry-After", "Sun, 22 Nov 2020 12:00:00 GMT"},
        {"Date", "Sun, 22 Nov 2026 10:00:00 GMT"}},
       1s,
       15min},
      {"a month", 429, {{"Retry-After", "2678400"}}, 24h, 24h},
      {"zero", 429, {{"Retry-After", "0"}}, 1s, 15min},
      {"garbage", 429, {{"Retry-After", "soon"}}, 1s, 15min},
  };
  for (const auto& row : rows) {
    FakeWeb web;
    web.serve("/feed", Reply{.status = row.status, .headers = row.headers, .body = good});
    MemorySpool spool;
    Running running({rss("news", web.url("/feed"))}, spool);
    const Duration pause = running.report("news").next_at - start;
    EXPECT_GE(pause, row.least) << row.name;
    EXPECT_LE(pause, row.most) << row.name;
  }
}

TEST(FetcherHttp, A429IsNoReasonToGiveUp) {
  FakeWeb web;
  web.serve("/feed", Reply{.status = 429, .body = ""});
  MemorySpool spool;
  Running running({rss("news", web.url("/feed"))}, spool);
  for (std::size_t count = 1; count <= 20; ++count) {
    const FetchReport report = running.report("news", count);
    EXPECT_EQ(report.outcome, FetchOutcome::rate_limited);
    EXPECT_LE(report.next_at, running.clock.now() + 1h);
    running.clock.advance(10h);
  }
  web.serve("/feed", Reply{.body = good});
  running.report("news", 21);
  running.clock.advance(10h);
  EXPECT_EQ(running.report("news", 22).outcome, FetchOutcome::ok);
  EXPECT_EQ(spool.saved("news").failures, 0);
}

TEST(FetcherHttp, A410RestsForADayAndA404OnlyAfterAWeek) {
  FakeWeb web;
  web.serve("/gone", Reply{.status = 410});
  web.serve("/lost", Reply{.status = 404});
  MemorySpool spool;
  Running running({rss("gone", web.url("/gone")), rss("lost", web.url("/lost"))}, spool);
  EXPECT_EQ(running.report("gone").outcome, FetchOutcome::gone);
  EXPECT_EQ(running.report("gone").next_at, start + 24h);
  EXPECT_EQ(running.report("lost").outcome, FetchOutcome::client_error);
  EXPECT_LE(running.report("lost").next_at, start + 15min);
  running.clock.advance(6 * 24h);
  EXPECT_EQ(running.report("lost", 2).outcome, FetchOutcome::client_error);
  running.clock.advance(25h);
  const FetchReport week = running.report("lost", 3);
  EXPECT_EQ(week.outcome, FetchOutcome::gone);
  EXPECT_EQ(week.next_at, running.clock.now() + 24h);
}

TEST(FetcherHttp, A403IsNotAskedAgainForAnHour) {
  FakeWeb web;
  web.serve("/feed", {Reply{.status = 403, .body = good}, Reply{.body = good}});
  Source source = rss("news", web.url("/feed"));
  source.every = 1min;
  MemorySpool spool;
  Running running({source}, spool);
  EXPECT_EQ(running.report("news").outcome, FetchOutcome::forbidden);
  running.advance(59min);
  EXPECT_EQ(web.asked("/feed").size(), 1u);
}

TEST(FetcherHttp, TheStatusComesBeforeTheParser) {
  FakeWeb web;
  MemorySpool spool;
  std::vector<Source> sources;
  for (const int status : {201, 204, 300, 400, 401, 403, 404, 429, 500, 503}) {
    const std::string name = std::to_string(status);
    web.serve('/' + name, Reply{.status = status, .body = good});
    sources.push_back(rss(name, web.url('/' + name)));
  }
  FetchOptions options = Running::quick();
  options.per_host_max = 16;
  Running running(sources, spool, options);
  for (const Source& source : sources) {
    const bool is_good = source.name[0] == '2';
    EXPECT_EQ(running.report(source.name).error.empty(), is_good) << source.name;
    EXPECT_EQ(running.report(source.name).counts.fresh, source.name == "201") << source.name;
  }
}

TEST(FetcherHttp, ValidatorsAreKeptAsAPairAndOnlyOfWhatCouldBeRead) {
  FakeWeb web;
  web.serve("/feed",
            {Reply{.headers = {{"ETag", "\"1\""}, {"Last-Modified", "monday"}}, .body = good},
             Reply{.headers = {{"ETag", "\"2\""}, {"Last-Modified", "tuesday"}}, .body = "<html>"},
             Reply{.headers = {{"ETag", "\"3\""}}, .body = good}, Reply{.status = 304}});
  MemorySpool spool;
  Running running({rss("news", web.url("/feed"))}, spool);
  for (std::size_t count = 1; count <= 4; ++count) {
    running.report("news", count);
    running.clock.advance(1h);
  }
  const auto asked = web.asked("/feed");
  EXPECT_EQ(asked.at(1).header("if-none-match"), "\"1\"");
  EXPECT_EQ(asked.at(2).header("if-none-match"), "\"1\"") << "what came was no feed";
  EXPECT_EQ(asked.at(2).header("if-modified-since"), "monday");
  EXPECT_EQ(asked.at(3).header("if-none-match"), "\"3\"");
  EXPECT_EQ(asked.at(3).header("if-modified-since"), "") << "of another document";
}

TEST(FetcherHttp, AfterAWeekOf304ItAsksInFullOnce) {
  FakeWeb web;
  web.serve("/feed",
            {Reply{.headers = {{"ETag", "\"stuck\""}}, .body = good}, Reply{.status = 304},
             Reply{.status = 304}, Reply{.headers = {{"ETag", "\"new\""}}, .body = feed(item("2"))},
             Reply{.status = 304}});
  MemorySpool spool;
  Running running({rss("news", web.url("/feed"))}, spool);
  std::size_t count = 0;
  for (const Duration pause : {1h, 1h, 170h, 1h}) {
    running.report("news", ++count);
    running.clock.advance(pause);
  }
  running.report("news", 5);
  const auto asked = web.asked("/feed");
  EXPECT_EQ(asked.at(2).header("if-none-match"), "\"stuck\"");
  EXPECT_EQ(asked.at(3).header("if-none-match"), "");
  EXPECT_EQ(asked.at(4).header("if-none-match"), "\"new\"");
}

TEST(FetcherHttp, A304ThatNobodyAskedForIsAFault) {
  FakeWeb web;
  web.serve("/feed", Reply{.status = 304});
  MemorySpool spool;
  Running running({rss("news", web.url("/feed"))}, spool);
  EXPECT_EQ(running.report("news").outcome, FetchOutcome::server_error);
  EXPECT_LE(running.report("news").next_at, start + 1min) << "it passes";
}

TEST(FetcherHttp, TheAnswersWishLengthensThePause) {
  const struct {
    const char* name;
    HttpHeaders headers;
    std::string ttl;
    Duration least, most;
  } rows[] = {
      {"nothing", {}, "", 15min, 16min},
      {"ttl", {}, "<ttl>30</ttl>", 30min, 32min},
      {"max-age", {{"Cache-Control", "max-age=2400"}}, "", 40min, 42min},
      {"the longer one", {{"Cache-Control", "max-age=60"}}, "<ttl>30</ttl>", 30min, 32min},
      {"shorter than every", {{"Cache-Control", "max-age=60"}}, "", 15min, 16min},
      {"Expires",
       {{"Date", "Sun, 22 Nov 2026 10:00:00 GMT"}, {"Expires", "Sun, 22 Nov 2026 10:50:00 GMT"}},
       "",
       50min,
       53min},
      {"a year", {{"Cache-Control", "max-age=31536000"}}, "", 75min, 79min},
  };
  for (const auto& row : rows) {
    FakeWeb web;
    Reply full{.headers = row.headers, .body = feed(row.ttl + item("1"))};
    full.headers.emplace_back("ETag", "\"1\"");
    web.serve("/feed", {full, Reply{.status = 304}});
    MemorySpool spool;
    Running running({rss("news", web.url("/feed"))}, spool);
    const Duration pause = running.report("news").next_at - start;
    EXPECT_GE(pause, row.least) << row.name;
    EXPECT_LE(pause, row.most) << row.name;
    running.clock.advance(2h);
    const Duration after_304 = running.report("news", 2).next_at - running.clock.now();
    EXPECT_GE(after_304, row.least) << row.name << ": the document still says so";
  }
}

TEST(FetcherHttp, AMovedFeedIsFollowedAndRenamedAfterAWeek) {
  FakeWeb web;
  web.serve("/old", redirect_to("/new", 301));
  web.serve("/new", Reply{.body = good});
  MemorySpool spool;
  Running running({rss("news", web.url("/old"))}, spool);
  EXPECT_EQ(running.report("news").outcome, FetchOutcome::ok);
  EXPECT_EQ(spool.saved("news").moved_to, web.url("/new"));
  running.clock.advance(6 * 24h);
  running.report("news", 2);
  EXPECT_EQ(web.asked("/old").size(), 2u);
  running.clock.advance(25h);
  running.report("news", 3);
  EXPECT_EQ(web.asked("/old").size(), 2u);
  EXPECT_EQ(web.asked("/new").size(), 3u);
}

TEST(FetcherHttp, OnlyPermanentRedirectsAreRemembered) {
  const struct {
    const char* name;
    int first, second;
    bool remembered;
  } rows[] = {{"301", 301, 0, true},           {"308", 308, 0, true},
              {"302", 302, 0, false},          {"307", 307, 0, false},
              {"301 and 308", 301, 308, true}, {"301 and 302", 301, 302, false}};
  for (const auto& row : rows) {
    FakeWeb web;
    web.serve("/old", redirect_to(row.second == 0 ? "/new" : "/between", row.first));
    web.serve("/between", redirect_to("/new", row.second));
    web.serve("/new", Reply{.body = good});
    MemorySpool spool;
    Running running({rss("news", web.url("/old"))}, spool);
    EXPECT_EQ(running.report("news").outcome, FetchOutcome::ok) << row.name;
    EXPECT_EQ(spool.saved("news").moved_to, row.remembered ? web.url("/new") : "") << row.name;
  }
}

TEST(FetcherHttp, WhereTheOldAddressIsGoneTheNewOneIsAskedAtOnce) {
  FakeWeb web;
  web.serve("/old", {redirect_to("/new", 308), Reply{.status = 404}});
  web.serve("/new", {Reply{.body = good}, Reply{.body = good}, Reply{.status = 410}});
  MemorySpool spool;
  Running running({rss("news", web.url("/old"))}, spool);
  running.report("news");
  running.clock.advance(1h);
  EXPECT_EQ(running.report("news", 2).outcome, FetchOutcome::ok) << "by way of the new address";
  EXPECT_EQ(web.asked("/new").size(), 2u);
  running.clock.advance(1h);
  EXPECT_EQ(running.report("news", 3).outcome, FetchOutcome::client_error) << "both are gone";
  EXPECT_EQ(web.asked("/old").size(), 3u);
  EXPECT_EQ(spool.saved("news").moved_to, "");
}

TEST(FetcherHttp, APortalDoesNotTakeTheFeedsAddress) {
  FakeWeb web;
  web.serve("/feed", redirect_to("/portal", 301));
  web.serve("/portal", Reply{.body = "<html>Please log in</html>"});
  MemorySpool spool;
  Running running({rss("news", web.url("/feed"))}, spool);
  EXPECT_EQ(running.report("news").outcome, FetchOutcome::not_a_feed);
  EXPECT_EQ(spool.saved("news").moved_to, "");
}

TEST(FetcherHttp, ASlowTargetIsNotAskedTwiceAtOnce) {
  FakeWeb web;
  web.serve("/slow", Reply{.trouble = Trouble::hang});
  Source source = rss("slow", web.url("/slow"));
  source.every = 1min;
  MemorySpool spool;
  Running running({source}, spool);
  ASSERT_TRUE(web.wait_for("/slow", 1));
  running.advance(10min);
  running.advance(10min);
  EXPECT_EQ(web.asked("/slow").size(), 1u);
  EXPECT_EQ(running.report("slow").outcome, FetchOutcome::timeout);
}

TEST(FetcherHttp, ARequestEndsBeforeTheNextIsDue) {
  FakeWeb web;
  web.serve("/slow", Reply{.trouble = Trouble::hang});
  Source source = rss("slow", web.url("/slow"));
  source.every = 300ms;
  MemorySpool spool;
  FetchOptions options;
  options.total_max = 1h;
  Running running({source}, spool, options);
  EXPECT_EQ(running.report("slow").outcome, FetchOutcome::timeout);
}

TEST(FetcherHttp, AUsedUpBudgetRestsTheWholeHost) {
  const struct {
    const char* name;
    int status;
    HttpHeaders headers;
  } rows[] = {
      {"seconds", 200, {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "3600"}}},
      {"ISO time",
       200,
       {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "2026-11-22T11:00:00.000Z"}}},
      {"Unix time", 200, {{"x-rate-limit-remaining", "0"}, {"x-rate-limit-reset", "1795345200"}}},
      {"with a 429", 429, {{"RateLimit-Remaining", "0"}, {"RateLimit-Reset", "3600"}}},
  };
  for (const auto& row : rows) {
    FakeWeb web;
    web.serve("/a", Reply{.status = row.status, .headers = row.headers, .body = good});
    web.serve("/b", Reply{.body = feed(item("2"))});
    MemorySpool spool;
    FetchOptions options = Running::quick();
    options.per_host_max = 1;
    {
      Running running({rss("a", web.url("/a")), rss("b", web.url("/b"))}, spool, options);
      running.report("a");
      EXPECT_EQ(spool.saved("a").budget_left, 0) << row.name;
      EXPECT_EQ(spool.saved("a").budget_until, start + 1h) << row.name;
      running.advance(59min);
      EXPECT_TRUE(web.asked("/b").empty()) << row.name;
      running.clock.advance(2min);
      running.report("b");
    }
    const std::size_t before = web.asked("/b").size();
    Running again({rss("a", web.url("/a")), rss("b", web.url("/b"))}, spool, options);
    again.advance(30min);
    EXPECT_EQ(web.asked("/b").size(), before) << row.name << ": also after a restart";
  }
}

TEST(FetcherHttp, ABudgetThatIsLeftRestsNobody) {
  FakeWeb web;
  web.serve("/a", Reply{.headers = {{"X-RateLimit-Remaining", "1"}, {"X-RateLimit-Reset", "3600"}},
                        .body = good});
  web.serve("/b", Reply{.body = feed(item("2"))});
  MemorySpool spool;
  Running running({rss("a", web.url("/a")), rss("b", web.url("/b"))}, spool);
  running.report("a");
  EXPECT_EQ(running.report("b").outcome, FetchOutcome::ok);
  EXPECT_EQ(spool.saved("a").budget_left, 1);
}

}  // namespace
}  // namespace quince
