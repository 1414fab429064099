#include <gtest/gtest.h>

#include <random>

#include "core/utf8.h"
#include "io/json_fields.h"

namespace quince {
namespace {

Mention full_mention() {
  Mention m;
  m.id = "mastodon:membrillo.example:1123";
  m.source_id = "1123";
  m.kind = "mastodon";
  m.feed = "tags";
  m.url = "https://membrillo.example/1123";
  m.title = "Vuelo \"cancelado\" <b>";
  m.text = "Tres horas\nsin\tnoticias \\ año 🛫 \x01";
  m.lang = "es";
  m.posted_at = parse_rfc3339("2026-11-22T10:00:00Z");
  m.seen_at = parse_rfc3339("2026-11-22T10:00:01.250Z");
  m.author = {"a1",  "viajera_demo", "Viajera", 120, parse_rfc3339("2020-01-01T00:00:00Z"),
              false, false};
  m.counts = {3, 9, 2, 0, 1200};
  m.media = 1;
  m.rating = 2;
  m.facets = {{"route", "MB 1515"}};
  return m;
}

TEST(JsonFields, WhatIsWrittenIsReadBackTheSame) {
  JsonParser parser;
  const Mention mention = full_mention();
  const auto read = parser.read<Mention>(to_json(mention));
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(*read, mention);

  Assessment assessment;
  assessment.id = mention.id;
  assessment.complaint = Decimal{9300};
  assessment.verdict = Verdict::complaint;
  assessment.hard_moment = HardMoment::no_answer;
  assessment.aspects = {"delay", "refund"};
  assessment.signals = {
      {"es.refund.denied", Decimal{18000}, {{Part::text, 12, 31}, {Part::title, 0, 4}}}};
  assessment.spread = {4, 0, 31, Decimal{1700}};
  const auto again = parser.read<Assessment>(to_json(assessment));
  ASSERT_TRUE(again) << again.error().text;
  EXPECT_EQ(*again, assessment);
}

TEST(JsonFields, WhatIsUnknownIsNotWritten) {
  Mention mention;
  mention.id = "a";
  mention.text = "";
  EXPECT_EQ(to_json(mention), R"({"id":"a","text":"","revision":0,"deleted":false})");
}

TEST(JsonFields, AbsentIsNotZero) {
  JsonParser parser;
  const auto mention = parser.read<Mention>(R"({"id":"a","text":"x","counts":{"likes":0}})");
  ASSERT_TRUE(mention);
  EXPECT_EQ(mention->counts.likes, 0);
  EXPECT_FALSE(mention->counts.shares);
  EXPECT_EQ(to_json(*mention),
            R"({"id":"a","text":"x","counts":{"likes":0},"revision":0,"deleted":false})");
}

TEST(JsonFields, BadInputIsRefusedByName) {
  const struct {
    const char* name;
    const char* json;
    const char* says;
  } rows[] = {{"nothing", "", "empty"},
              {"a list", "[]", "not a JSON object"},
              {"no text", R"({"id":"a"})", "text is missing"},
              {"text of the wrong type", R"({"id":"a","text":[1]})", "text must be a text"},
              {"cut off", R"({"id":"a","text":"x)", "JSON"},
              {"lone surrogate", R"({"id":"a","text":"\ud800"})", "surrogate"},
              {"half a revision", R"({"id":"a","text":"x","revision":1.5})",
               "revision must be a whole number"},
              {"bad time", R"({"id":"a","text":"x","posted_at":"yesterday"})",
               "posted_at must be an RFC 3339"},
              {"deep fault", R"({"id":"a","text":"x","counts":{"likes":"many"}})",
               "counts likes must be a whole number"},
              {"broken UTF-8", "{\"id\":\"a\",\"text\":\"\xff\"}", "UTF-8"},
              {"a second object", R"({"id":"a","text":"x"}{"id":"b","text":"y"})", "behind"},
              {"a second object after a space", R"({"id":"a","text":"x"} {"id":"b"})", "behind"},
              {"a bracket too many", R"({"id":"a","text":"x"}})", "behind"},
              {"a word", R"({"id":"a","text":"x"} x)", "JSON"}};
  JsonParser parser;
  for (const auto& row : rows) {
    const auto read = parser.read<Mention>(row.json);
    ASSERT_FALSE(read) << row.name;
    EXPECT_EQ(read.error().code, Code::invalid) << row.name;
    EXPECT_NE(read.error().text.find(row.says), std::string::npos)
        << row.name << ": " << read.error().text;
  }
}

TEST(JsonFields, IdsMayBeNumbersAndUnknownMembersAreIgnored) {
  JsonParser parser;
  const auto mention = parser.read<Mention>(
      R"({"x":{"y":[1,2]},"id":12345678901234567890,"text":"a","title":null})");
  ASSERT_TRUE(mention) << mention.error().text;
  EXPECT_EQ(mention->id, "12345678901234567890");
}

TEST(JsonFields, KeysMayComeInAnyOrderAndWithEscapes) {
  JsonParser parser;
  const auto mention = parser.read<Mention>(
      R"({"te\u0078t":"x","texts":"y","tex":"z","\"id":"q","lang":"es","id":"a","x\"":1})");
  ASSERT_TRUE(mention) << mention.error().text;
  EXPECT_EQ(mention->id, "a");
  EXPECT_EQ(mention->text, "x");
  EXPECT_EQ(mention->lang, "es");
}

TEST(JsonFields, ARecordThatIsReadAnewKeepsNothingOfTheOld) {
  JsonParser parser;
  Mention mention;
  ASSERT_TRUE(parser.read_into(
      R"({"id":"b","text":"old","title":"t","lang":"es","author":{"id":"1","followers":3},)"
      R"("counts":{"likes":1},"media":2,"facets":{"a":"b"},"revision":4,"deleted":true})",
      mention));
  ASSERT_TRUE(parser.read_into(R"({"id":"a","text":"new"})", mention));
  Mention fresh;
  fresh.id = "a";
  fresh.text = "new";
  EXPECT_EQ(mention, fresh);
}

TEST(JsonFields, NulBecomesTheReplacementCharacter) {
  JsonParser parser;
  const auto mention = parser.read<Mention>("{\"id\":\"a\",\"text\":\"x\\u0000y\"}");
  ASSERT_TRUE(mention);
  EXPECT_EQ(mention->text, "x\xEF\xBF\xBDy");
}

TEST(JsonWriter, AnyTextSurvivesTheRoundTrip) {
  JsonParser parser;
  std::mt19937 random(15);
  for (int i = 0; i < 500; ++i) {
    std::string bytes(random() % 60, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    const std::string text = repair_utf8(bytes);
    std::string json = "{\"id\":\"a\",\"text\":";
    append_json_string(json, text);
    const auto mention = parser.read<Mention>(json + '}');
    ASSERT_TRUE(mention) << json;
    EXPECT_EQ(mention->text, text);
  }
}

TEST(JsonWriter, NothingInAStringCanEndAScript) {
  std::string out;
  append_json_string(out, "</script>\xE2\x80\xA8");
  EXPECT_EQ(out, "\"\\u003c/script>\\u2028\"");
}

}  // namespace
}  // namespace quince
