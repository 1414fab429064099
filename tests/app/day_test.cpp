#include "app/demo/day.h"

#include <gtest/gtest.h>

#include <set>

#include "core/utf8.h"
#include "tests/app/demo_day.h"

namespace quince {
namespace {

std::string whole(const Post& post) { return post.title + '\n' + post.text; }

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return text;
}

// ASCII letters and all characters beyond ASCII that are no general punctuation; digits go too, so
// that the same text with another number is the same text.
std::string bare(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const Decoded c = decode_utf8(text, i);
    const char32_t point = c.point >= 'A' && c.point <= 'Z' ? c.point + 32 : c.point;
    const bool mark = point < 0xC0 || (point >= 0x2000 && point < 0x2070);
    if ((point >= 'a' && point <= 'z') || !mark) append_utf8(out, point);
    i += c.length;
  }
  return out;
}

TEST(DemoDay, IsReadWithoutFaults) {
  const auto day = read_day(day_yaml(), "day.yaml");
  if (!day)
    for (const Fault& fault : day.error()) ADD_FAILURE() << to_string(fault);
  ASSERT_TRUE(day);
  EXPECT_EQ(to_rfc3339(day->begins), "2026-11-20T05:00:00Z");
  EXPECT_EQ(to_rfc3339(day->ends), "2026-11-20T23:00:00Z");
  EXPECT_GE(day->posts.size(), 150U);
  EXPECT_LE(day->posts.size(), 190U);
}

TEST(DemoDay, SaysNothingTwice) {
  std::map<std::string, std::string> seen;
  for (const Post& post : demo_day().posts) {
    const auto [twin, is_new] = seen.emplace(bare(post.text), post.id);
    EXPECT_TRUE(is_new) << post.id << " says what " << twin->second << " said";
  }
}

TEST(DemoDay, TellsTheStoryInBothLanguages) {
  const Day day = demo_day();
  std::map<std::string, int> langs;
  std::map<Via, int> vias;
  std::set<std::string> stranded, spoken;
  for (const Post& post : day.posts) {
    ++langs[post.lang];
    ++vias[post.via];
    spoken.insert(post.by);
    const std::string last = whole(post) + (post.edit ? post.edit->text : "");
    if (post.expect == Verdict::complaint && last.contains("1515")) stranded.insert(post.by);
  }
  EXPECT_EQ(langs.size(), 2U);
  EXPECT_GE(langs["es"], 40);
  EXPECT_GE(langs["en"], 40);
  EXPECT_GE(vias[Via::forum], 10);
  EXPECT_GE(vias[Via::reviews], 10);
  EXPECT_GE(stranded.size(), 35U) << "people who complain of the cancelled flight";
  EXPECT_EQ(spoken.size(), day.people.size()) << "somebody in people says nothing";
}

TEST(DemoDay, TheBrandItselfNeverComplains) {
  const Day day = demo_day();
  int own = 0;
  for (const Post& post : day.posts)
    if (post.by == day.account) {
      ++own;
      EXPECT_EQ(post.expect, Verdict::neutral) << post.id;
    }
  EXPECT_GE(own, 5);
}

TEST(DemoDay, WhatDoesNotNameTheBrandIsAboutTheFruit) {
  int fruit = 0;
  for (const Post& post : demo_day().posts) {
    const std::string text = lower(whole(post));
    if (text.contains("membrillo air") || text.contains("membrilloair")) continue;
    ++fruit;
    EXPECT_TRUE(text.contains("membrillo") || text.contains("quince")) << post.id;
    EXPECT_EQ(post.expect, Verdict::neutral) << post.id;
  }
  EXPECT_GE(fruit, 4);
}

TEST(DemoDay, AWrongBecomesARightInTheCustomersOwnWords) {
  std::vector<Verdict> told;
  std::int64_t widest = 0;
  const Day day = demo_day();
  for (const Post& post : day.posts)
    if (post.by == "vera_inventada") {
      told.push_back(post.expect);
      widest = std::max(widest, shares_at(post, day.ends));
    }
  ASSERT_GE(told.size(), 6U);
  EXPECT_EQ(told.front(), Verdict::complaint);
  EXPECT_EQ(told.back(), Verdict::praise);
  EXPECT_GE(day.people.at("vera_inventada").followers, 10'000);
  EXPECT_GT(widest, 15);
}

TEST(DemoDay, TheTeamActsOnComplaintsAndInOrder) {
  const Day day = demo_day();
  std::map<std::string, std::vector<TeamVerb>> done;
  std::map<Outcome, int> outcomes;
  for (const DayAction& action : day.team) {
    bool complained = false;
    for (const Post& post : day.posts)
      complained |= post.by == action.author && post.expect == Verdict::complaint &&
                    post.via == Via::mastodon && post.at < action.at;
    EXPECT_TRUE(complained) << action.author << " had not complained yet";
    done[action.author].push_back(action.verb);
    ++outcomes[action.outcome];
  }
  using enum TeamVerb;
  for (const auto& [author, verbs] : done)
    EXPECT_TRUE((verbs == std::vector{claim, contact, settle}) ||
                (verbs == std::vector{claim, dismiss}))
        << author;
  EXPECT_GE(done.size(), 7U);
  EXPECT_GE(outcomes[Outcome::momentum], 4);
  EXPECT_GE(outcomes[Outcome::decepcion], 2);
}

TEST(Shares, GrowInStraightLinesBetweenThePoints) {
  const Time noon = *parse_rfc3339("2026-11-20T12:00:00Z");
  const auto at = [&](int minutes) { return noon + std::chrono::minutes{minutes}; };
  Post post;
  post.at = noon;
  EXPECT_EQ(shares_at(post, at(60)), 0) << "nothing was scripted";
  post.shares = {{at(10), 0}, {at(20), 5}, {at(40), 105}};
  const std::pair<int, std::int64_t> rows[] = {{0, 0},   {10, 0},   {12, 1},   {20, 5},
                                               {30, 55}, {40, 105}, {600, 105}};
  for (const auto& [minute, shares] : rows)
    EXPECT_EQ(shares_at(post, at(minute)), shares) << "after " << minute << " min";
  post.shares = {{at(10), 8}};
  EXPECT_EQ(shares_at(post, at(5)), 4) << "from nothing at the post's own time";
}

constexpr std::string_view small_day = R"(brand: Membrillo Air
account: membrilloair
hashtag: MembrilloAir
timezone: Europe/Madrid
utc_offset: "+01:00"
date: 2026-11-20
begins: "06:00"
ends: "24:00"
people:
  membrilloair: {name: Membrillo Air, lang: es, created: 2020-01-01}
  ana_demo: {name: Ana (demo), followers: 12, lang: es, created: 2020-01-01}
posts:
  - at: "07:00"
    by: ana_demo
    id: late
    expect: complaint
    text: "Tarde #membrilloair"
    shares: {"07:10": 0, "08:00": 5}
    edit: {at: "07:30", text: "Muy tarde #membrilloair"}
    delete: {at: "09:00"}
  - {at: "07:05", by: membrilloair, reply: late, expect: neutral, text: "Perdón #membrilloair"}
team:
  - {at: "07:06", do: claim, by: Luis, author: ana_demo}
  - {at: "07:09", do: settle, by: Luis, author: ana_demo, outcome: momentum}
)";

TEST(ReadDay, ASmallDayHasWhatItsFileSays) {
  const auto day = read_day(small_day, "small.yaml");
  ASSERT_TRUE(day) << to_string(day.error().front());
  ASSERT_EQ(day->posts.size(), 2U);
  const Post& post = day->posts[0];
  EXPECT_EQ(to_rfc3339(post.at), "2026-11-20T06:00:00Z");
  EXPECT_EQ(post.lang, "es");
  EXPECT_EQ(post.via, Via::mastodon);
  EXPECT_EQ(day->posts[1].id, "membrilloair-0705");
  EXPECT_EQ(day->posts[1].reply_to, "late");
  EXPECT_EQ(day->team[1].outcome, Outcome::momentum);

  const Time before = post.edit->at - Duration{1};
  EXPECT_EQ(text_at(post, before), "Tarde #membrilloair");
  EXPECT_EQ(text_at(post, post.edit->at), "Muy tarde #membrilloair");
  EXPECT_FALSE(is_out(post, post.at - Duration{1}));
  EXPECT_TRUE(is_out(post, post.at));
  EXPECT_TRUE(is_out(post, *post.deleted_at - Duration{1}));
  EXPECT_FALSE(is_out(post, *post.deleted_at));
}

TEST(ReadDay, EachFaultNamesItsLine) {
  const struct {
    const char* name;
    std::string_view from, to;
    int line;
    const char* what;
  } rows[] = {
      {"no instant", "date: 2026-11-20", "date: 20 Nov", 1, "date and utc_offset make no instant"},
      {"unknown key at the top", "timezone:", "timezon:", 4, "unknown key timezon"},
      {"brand's account is nobody", "account: membrilloair", "account: other", 10,
       "lacks the brand's own account other"},
      {"no date of birth", "followers: 12, lang: es, created: 2020-01-01",
       "followers: 12, lang: es, created: 2020", 11, "created is no date"},
      {"fewer than no followers", "followers: 12", "followers: -1", 11, "must be a whole number"},
      {"no time of the day", "\"07:00\"", "\"7 am\"", 13, "is no time of the day"},
      {"minute 60", "\"07:00\"", "\"06:60\"", 13, "is no time of the day"},
      {"unknown author", "by: ana_demo\n    id", "by: eva_demo\n    id", 14,
       "nobody is called eva_demo"},
      {"unknown verdict", "expect: complaint", "expect: angry", 16, "expect cannot be angry"},
      {"empty text", "\"Tarde #membrilloair\"", "\"\"", 17, "must be a text that is not empty"},
      {"no hashtag", "Tarde #membrilloair", "Tarde", 13, "a tag timeline would never show it"},
      {"no hashtag after the edit", "Muy tarde #membrilloair", "Muy tarde", 13,
       "a tag timeline would never show it"},
      {"article without a title", "id: late", "via: forum", 13, "lacks title"},
      {"review without stars", "id: late", "via: reviews\n    title: Mal", 13, "lacks rating"},
      {"six stars", "id: late", "rating: 6", 15, "must be a whole number from 1 to 5"},
      {"shares are no curve", "{\"07:10\": 0, \"08:00\": 5}", "7", 18, "shares must be"},
      {"shares shrink", "\"08:00\": 5", "\"07:05\": 5", 18, "shares must grow"},
      {"edit before the post", "edit: {at: \"07:30\"", "edit: {at: \"06:30\"", 19,
       "comes before the post"},
      {"delete before the post", "delete: {at: \"09:00\"", "delete: {at: \"07:00\"", 20,
       "comes before the post"},
      {"out of order", "at: \"07:05\"", "at: \"06:55\"", 21, "stands after a later post"},
      {"before the day", "begins: \"06:00\"", "begins: \"07:01\"", 13,
       "outside of begins and ends"},
      {"answer to nothing", "reply: late", "reply: early", 21, "no earlier post is called early"},
      {"id taken", "reply: late", "id: late", 21, "the id late is taken"},
      {"unknown verb", "do: claim", "do: shout", 23, "do cannot be shout"},
      {"settle without outcome", ", outcome: momentum", "", 24, "lacks outcome"},
      {"claim with outcome", "do: settle", "do: contact", 24, "only a settle has an outcome"},
      {"action on nobody", "author: ana_demo}\n  -", "author: eva}\n  -", 23,
       "nobody is called eva"},
      {"actions out of order", "at: \"07:09\"", "at: \"07:01\"", 24, "stands after a later action"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    std::string yaml(small_day);
    const auto at = yaml.find(row.from);
    ASSERT_NE(at, std::string::npos);
    yaml.replace(at, row.from.size(), row.to);
    const auto day = read_day(yaml, "small.yaml");
    ASSERT_FALSE(day);
    bool found = false;
    std::string all;
    for (const Fault& fault : day.error()) {
      all += to_string(fault) + '\n';
      found |= fault.line == row.line && fault.what.contains(row.what);
    }
    EXPECT_TRUE(found) << all;
  }
}

TEST(ReadDay, TellsAllFaultsAtOnce) {
  std::string yaml(small_day);
  yaml.replace(yaml.find("expect: complaint"), 17, "expect: angry");
  yaml.replace(yaml.find("do: claim"), 9, "do: shout");
  const auto day = read_day(yaml, "small.yaml");
  ASSERT_FALSE(day);
  EXPECT_EQ(day.error().size(), 2U);
}

}  // namespace
}  // namespace quince
