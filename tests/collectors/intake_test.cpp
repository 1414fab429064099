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

}  // namespace
}  // namespace quince
