// Bluesky and Jetstream beyond their fixtures: what is asked for, and how a walk goes on.
#include <gtest/gtest.h>

#include "collectors/bluesky_post.h"
#include "collectors/source.h"
#include "tests/collectors/frames.h"

namespace quince {
namespace {

using namespace quince::test;
using namespace std::chrono_literals;

const Kind& bluesky = *find_kind("bluesky");
const Kind& jetstream = *find_kind("jetstream");
const std::string path = "https://bsky.social/xrpc/app.bsky.feed.searchPosts";

Cursor at(const std::string& position) {
  Cursor cursor;
  cursor.position = position;
  return cursor;
}

Source of(const std::string& kind, const std::string& url = {}) {
  Source source;
  source.name = "sky";
  source.kind = kind;
  source.url = url;
  return source;
}

// A page of one post a time, and the cursor of the next.
std::string page(const std::vector<std::string>& times, const std::string& cursor) {
  std::string out = "{\"posts\":[";
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (i > 0) out += ',';
    out += "{\"uri\":\"at://did:plc:a/app.bsky.feed.post/" + std::to_string(i);
    out += R"(","record":{"text":"x","createdAt":")" + times[i];
    out += R"("},"indexedAt":")" + times[i] + "\"}";
  }
  out += ']';
  if (!cursor.empty()) out += ",\"cursor\":\"" + cursor + '"';
  return out + '}';
}

TEST(Bluesky, AWalkGoesBackToWhereTheLastOneBegan) {
  const Source source = of("bluesky");
  const Target target{"sky?m", &source, "", "membrillo air"};
  const std::string first = path + "?q=membrillo%20air&sort=latest&limit=100";
  EXPECT_EQ(bluesky.request(target, {}).url, first);
  const struct {
    const char* name;
    std::string position;  // before
    std::string body;
    std::string after;
    bool more;
  } rows[] = {
      {"the first time, one page", "", page({"2026-11-22T10:00:00Z", "2026-11-22T09:00:00Z"}, "c1"),
       "since=2026-11-22T09%3A58%3A00Z", false},
      {"nothing yet", "", page({}, ""), "", false},
      {"a first page of many", "since=2026-11-22T09%3A58%3A00Z",
       page({"2026-11-22T11:00:00Z", "2026-11-22T10:50:00Z"}, "c2"),
       "since=2026-11-22T09%3A58%3A00Z&until=2026-11-22T11%3A00%3A00.001Z&cursor=c2", true},
      {"a page in the middle",
       "since=2026-11-22T09%3A58%3A00Z&until=2026-11-22T11%3A00%3A00.001Z&cursor=c2",
       page({"2026-11-22T10:40:00Z"}, "c3"),
       "since=2026-11-22T09%3A58%3A00Z&until=2026-11-22T11%3A00%3A00.001Z&cursor=c3", true},
      {"the last page",
       "since=2026-11-22T09%3A58%3A00Z&until=2026-11-22T11%3A00%3A00.001Z&cursor=c3",
       page({"2026-11-22T10:10:00Z"}, ""), "since=2026-11-22T10%3A58%3A00.001Z", false},
      {"an empty page with a cursor",
       "since=2026-11-22T09%3A58%3A00Z&until=2026-11-22T11%3A00%3A00.001Z&cursor=c3",
       page({}, "c4"), "since=2026-11-22T10%3A58%3A00.001Z", false},
      {"a cursor that does not move",
       "since=2026-11-22T09%3A58%3A00Z&until=2026-11-22T11%3A00%3A00.001Z&cursor=c3",
       page({"2026-11-22T10:10:00Z"}, "c3"), "since=2026-11-22T10%3A58%3A00.001Z", false},
      {"nothing new", "since=2026-11-22T10%3A58%3A00Z", page({}, ""), "", false},
  };
  for (const auto& row : rows) {
    const std::string url = bluesky.request(target, at(row.position)).url;
    EXPECT_EQ(url, first + (row.position.empty() ? "" : '&' + row.position)) << row.name;
    const auto parsed = bluesky.parse(target, {row.body, url, {}});
    ASSERT_TRUE(parsed) << row.name;
    EXPECT_EQ(parsed->position, row.after) << row.name;
    EXPECT_EQ(parsed->more, row.more) << row.name;
  }
}

TEST(Bluesky, CountsAreAskedForWhereNoAccountIsNeeded) {
  Watch watch;
  watch.source_id = "at://did:plc:a/app.bsky.feed.post/1";
  const std::vector<Watch> many(40, watch);
  const struct {
    const char* name;
    Source source;
    std::string server;
  } rows[] = {
      {"bluesky", of("bluesky"), "https://public.api.bsky.app"},
      {"bluesky by name", of("bluesky", "https://bsky.social/"), "https://public.api.bsky.app"},
      {"a server of its own", of("bluesky", "https://pds.example/"), "https://pds.example"},
      {"jetstream", of("jetstream"), "https://public.api.bsky.app"},
      {"jetstream by name", of("jetstream", "wss://jetstream1.us-west.bsky.network/subscribe"),
       "https://public.api.bsky.app"},
      {"another network", of("jetstream", "wss://sky.example:8443/subscribe?x=1"),
       "https://sky.example:8443"},
      {"another network, plain", of("jetstream", "ws://127.0.0.1:6008/subscribe"),
       "http://127.0.0.1:6008"},
  };
  for (const auto& row : rows) {
    const HttpRequest request = find_kind(row.source.kind)->reread->request(row.source, many);
    EXPECT_TRUE(request.url.starts_with(
        row.server + "/xrpc/app.bsky.feed.getPosts?uris=at%3A%2F%2Fdid%3Aplc%3Aa"))
        << row.name << ": " << request.url;
    std::size_t uris = 0;
    for (std::size_t from = 0; (from = request.url.find("uris=", from)) != std::string::npos;
         ++from)
      ++uris;
    EXPECT_EQ(uris, 25u) << row.name << ": the API refuses more";
  }
  const auto refused =
      bluesky.reread->parse(rows[0].source, many, {"{\"error\":\"InvalidRequest\"}", "", {}});
  EXPECT_FALSE(refused) << "else every post would be missing";
}

TEST(Bluesky, ARepostIsAReadingOfTheOriginal) {
  const auto parsed = bluesky.parse(
      {}, {"{\"feed\":[{\"post\":{\"uri\":\"at://did:plc:a/app.bsky.feed.post/1\","
           "\"repostCount\":9},\"reason\":{\"$type\":\"app.bsky.feed.defs#reasonRepost\"}}]}",
           "",
           {}});
  ASSERT_TRUE(parsed);
  EXPECT_TRUE(parsed->mentions.empty());
  ASSERT_EQ(parsed->readings.size(), 1u);
  EXPECT_EQ(parsed->readings[0].mention, "bluesky:did:plc:a:1");
  EXPECT_EQ(parsed->readings[0].counts.shares, 9);
}

TEST(Bluesky, APostHasOneIdWhicheverWayItCame) {
  const std::string uri = "at://did:plc:invented1/app.bsky.feed.post/k1";
  const auto searched = bluesky.parse(
      {}, {"{\"posts\":[{\"uri\":\"" + uri + "\",\"record\":{\"text\":\"x\"}}]}", "", {}});
  const auto heard = jetstream.listen->parse({}, {{}, frame(1)});
  ASSERT_TRUE(searched && heard);
  EXPECT_EQ(searched->mentions.at(0).id, heard->mentions.at(0).id);
  EXPECT_EQ(searched->mentions.at(0).source_id, uri);
  EXPECT_EQ(heard->mentions.at(0).source_id, uri);
  EXPECT_EQ(heard->mentions.at(0).kind, "bluesky");
  const auto deleted = jetstream.listen->parse({}, {{}, deletion(1)});
  EXPECT_EQ(deleted->readings.at(0).mention, heard->mentions.at(0).id);
  EXPECT_TRUE(deleted->readings.at(0).deleted);
}

TEST(Bluesky, OnlyUrisOfPostsWithADidAreTaken) {
  const struct {
    const char* uri;
    bool good;
  } rows[] = {{"at://did:plc:a/app.bsky.feed.post/3k", true},
              {"at://did:web:a.example/app.bsky.feed.post/a.b~c:d", true},
              {"at://a.example/app.bsky.feed.post/3k", false},
              {"at://did:plc:a/app.bsky.feed.like/3k", false},
              {"at://did:plc:a/app.bsky.feed.post/", false},
              {"at://did:plc:a/app.bsky.feed.post/3k/x", false},
              {"https://did:plc:a/app.bsky.feed.post/3k", false},
              {"at://", false},
              {"", false}};
  for (const auto& row : rows) {
    const auto uri = parse_post_uri(row.uri);
    EXPECT_EQ(uri.has_value(), row.good) << row.uri;
    if (uri) {
      EXPECT_EQ(uri->text(), row.uri);
    }
  }
  EXPECT_FALSE(parse_post_uri("at://did:plc:a/app.bsky.feed.post/" + std::string(513, 'k')));
}

TEST(Jetstream, GoesOnFromItsPosition) {
  const std::string us =
      "wss://jetstream2.us-east.bsky.network/subscribe?wantedCollections="
      "app.bsky.feed.post";
  const struct {
    const char* name;
    std::string url, position, wanted;
  } rows[] = {
      {"the first time", "", "", us},
      {"by time, five seconds back", "", "us:1795339800123456", us + "&cursor=1795339795123456"},
      {"by number", "", "seq:815", us + "&cursor=815"},
      {"broken", "", "us:x", us},
      {"of nobody", "", "815", us},
      {"another server", "ws://127.0.0.1:6008/subscribe", "seq:1",
       "ws://127.0.0.1:6008/subscribe?wantedCollections=app.bsky.feed.post&cursor=1"},
      {"with a query", "wss://sky.example/subscribe?x=1", "",
       "wss://sky.example/subscribe?x=1&wantedCollections=app.bsky.feed.post"},
  };
  for (const auto& row : rows) {
    const Source source = of("jetstream", row.url);
    EXPECT_EQ(jetstream.listen->request({"sky~live", &source, ""}, at(row.position)).url,
              row.wanted)
        << row.name;
  }
}

TEST(Jetstream, PositionsAreTimesOrNumbers) {
  const struct {
    const char* name;
    const char* members;
    const char* position;
  } rows[] = {{"time", "\"time_us\":1795339800123456", "us:1795339800123456"},
              {"number", "\"time_us\":1795339800123456,\"cursor\":815", "seq:815"},
              {"a cursor that is a time", "\"time_us\":17,\"cursor\":1795339800123456", "us:17"},
              {"neither", "\"x\":1", ""}};
  for (const auto& row : rows) {
    const auto parsed = jetstream.listen->parse(
        {}, {{}, "{\"kind\":\"identity\"," + std::string(row.members) + "}"});
    ASSERT_TRUE(parsed) << row.name;
    EXPECT_EQ(parsed->position, row.position) << row.name;
  }
}

TEST(Jetstream, IsOnlyListenedTo) {
  const Source source = of("jetstream");
  const auto targets = targets_of(source);
  ASSERT_EQ(targets.size(), 2u);
  EXPECT_EQ(targets[0].name, "sky~counts");
  EXPECT_EQ(targets[1].name, "sky~live");
  EXPECT_EQ(targets[1].way, Way::listen);
}

TEST(Jetstream, WhatIsForgottenIsClamped) {
  const Time now = *parse_rfc3339("2026-11-22T10:00:00Z");
  const auto us = [](Time time) { return "us:" + std::to_string(to_unix_ms(time) * 1000); };
  const struct {
    const char* name;
    std::string position, after;
    bool lost;
  } rows[] = {{"old", us(now - 37h), us(now - 36h), true},
              {"young", us(now - 35h), us(now - 35h), false},
              {"a number", "seq:1", "seq:1", false},
              {"none", "", "", false}};
  for (const auto& row : rows) {
    std::string position = row.position;
    EXPECT_EQ(jetstream.listen->clamp(position, now), row.lost) << row.name;
    EXPECT_EQ(position, row.after) << row.name;
  }
}

}  // namespace
}  // namespace quince
