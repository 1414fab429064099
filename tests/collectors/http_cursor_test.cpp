#include "collectors/http_cursor.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

using namespace std::chrono_literals;

const Time now = *parse_rfc3339("2026-11-22T10:00:00Z");
const std::string old_url = "http://a.example/feed";
const std::string new_url = "https://b.example/feed";

HttpResponse page(std::string url, bool moved_for_good = false) {
  HttpResponse response;
  response.status = 200;
  response.url = std::move(url);
  response.moved_for_good = moved_for_good;
  return response;
}

TEST(HttpCursor, ANewAddressIsUsedAfterAWeekOfTheSame) {
  Cursor cursor;
  for (const Duration day : {0h, 24h, 100h, 167h}) {
    EXPECT_EQ(address_now(old_url, cursor, now + day), old_url);
    note_document(cursor, old_url, page(new_url, true), now + day);
  }
  EXPECT_EQ(cursor.moved_since, now);
  EXPECT_EQ(address_now(old_url, cursor, now + 168h), new_url);
  note_document(cursor, new_url, page(new_url), now + 168h);
  EXPECT_EQ(address_now(old_url, cursor, now + 200h), new_url) << "it answers, and stays";
}

// As in a hotel, where every request is led to the portal, for good.
TEST(HttpCursor, APortalDoesNotTakeTheAddress) {
  Cursor cursor;
  note_document(cursor, old_url, page("http://portal.example/", true), now);
  note_document(cursor, old_url, page(old_url), now + 24h);
  EXPECT_EQ(cursor.moved_to, "");
  EXPECT_EQ(address_now(old_url, cursor, now + 200h), old_url);
}

TEST(HttpCursor, AnotherTargetStartsTheWeekAnew) {
  Cursor cursor;
  note_document(cursor, old_url, page(new_url, true), now);
  note_document(cursor, old_url, page("https://c.example/", true), now + 100h);
  EXPECT_EQ(address_now(old_url, cursor, now + 168h), old_url);
  EXPECT_EQ(address_now(old_url, cursor, now + 268h), "https://c.example/");
}

TEST(HttpCursor, HttpsOfTheSameHostIsUsedAtOnce) {
  const struct {
    const char* name;
    const char* moved_to;
    bool at_once;
  } rows[] = {{"the same path", "https://a.example/feed", true},
              {"another path", "https://a.example/feed/", true},
              {"another host", "https://b.example/feed", false},
              {"still http", "http://a.example/rss", false}};
  for (const auto& row : rows) {
    Cursor cursor;
    note_document(cursor, old_url, page(row.moved_to, true), now);
    EXPECT_EQ(address_now(old_url, cursor, now), row.at_once ? row.moved_to : old_url) << row.name;
  }
}

TEST(HttpCursor, AnOldAddressThatIsGoneGivesWay) {
  for (const int status : {404, 410}) {
    Cursor cursor;
    note_document(cursor, old_url, page(new_url, true), now);
    EXPECT_FALSE(take_other_address(cursor, old_url, old_url, 500, now));
    EXPECT_TRUE(take_other_address(cursor, old_url, old_url, status, now));
    EXPECT_EQ(address_now(old_url, cursor, now), new_url) << status;
    EXPECT_TRUE(take_other_address(cursor, old_url, new_url, status, now));
    EXPECT_EQ(address_now(old_url, cursor, now), old_url) << "the new one is gone too";
    EXPECT_FALSE(take_other_address(cursor, old_url, old_url, status, now)) << "no way to turn";
  }
}

TEST(HttpCursor, ValidatorsAreThePairOfTheLastDocument) {
  Cursor cursor;
  EXPECT_FALSE(is_conditional(cursor, now));
  HttpResponse response = page(old_url);
  response.headers = {{"etag", "\"1\""}, {"last-modified", "yesterday"}};
  note_document(cursor, old_url, response, now);
  EXPECT_TRUE(is_conditional(cursor, now));
  response.headers = {{"etag", "\"2\""}};
  note_document(cursor, old_url, response, now);
  EXPECT_EQ(cursor.etag, "\"2\"");
  EXPECT_EQ(cursor.last_modified, "") << "of another document";
}

TEST(HttpCursor, AfterAWeekWithoutChangeItAsksInFullOnce) {
  Cursor cursor;
  cursor.etag = "\"stuck\"";
  for (const Duration hour : {0h, 50h, 167h}) {
    EXPECT_TRUE(is_conditional(cursor, now + hour));
    note_unchanged(cursor, now + hour);
  }
  EXPECT_FALSE(is_conditional(cursor, now + 168h));
  HttpResponse response = page(old_url);
  response.headers = {{"etag", "\"stuck\""}};
  note_document(cursor, old_url, response, now + 168h);
  EXPECT_TRUE(is_conditional(cursor, now + 169h));
}

TEST(HttpCursor, GoneIs410OrAWeekOf404Or401) {
  const struct {
    const char* name;
    int before, status;
    Duration after;
    bool gone;
  } rows[] = {
      {"410", 0, 410, 0h, true},
      {"404", 0, 404, 0h, false},
      {"404 for six days", 404, 404, 144h, false},
      {"404 for a week", 404, 404, 168h, true},
      {"401 for a week", 401, 401, 168h, true},
      {"500 for a week", 500, 500, 168h, false},
      {"429 for a week", 429, 429, 168h, false},
      {"no answer for a week, then 404", 0, 404, 168h, false},
      {"404 for a week, then no answer", 404, 0, 168h, false},
  };
  for (const auto& row : rows) {
    Cursor cursor;
    note_failure(cursor, row.before, now);
    note_failure(cursor, row.before, now + 1h);
    EXPECT_EQ(is_gone(cursor, row.status, now + row.after), row.gone) << row.name;
  }
}

TEST(HttpCursor, AnotherStatusStartsTheWeekAnew) {
  Cursor cursor;
  note_failure(cursor, 404, now);
  note_failure(cursor, 500, now + 100h);
  note_failure(cursor, 404, now + 101h);
  EXPECT_FALSE(is_gone(cursor, 404, now + 168h));
  EXPECT_EQ(cursor.failures, 3);
  EXPECT_EQ(cursor.failing_since, now + 101h);
}

}  // namespace
}  // namespace quince
