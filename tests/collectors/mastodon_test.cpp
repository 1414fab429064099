// What is asked for, how a position moves, and what errors, streams and re-reads say. What a status
// becomes is in fixtures/mastodon; a whole instance in mastodon_instance_test.cpp.
#include <gtest/gtest.h>

#include "collectors/kinds.h"

namespace quince {
namespace {

const Time noon = *parse_rfc3339("2026-11-22T12:00:00Z");
constexpr Duration minute = std::chrono::minutes{1};

Source instance() {
  Source source;
  source.name = "social";
  source.kind = "mastodon";
  source.url = "https://social.example/";
  return source;
}

// The target of that name.
Target target(const Source& source, const std::string& name) {
  for (Target& one : targets_of(source))
    if (one.name == name) return one;
  ADD_FAILURE() << name;
  return {};
}

std::string status(int id, const std::string& more = {}) {
  return R"({"id":")" + std::to_string(id) + R"(","uri":"https://o.example/s/)" +
         std::to_string(id) + R"(","content":"<p>x</p>","account":{"acct":"a"})" + more + '}';
}

// Newest first, as an instance gives them.
std::string page(int newest, int count) {
  std::string json = "[";
  for (int i = 0; i < count; ++i) json += (i > 0 ? "," : "") + status(newest - i);
  return json + ']';
}

class Mastodon : public testing::Test {
 protected:
  Mastodon() {
    source.tags = {"Café"};
    source.searches = {"membrillo air"};
    source.links = {"https://membrillo.example/?a=b"};
    source.public_timeline = true;
  }
  std::string asked(const std::string& name, const std::string& position, Duration ago = minute) {
    Cursor cursor;
    cursor.position = position;
    if (!position.empty()) cursor.last_success_at = noon + 5 * minute - ago;
    cursor.next_at = noon + 5 * minute;
    return request_mastodon(target(source, name), cursor).url;
  }
  Parsed read(const std::string& name, const std::string& position, const std::string& json,
              Duration ago = minute) {
    const Document document{json, asked(name, position, ago), "application/json", position};
    auto parsed = parse_mastodon(target(source, name), document);
    EXPECT_TRUE(parsed) << parsed.error().text;
    return parsed ? *parsed : Parsed{};
  }
  Source source = instance();
};

TEST_F(Mastodon, EachTargetHasItsPage) {
  const std::string base = "https://social.example/api/";
  EXPECT_EQ(asked("social#Café", ""), base + "v1/timelines/tag/Caf%C3%A9?limit=40");
  EXPECT_EQ(asked("social?membrillo air", ""),
            base + "v2/search?type=statuses&q=membrillo%20air&limit=40");
  EXPECT_EQ(asked("social=https://membrillo.example/?a=b", ""),
            base + "v1/timelines/link?url=https%3A%2F%2Fmembrillo.example%2F%3Fa%3Db&limit=40");
  EXPECT_EQ(asked("social", ""), base + "v1/timelines/public?limit=40");
}

TEST_F(Mastodon, OnlyWhatEverybodySaysIsAFirehose) {
  source.live = true;
  source.token = "s3cret";
  std::map<std::string, bool> firehoses;
  for (const Target& one : targets_of(source)) firehoses[one.name] = one.is_firehose;
  EXPECT_EQ(firehoses,
            (std::map<std::string, bool>{{"social", true},
                                         {"social#Café", false},
                                         {"social=https://membrillo.example/?a=b", false},
                                         {"social?membrillo air", false},
                                         {"social~counts", false},
                                         {"social~live", true}}));
}

TEST_F(Mastodon, GoesForwardFromTheNewest) {
  EXPECT_TRUE(asked("social", "1000").ends_with("?limit=40&min_id=1000"));
  const Parsed full = read("social", "1000", page(1040, 40));
  EXPECT_EQ(full.position, "1040");
  EXPECT_TRUE(full.more);
  const Parsed last = read("social", "1040", page(1043, 3));
  EXPECT_EQ(last.position, "1043");
  EXPECT_FALSE(last.more);
  const Parsed none = read("social", "1043", "[]");
  EXPECT_EQ(none.position, "1043");
  EXPECT_FALSE(none.more);
  EXPECT_TRUE(none.faults.empty());
}

TEST_F(Mastodon, APageThatDoesNotMoveTheCursorIsTheLast) {
  const Parsed parsed = read("social", "1040", page(1040, 40));
  EXPECT_EQ(parsed.position, "1040");
  EXPECT_FALSE(parsed.more);
}

TEST_F(Mastodon, LooksBehindTheCursorOnceAQuarter) {
  const Duration long_ago = 10 * minute;  // before noon
  EXPECT_TRUE(asked("social", "1000", long_ago).ends_with("?limit=40&max_id=1000"));
  const Parsed parsed = read("social", "1000", page(999, 40), long_ago);
  EXPECT_EQ(parsed.position, "1000");
  EXPECT_EQ(parsed.mentions.size(), 40u);
  EXPECT_TRUE(parsed.more) << "and then forward";
}

TEST_F(Mastodon, ASearchIsWalkedDownBeforeItsCursorMoves) {
  const std::string name = "social?membrillo air", first = "{\"statuses\":" + page(2000, 40) + '}';
  EXPECT_EQ(read(name, "", first).position, "2000") << "no walk through all that ever was";
  EXPECT_FALSE(read(name, "", first).more);

  EXPECT_TRUE(asked(name, "1500").ends_with("&limit=40&min_id=1500"));
  const Parsed full = read(name, "1500", first);
  EXPECT_EQ(full.position, "2000 1500 40");
  EXPECT_TRUE(full.more);
  EXPECT_TRUE(asked(name, full.position).ends_with("&limit=40&min_id=1500&offset=40"));
  EXPECT_TRUE(asked(name, full.position, 10 * minute).ends_with("&offset=40"))
      << "not back as well";
  const Parsed next = read(name, full.position, "{\"statuses\":" + page(1960, 39) + '}');
  EXPECT_EQ(next.position, "2000 1500 80") << "a status may be hidden from this account";
  const Parsed bottom = read(name, next.position, "{\"statuses\":" + page(1921, 3) + '}');
  EXPECT_EQ(bottom.position, "2000");
  EXPECT_FALSE(bottom.more);

  EXPECT_TRUE(asked(name, "2000", 10 * minute).ends_with("&limit=40"));
  const Parsed back = read(name, "2000", "{\"statuses\":" + page(2010, 40) + '}', 10 * minute);
  EXPECT_EQ(back.position, "2000");
  EXPECT_TRUE(back.more);
}

TEST_F(Mastodon, WhereNothingIsShownTheCureIsToldOnce) {
  const Parsed first = read("social#Café", "", "[]");
  EXPECT_EQ(first.position, "-");
  ASSERT_EQ(first.faults.size(), 1u);
  EXPECT_NE(first.faults[0].find("token_file"), std::string::npos);
  EXPECT_TRUE(asked("social#Café", "-", 10 * minute).ends_with("?limit=40"));
  const Parsed again = read("social#Café", "-", "[]");
  EXPECT_EQ(again.position, "-");
  EXPECT_TRUE(again.faults.empty());
  EXPECT_EQ(read("social#Café", "-", page(7, 1)).position, "7");
  source.token = "s3cret";
  EXPECT_TRUE(read("social#Café", "", "[]").faults.empty());
}

TEST_F(Mastodon, WhoHasNotAskedToBeFoundByWordsIsKeptWhereATagWasWritten) {
  const std::string json =
      R"([{"id":"1","uri":"https://o.example/s/1","content":"x","account":{"acct":"a","indexable":false}}])";
  EXPECT_TRUE(read("social#Café", "", json).barred.empty());
  EXPECT_EQ(read("social", "", json).barred.at("mastodon:o.example:1"), "author_opted_out");
}

TEST_F(Mastodon, ARefusalTellsTheCure) {
  HttpResponse response;
  response.status = 401;
  response.body = R"({"error":"This method requires an authenticated user"})";
  const auto closed = refused_mastodon(target(source, "social"), response);
  ASSERT_FALSE(closed);
  EXPECT_TRUE(closed.error().text.starts_with(
      "HTTP status 401: This method requires an authenticated user; "));
  EXPECT_NE(closed.error().text.find("token_file"), std::string::npos);
  response.status = 404;
  response.body = R"({"error":"Record not found"})";
  EXPECT_FALSE(refused_mastodon(target(source, "social"), response));
  EXPECT_TRUE(refused_mastodon(target(source, "social=https://membrillo.example/?a=b"), response))
      << "a page that few link to has no timeline";
}

Watch watch_of(const std::string& source_id) {
  Watch watch;
  watch.mention = "mastodon:o.example:" + source_id;
  watch.source_id = source_id;
  return watch;
}

TEST(MastodonReread, AsksForManyAtOnceAndForOneByItsName) {
  const Source source = instance();
  const std::vector<Watch> two = {watch_of("1"), watch_of("a&b")};
  EXPECT_EQ(mastodon_reread.request(source, two).url,
            "https://social.example/api/v1/statuses?id%5B%5D=1&id%5B%5D=a%26b");
  EXPECT_EQ(mastodon_reread.request(source, {two.data(), 1}).url,
            "https://social.example/api/v1/statuses/1");
}

TEST(MastodonReread, GivesReadingsEditsAndWhatIsMissing) {
  const Source source = instance();
  const std::vector<Watch> watches = {watch_of("1"), watch_of("2"), watch_of("3"), watch_of("4")};
  const std::string json = '[' +
                           status(1, R"(,"reblogs_count":16,"quotes_count":2,"edited_at":null)") +
                           ',' + status(2, R"(,"edited_at":"2026-11-22T11:00:00Z")") + ',' +
                           status(4, R"(,"visibility":"private")") + ']';
  const auto parsed = mastodon_reread.parse(source, watches, {json, source.url, {}});
  ASSERT_TRUE(parsed) << parsed.error().text;
  ASSERT_EQ(parsed->readings.size(), 2u);
  EXPECT_EQ(parsed->readings[0].mention, "mastodon:o.example:1");
  EXPECT_EQ(parsed->readings[0].counts.shares, 16);
  EXPECT_EQ(parsed->readings[0].counts.quotes, 2);
  ASSERT_EQ(parsed->mentions.size(), 1u);
  EXPECT_EQ(parsed->mentions[0].id, "mastodon:o.example:2");
  EXPECT_EQ(parsed->missing,
            (std::vector<std::string>{"mastodon:o.example:3", "mastodon:o.example:4"}));
}

TEST(MastodonReread, OneAloneComesWithoutAList) {
  const Source source = instance();
  const std::vector<Watch> one = {watch_of("1")};
  const auto parsed = mastodon_reread.parse(source, one, {status(1), source.url, {}});
  ASSERT_TRUE(parsed) << parsed.error().text;
  EXPECT_EQ(parsed->readings.size(), 1u);
  EXPECT_FALSE(mastodon_reread.parse(source, one, {"{}", source.url, {}}))
      << "that is no sign of a deletion";
  EXPECT_FALSE(mastodon_reread.parse(source, one, {R"({"error":"x"})", source.url, {}}));
}

TEST(MastodonReread, NotFoundMeansGoneOrAnOldInstance) {
  const std::vector<Watch> two = {watch_of("1"), watch_of("2")};
  HttpResponse response;
  response.status = 404;
  const auto one = mastodon_reread.refused({two.data(), 1}, response);
  ASSERT_TRUE(one);
  EXPECT_EQ(one->missing, std::vector<std::string>{"mastodon:o.example:1"});
  const auto many = mastodon_reread.refused(two, response);
  ASSERT_TRUE(many);
  EXPECT_TRUE(many->missing.empty());
  EXPECT_EQ(many->position, "1");
  EXPECT_TRUE(many->more);
  response.status = 403;
  EXPECT_FALSE(mastodon_reread.refused({two.data(), 1}, response));
}

TEST(MastodonLive, TheTokenGoesOnlyWhereItIsSafe) {
  const struct {
    const char* name;
    const char* instance;
    const char* answer;
    const char* host;
  } rows[] = {{"its own host", "https://social.example", "wss://streaming.example",
               "https://streaming.example"},
              {"with a port and a path", "https://social.example", "wss://s.example:4000/api",
               "https://s.example:4000"},
              {"as https", "https://social.example", "https://s.example", "https://s.example"},
              {"without encryption", "https://social.example", "ws://s.example", ""},
              {"without encryption, as the instance", "http://127.0.0.1:1", "ws://127.0.0.1:2",
               "http://127.0.0.1:2"},
              {"another scheme", "http://127.0.0.1:1", "file:///etc", ""},
              {"with a user", "https://social.example", "wss://social.example@s.example", ""},
              {"nothing", "https://social.example", "", ""}};
  for (const auto& row : rows) {
    Source source = instance();
    source.url = row.instance;
    const std::string body =
        R"({"configuration":{"urls":{"streaming":")" + std::string(row.answer) + R"("}}})";
    EXPECT_EQ(mastodon_listen.host->parse(source, {body, "", ""}), row.host) << row.name;
  }
  EXPECT_EQ(mastodon_listen.host->parse(instance(), {"[]", "", ""}), "") << "no instance";
  EXPECT_EQ(mastodon_listen.host->parse(instance(), {"<html>", "", ""}), "") << "no JSON";
}

TEST(MastodonLive, ListensToEachTagOrToEverything) {
  Source source = instance();
  source.tags = {"uno", "dos tres"};
  source.live = true;
  EXPECT_FALSE(mastodon_listen.wanted(source)) << "no stream without a token";
  source.token = "s3cret";
  const Target tag = target(source, "social#dos tres~live");
  EXPECT_EQ(tag.way, Way::listen);
  EXPECT_EQ(mastodon_listen.request(tag, {}).url,
            "https://social.example/api/v1/streaming/hashtag?tag=dos%20tres");
  EXPECT_EQ(mastodon_listen.request(tag, {}).headers,
            (HttpHeaders{{"Authorization", "Bearer s3cret"}}));
  source.public_timeline = true;
  EXPECT_EQ(mastodon_listen.request(target(source, "social~live"), {}).url,
            "https://social.example/api/v1/streaming/public");
  EXPECT_EQ(targets_of(source).size(), 5u);
  source.public_timeline = false;
  source.tags = {};
  source.searches = {"x"};
  EXPECT_FALSE(mastodon_listen.wanted(source)) << "there is no stream of a search";
}

TEST(MastodonLive, TakesWhatIsSaidAndWhatIsTakenBack) {
  Source source = instance();
  source.tags = {"uno"};
  const Target tag = target(source, "social#uno");
  const auto parse = [&](std::string_view event, std::string_view data) {
    return *mastodon_listen.parse(tag, {event, data});
  };
  EXPECT_EQ(parse("update", status(7)).mentions.at(0).id, "mastodon:o.example:7");
  EXPECT_EQ(parse("status.update", status(7)).mentions.at(0).id, "mastodon:o.example:7");
  const Parsed gone = parse("delete", "7");
  EXPECT_TRUE(gone.readings.at(0).deleted);
  EXPECT_EQ(gone.readings.at(0).mention, "mastodon:social.example:7");
  EXPECT_EQ(parse("update", "{").dropped, std::vector<std::string>{"broken_item"});
  for (const auto event : {"filters_changed", "notification", "message"}) {
    const Parsed other = parse(event, "undefined");
    EXPECT_TRUE(other.mentions.empty() && other.readings.empty() && other.dropped.empty()) << event;
  }
}

}  // namespace
}  // namespace quince
