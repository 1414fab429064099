#include "collectors/fetcher.h"

#include <gtest/gtest.h>

#include "tests/collectors/running.h"
#include "tests/support/fake_web.h"

namespace quince {
namespace {

using namespace quince::test;

TEST(Fetcher, ReadsAFeedAndAsksAgainWithItsValidators) {
  FakeWeb web;
  web.serve(
      "/feed",
      {Reply{.headers = {{"ETag", "\"v1\""}, {"Last-Modified", "Sun, 22 Nov 2026 09:00:00 GMT"}},
             .body = feed(item("1", "Espa&ntilde;a") + item("2"))},
       Reply{.status = 304}});
  MemorySpool spool;
  Running running({rss("news", web.url("/feed"))}, spool);
  const FetchReport first = running.report("news");
  EXPECT_EQ(first.outcome, FetchOutcome::ok) << first.error;
  EXPECT_EQ(first.counts.fresh, 2);
  ASSERT_EQ(spool.mentions().size(), 2u);
  EXPECT_EQ(spool.mentions()[0].text, "España");
  EXPECT_EQ(spool.mentions()[0].feed, "news");
  EXPECT_EQ(spool.mentions()[0].seen_at, start);
  EXPECT_EQ(spool.saved("news").etag, "\"v1\"");
  EXPECT_EQ(spool.saved("news").last_success_at, start);
  EXPECT_GE(first.next_at, start + 15min);

  running.advance(14min);
  EXPECT_EQ(web.asked("/feed").size(), 1u);
  running.clock.advance(2min);
  EXPECT_EQ(running.report("news", 2).outcome, FetchOutcome::not_modified);
  const auto second = web.asked("/feed").at(1);
  EXPECT_EQ(second.header("if-none-match"), "\"v1\"");
  EXPECT_EQ(second.header("if-modified-since"), "Sun, 22 Nov 2026 09:00:00 GMT");
  EXPECT_EQ(spool.saved("news").etag, "\"v1\"");
}

TEST(Fetcher, BadInputIsRefusedWithItsReasonAndDelaysNobody) {
  FakeWeb web;
  const std::string good = feed(item("1"));
  const struct {
    const char* name;
    Reply reply;
    FetchOutcome outcome;
  } rows[] = {
      {"html", Reply{.body = "<html><body>Just a moment</body></html>"}, FetchOutcome::not_a_feed},
      {"json", Reply{.body = "{\"error\":\"busy\"}"}, FetchOutcome::not_a_feed},
      {"empty", Reply{.body = ""}, FetchOutcome::not_a_feed},
      {"500", Reply{.status = 500, .body = good}, FetchOutcome::server_error},
      {"404", Reply{.status = 404, .body = good}, FetchOutcome::client_error},
      {"403", Reply{.status = 403, .body = good}, FetchOutcome::forbidden},
      {"410", Reply{.status = 410}, FetchOutcome::gone},
      {"429", Reply{.status = 429, .body = good}, FetchOutcome::rate_limited},
      {"304", Reply{.status = 304}, FetchOutcome::server_error},
      {"private", redirect_to("http://10.0.0.1/feed"), FetchOutcome::refused},
      {"metadata", redirect_to("http://169.254.169.254/latest"), FetchOutcome::refused},
      {"2gb", Reply{.body = good, .trouble = Trouble::huge_length}, FetchOutcome::too_large},
      {"endless", Reply{.body = good, .trouble = Trouble::endless}, FetchOutcome::too_large},
      {"bomb", Reply{.body = good, .trouble = Trouble::gzip_bomb}, FetchOutcome::too_large},
      {"half", Reply{.body = good, .trouble = Trouble::half_body}, FetchOutcome::network},
      {"short", Reply{.body = good, .trouble = Trouble::too_short}, FetchOutcome::network},
      {"reset", Reply{.body = good, .trouble = Trouble::reset}, FetchOutcome::network},
      {"drip", Reply{.body = std::string(1000, ' ') + good, .trouble = Trouble::slow_drip},
       FetchOutcome::timeout},
      {"hang", Reply{.body = good, .trouble = Trouble::hang}, FetchOutcome::timeout},
  };
  std::vector<Source> sources;
  for (const auto& row : rows) {
    Reply reply = row.reply;
    reply.headers.emplace_back("ETag", "\"bad\"");
    web.serve(std::string("/") + row.name, reply);
    sources.push_back(rss(row.name, web.url(std::string("/") + row.name)));
  }
  web.serve("/good", Reply{.body = good});
  sources.push_back(rss("good", web.url("/good")));
  MemorySpool spool;
  FetchOptions options = Running::quick();
  options.per_host_max = 32;
  Running running(sources, spool, options);
  EXPECT_EQ(running.report("good").outcome, FetchOutcome::ok);
  for (const auto& row : rows) {
    const FetchReport report = running.report(row.name);
    EXPECT_EQ(report.outcome, row.outcome) << row.name << ": " << report.error;
    EXPECT_FALSE(report.error.empty()) << row.name;
    EXPECT_GT(report.next_at, start) << row.name;
    const Cursor saved = spool.saved(row.name);
    EXPECT_EQ(saved.failures, 1) << row.name;
    EXPECT_EQ(saved.etag, "") << row.name << ": a validator of a document that nobody could read";
    EXPECT_EQ(saved.last_error, report.error) << row.name;
  }
  EXPECT_EQ(spool.mentions().size(), 1u);
}

TEST(Fetcher, OddTextsBecomeGoodOnes) {
  FakeWeb web;
  std::string odd = feed(item("nul", std::string("a\0b", 3)) + item("bytes", "a\xFF\xC3") +
                         item("long", std::string(1u << 19, 'y')));
  web.serve("/odd", Reply{.body = odd, .gzip = true, .chunked = true});
  MemorySpool spool;
  Running running({rss("odd", web.url("/odd"))}, spool);
  const FetchReport report = running.report("odd");
  EXPECT_EQ(report.outcome, FetchOutcome::ok) << report.error;
  EXPECT_EQ(report.dropped, std::vector<std::string>{"text_cut"});
  const auto mentions = spool.mentions();
  ASSERT_EQ(mentions.size(), 3u);
  EXPECT_EQ(mentions[0].text,
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(mentions[1].text, "aÿÃ");
  EXPECT_EQ(mentions[2].text.size(), 64u << 10);
}

TEST(Fetcher, LoopbackNeedsTheSourcesPermission) {
  FakeWeb web;
  web.serve("/feed", Reply{.body = feed(item("1"))});
  Source strict = rss("strict", web.url("/feed"));
  strict.allow_addresses = {};
  MemorySpool spool;
  Running running({strict}, spool);
  EXPECT_EQ(running.report("strict").outcome, FetchOutcome::refused);
  EXPECT_EQ(web.connections(), 0);
}

TEST(Fetcher, RetryAfterRestsTheWholeHost) {
  FakeWeb web;
  web.serve("/busy", {Reply{.status = 429, .headers = {{"Retry-After", "3600"}}},
                      Reply{.body = feed(item("1"))}});
  web.serve("/other", Reply{.body = feed(item("2"))});
  Source other = rss("other", web.url("/other"));
  other.every = 10min;
  MemorySpool spool;
  FetchOptions options = Running::quick();
  options.per_host_max = 1;
  Running running({rss("busy", web.url("/busy")), other}, spool, options);
  EXPECT_EQ(running.report("busy").outcome, FetchOutcome::rate_limited);
  EXPECT_GE(spool.saved("busy").next_at, start + 1h);
  running.advance(59min);
  EXPECT_TRUE(web.asked("/other").empty()) << "the host asked for an hour";
  running.clock.advance(10min);
  EXPECT_EQ(running.report("other").outcome, FetchOutcome::ok);
  EXPECT_EQ(running.report("busy", 2).outcome, FetchOutcome::ok);
  EXPECT_EQ(spool.saved("busy").failures, 0);
  EXPECT_EQ(spool.saved("busy").last_error, "");
}

TEST(Fetcher, StartsOnOneHostAreApart) {
  FakeWeb web;
  web.serve("/a", Reply{.body = feed(item("1"))});
  web.serve("/b", Reply{.body = feed(item("2"))});
  MemorySpool spool;
  FetchOptions options = Running::quick();
  options.host_gap = 10s;
  Running running({rss("a", web.url("/a")), rss("b", web.url("/b"))}, spool, options);
  running.report("a");
  running.advance(9s);
  EXPECT_TRUE(web.asked("/b").empty());
  running.clock.advance(1s);
  EXPECT_EQ(running.report("b").outcome, FetchOutcome::ok);
}

TEST(Fetcher, WalksAllPagesOfATag) {
  const auto page = [](int first, int count) {
    std::string json = "[";
    for (int i = first; i < first + count; ++i) {
      const std::string id = std::to_string(i);
      json.append(i > first ? "," : "").append("{\"id\":\"").append(id);
      json.append("\",\"uri\":\"https://o.example/s/").append(id);
      json.append("\",\"account\":{\"acct\":\"a\"},\"content\":\"<p>x</p>\"}");
    }
    return json + "]";
  };
  FakeWeb web;
  const std::string path = "/api/v1/timelines/tag/membrillo";
  web.serve(path + "?limit=40", Reply{.body = page(1000, 40)});
  web.serve(path + "?limit=40&min_id=1039", Reply{.body = page(1040, 40)});
  web.serve(path + "?limit=40&min_id=1079", Reply{.body = page(1080, 3)});
  web.serve(path + "?limit=40&max_id=1082", Reply{.body = page(1042, 40)});  // behind the cursor
  web.serve(path + "?limit=40&min_id=1082", Reply{.headers = {{"ETag", "\"x\""}}, .body = "[]"});
  Source source = rss("social", web.url("/"));
  source.kind = "mastodon";
  source.tags = {"membrillo"};
  source.token = "s3cret";
  MemorySpool spool;
  Running running({source}, spool);
  EXPECT_EQ(running.report("social#membrillo", 3).counts.fresh, 3);
  EXPECT_EQ(spool.mentions().size(), 83u);
  EXPECT_EQ(spool.saved("social#membrillo").position, "1082");
  EXPECT_EQ(web.asked(path).at(0).header("authorization"), "Bearer s3cret");
  running.clock.advance(20min);
  EXPECT_EQ(running.report("social#membrillo", 4).counts.repeated, 40);
  EXPECT_EQ(running.report("social#membrillo", 5).outcome, FetchOutcome::ok);
  EXPECT_EQ(spool.saved("social#membrillo").position, "1082");
}

TEST(Fetcher, OfAFirehoseOnlyWhatConcernsABrandIsKept) {
  FakeWeb web;
  const std::string statuses =
      R"([{"id":"2","uri":"https://o.example/s/2","content":"of a brand","account":{"acct":"a"}},)"
      R"({"id":"1","uri":"https://o.example/s/1","content":"of cats","account":{"acct":"a"}}])";
  web.serve("/api/v1/timelines/public", Reply{.body = statuses});
  web.serve("/api/v1/timelines/tag/cats", Reply{.body = statuses});
  Source source = rss("social", web.url("/"));
  source.kind = "mastodon";
  source.tags = {"cats"};
  source.public_timeline = true;
  MemorySpool spool;
  const auto concerns = [](const Mention& mention) { return mention.text.ends_with("brand"); };
  Running running({source}, spool, Running::quick(), concerns);
  const PutCount kept = running.report("social").counts;
  EXPECT_EQ(kept.fresh + kept.repeated, 1);
  EXPECT_EQ(spool.saved("social").position, "2");
  running.report("social#cats");
  EXPECT_EQ(spool.mentions().size(), 3u) << "a tag was asked for";
}

TEST(Fetcher, WhatTheServerSaysOfItselfIsPassedOn) {
  FakeWeb web;
  const std::string path = "/api/v1/timelines/";
  web.serve(path + "tag/old", Reply{.headers = {{"Deprecation", "@1719792000"}}, .body = "[]"});
  web.serve(path + "tag/closed", Reply{.status = 401, .body = R"({"error":"Sign in"})"});
  web.serve(path + "link", Reply{.status = 404, .body = R"({"error":"Record not found"})"});
  Source source = rss("social", web.url("/"));
  source.kind = "mastodon";
  source.tags = {"old", "closed"};
  source.links = {"https://membrillo.example/"};
  source.token = "s3cret";
  MemorySpool spool;
  Running running({source}, spool);
  EXPECT_EQ(running.report("social#old").faults.size(), 1u);
  const FetchReport closed = running.report("social#closed");
  EXPECT_EQ(closed.outcome, FetchOutcome::client_error);
  EXPECT_TRUE(closed.error.starts_with("HTTP status 401: Sign in; ")) << closed.error;
  const FetchReport quiet = running.report("social=https://membrillo.example/");
  EXPECT_EQ(quiet.outcome, FetchOutcome::ok) << quiet.error;
  EXPECT_EQ(spool.saved("social=https://membrillo.example/").failures, 0);
}

TEST(Fetcher, TheCursorMovesOnlyWithTheMentions) {
  FakeWeb web;
  web.serve("/feed", Reply{.headers = {{"ETag", "\"v1\""}}, .body = feed(item("1"))});
  MemorySpool spool;
  spool.fail_next(2);  // the mentions, and then the note of the failure
  Running running({rss("news", web.url("/feed"))}, spool);
  const FetchReport report = running.report("news");
  EXPECT_EQ(report.outcome, FetchOutcome::not_stored);
  EXPECT_EQ(report.error, "the disk is full");
  running.clock.advance(2min);
  EXPECT_EQ(running.report("news", 2).outcome, FetchOutcome::ok);
  EXPECT_EQ(web.asked("/feed").at(1).header("if-none-match"), "")
      << "what was not stored must be sent again";
  EXPECT_EQ(spool.mentions().size(), 1u);
}

TEST(Fetcher, ARestartKeepsThePause) {
  FakeWeb web;
  web.serve("/feed", Reply{.status = 500});
  MemorySpool spool;
  {
    Running running({rss("news", web.url("/feed"))}, spool);
    running.report("news");
  }
  Running again({rss("news", web.url("/feed"))}, spool);
  again.advance(10s);
  EXPECT_EQ(again.reports("news"), 0u);
  again.clock.advance(1min);
  EXPECT_EQ(again.report("news").outcome, FetchOutcome::server_error);
  EXPECT_EQ(spool.saved("news").failures, 2);
}

TEST(Fetcher, ReadsAFileAndWhatIsAddedToIt) {
  TempDir folder;
  const std::string path = folder.file("import.jsonl");
  std::ofstream(path) << "{\"id\":\"a\",\"text\":\"x\"}\nbad\n";
  Source source;
  source.name = "import";
  source.kind = "jsonl";
  source.file = path;
  source.every = 1min;
  MemorySpool spool;
  Running running({source}, spool);
  const FetchReport first = running.report("import");
  EXPECT_EQ(first.counts.fresh, 1);
  EXPECT_EQ(first.dropped, std::vector<std::string>{"bad_line"});
  ASSERT_EQ(first.faults.size(), 1u);
  EXPECT_TRUE(first.faults[0].starts_with("line 2: "));
  std::ofstream(path, std::ios::app) << "{\"id\":\"b\",\"text\":\"y\"}\n";
  running.clock.advance(2min);
  EXPECT_EQ(running.report("import", 2).counts.fresh, 1);
  EXPECT_EQ(spool.mentions().back().id, "b");
}

TEST(Fetcher, ACursorOfAnotherAddressIsNotUsed) {
  FakeWeb web;
  web.serve("/old", Reply{.headers = {{"ETag", "\"old\""}}, .body = feed(item("1"))});
  web.serve("/new", Reply{.headers = {{"ETag", "\"new\""}}, .body = feed(item("2"))});
  MemorySpool spool;
  {
    Running running({rss("news", web.url("/old"))}, spool);
    EXPECT_EQ(running.report("news").outcome, FetchOutcome::ok);
  }
  Running again({rss("news", web.url("/new"))}, spool);
  EXPECT_EQ(again.report("news").outcome, FetchOutcome::ok) << "at once, not after the pause";
  EXPECT_EQ(web.asked("/new").at(0).header("if-none-match"), "");
  EXPECT_EQ(spool.saved("news").etag, "\"new\"");
}

TEST(Fetcher, ACursorWithoutAnAddressIsKept) {
  FakeWeb web;
  web.serve("/feed", Reply{.status = 304});
  MemorySpool spool;
  Cursor old;
  old.target = "news";
  old.etag = "\"v1\"";
  spool.save(old);
  Running running({rss("news", web.url("/feed"))}, spool);
  EXPECT_EQ(running.report("news").outcome, FetchOutcome::not_modified);
  EXPECT_NE(spool.saved("news").address, "");
}

TEST(Fetcher, NothingIsAskedBeforeTheCursorIsKnown) {
  FakeWeb web;
  web.serve("/feed", Reply{.status = 304});
  MemorySpool spool;
  Cursor old;
  old.target = "news";
  old.etag = "\"v1\"";
  old.position = "p";
  spool.save(old);
  spool.fail_next_cursor(2);
  Running running({rss("news", web.url("/feed"))}, spool);
  const FetchReport report = running.report("news");
  EXPECT_EQ(report.outcome, FetchOutcome::not_stored);
  EXPECT_EQ(report.error, "the disk is away");
  running.clock.advance(1min);
  EXPECT_EQ(running.report("news", 2).outcome, FetchOutcome::not_stored);
  EXPECT_TRUE(web.asked().empty());
  EXPECT_EQ(spool.saved("news").position, "p") << "written over before it was read";
  running.clock.advance(2min);
  EXPECT_EQ(running.report("news", 3).outcome, FetchOutcome::not_modified);
  EXPECT_EQ(web.asked("/feed").at(0).header("if-none-match"), "\"v1\"");
}

// Also after many failures; and a row of a table is no different from a line of JSON.
TEST(Fetcher, AFileKeepsItsRhythmAfterFailures) {
  TempDir folder;
  const std::string path = folder.file("survey.csv");
  Source source;
  source.name = "survey";
  source.kind = "csv";
  source.file = path;
  source.every = 1min;
  MemorySpool spool;
  Running running({source}, spool);
  for (std::size_t look = 1; look <= 5; ++look) {
    EXPECT_NE(running.report("survey", look).error.find("cannot be read"), std::string::npos);
    running.clock.advance(2min);
  }
  std::ofstream(path) << "id,text\n1,Nadie contesta\n2\n";
  std::size_t look = 6;  // the one that was due when the file came, or the next
  if (!running.report("survey", look).error.empty()) {
    running.clock.advance(2min);
    ++look;
  }
  const FetchReport read = running.report("survey", look);
  EXPECT_EQ(read.counts.fresh, 1) << read.error;
  EXPECT_EQ(read.faults, std::vector<std::string>{"line 3: it ends before the column \"text\""});
  EXPECT_EQ(spool.mentions().back().id, "csv:survey:1");
}

TEST(Fetcher, StopsAtOnceWhileTransfersHang) {
  FakeWeb web;
  web.serve("/hang", Reply{.trouble = Trouble::hang});
  MemorySpool spool;
  FetchOptions options = Running::quick();
  options.total_max = 60s;
  Running running({rss("hang", web.url("/hang"))}, spool, options);
  ASSERT_TRUE(web.wait_for("/hang", 1));
  const auto begin = std::chrono::steady_clock::now();
  running.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
}

TEST(Fetcher, StopsAtOnceWhileItWaits) {
  MemorySpool spool;
  SystemClock clock;
  Fetcher fetcher({}, clock, spool, {}, [](const FetchReport&) {});
  const auto begin = std::chrono::steady_clock::now();
  std::jthread thread([&](std::stop_token stop) { fetcher.run(stop); });
  thread.request_stop();
  thread.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 900ms);
}

}  // namespace
}  // namespace quince
