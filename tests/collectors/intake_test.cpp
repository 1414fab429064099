#include "collectors/intake.h"

#include <gtest/gtest.h>

#include "core/utf8.h"

namespace quince {
namespace {

const Time now = *parse_rfc3339("2026-11-22T10:00:00Z");

Mention mention(std::string id, std::string text = "x") {
  Mention m;
  m.id = std::move(id);
  m.text = std::move(text);
  return m;
}

Source source() {
  Source s;
  s.name = "news";
  s.lang = "es";
  return s;
}

TEST(Intake, LeavesOutWhatMustNotBeKept) {
  Parsed parsed;
  parsed.mentions = {mention("a"), mention("b")};
  parsed.barred = {{"a", "not_public"}};
  take_in(parsed, source(), now);
  ASSERT_EQ(parsed.mentions.size(), 1u);
  EXPECT_EQ(parsed.mentions[0].id, "b");
  EXPECT_EQ(parsed.dropped, std::vector<std::string>{"not_public"});
}

TEST(Intake, MarksEachMention) {
  Parsed parsed;
  parsed.mentions = {mention("a"), mention("b")};
  parsed.mentions[1].lang = "en";
  parsed.mentions[1].posted_at = now + std::chrono::hours{30};
  take_in(parsed, source(), now);
  ASSERT_EQ(parsed.mentions.size(), 2u);
  EXPECT_EQ(parsed.mentions[0].feed, "news");
  EXPECT_EQ(parsed.mentions[0].seen_at, now);
  EXPECT_EQ(parsed.mentions[0].lang, "es");
  EXPECT_FALSE(parsed.mentions[0].posted_at.has_value());
  EXPECT_EQ(parsed.mentions[1].lang, "en");
  EXPECT_EQ(parsed.mentions[1].posted_at, now) << "nothing is posted in the future";
  EXPECT_EQ(parsed.mentions[1].facets.at("posted_at"), to_rfc3339(now + std::chrono::hours{30}))
      << "what the source said";
  EXPECT_TRUE(parsed.mentions[0].facets.empty());
}

TEST(Intake, CutsLongTextsBetweenCharacters) {
  Parsed parsed;
  std::string text = "x";
  while (text.size() < (1u << 20)) text += "ñ";
  parsed.mentions = {mention("a", text), mention("b", std::string(mention_text_bytes_max, 'y'))};
  take_in(parsed, source(), now);
  ASSERT_EQ(parsed.mentions.size(), 2u);
  EXPECT_EQ(parsed.mentions[0].text.size(), mention_text_bytes_max - 1);
  EXPECT_TRUE(is_valid_utf8(parsed.mentions[0].text));
  EXPECT_EQ(parsed.mentions[1].text.size(), mention_text_bytes_max);
  EXPECT_EQ(parsed.dropped, std::vector<std::string>{"text_cut"});
}

TEST(Intake, LeavesOutWhatCannotBeKept) {
  Parsed parsed;
  parsed.mentions = {mention(""), mention("a", "first"), mention("a", "second"),
                     mention(std::string(2000, 'i'))};
  take_in(parsed, source(), now);
  ASSERT_EQ(parsed.mentions.size(), 1u);
  EXPECT_EQ(parsed.mentions[0].text, "first");
  EXPECT_EQ(parsed.dropped, (std::vector<std::string>{"no_id", "duplicate", "id_too_long"}));
}

TEST(Intake, ASnapshotIsPutInTheOrderOfItsTimes) {
  const auto posted = [](std::string id, int minutes_ago) {
    Mention m = mention(std::move(id));
    m.posted_at = now - std::chrono::minutes{minutes_ago};
    return m;
  };
  const std::vector<Mention> listed = {posted("newest", 1), mention("undated"), posted("old", 9),
                                       posted("as old", 9), posted("new", 2)};
  const auto order = [&](bool is_log) {
    Parsed parsed;
    parsed.mentions = listed;
    parsed.is_log = is_log;
    take_in(parsed, source(), now);
    std::string ids;
    for (const Mention& m : parsed.mentions) ids += m.id + ' ';
    return ids;
  };
  EXPECT_EQ(order(false), "old undated as old new newest ");
  EXPECT_EQ(order(true), "newest undated old as old new ") << "what happened, as it happened";
}

TEST(Intake, ALogMayTellOfOneMentionSeveralTimes) {
  Parsed parsed;
  parsed.is_log = true;
  parsed.mentions = {mention("a", "first"), mention("a", "edited"), mention("a", "")};
  parsed.mentions[2].deleted = true;
  take_in(parsed, source(), now);
  ASSERT_EQ(parsed.mentions.size(), 3u);
  EXPECT_EQ(parsed.mentions[1].text, "edited");
  EXPECT_TRUE(parsed.mentions[2].deleted);
  EXPECT_TRUE(parsed.dropped.empty());
}

TEST(Intake, OneSnapshotHasABound) {
  Parsed parsed;
  for (std::size_t i = 0; i < items_max + 2; ++i)
    parsed.mentions.push_back(mention(std::to_string(i)));
  parsed.events.resize(items_max + 1);
  for (Event& event : parsed.events) event.id = "e";
  take_in(parsed, source(), now);
  EXPECT_EQ(parsed.mentions.size(), items_max);
  EXPECT_EQ(parsed.mentions.front().id, "0");
  EXPECT_EQ(parsed.events.size(), items_max);
  EXPECT_EQ(parsed.dropped, std::vector<std::string>(3, "too_many_items"));
}

}  // namespace
}  // namespace quince
