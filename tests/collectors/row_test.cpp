#include "collectors/row.h"

#include <gtest/gtest.h>

#include "core/members.h"

namespace quince {
namespace {

Source survey() {
  Source source;
  source.name = "survey";
  source.kind = "csv";
  return source;
}

TEST(Row, FillsAMention) {
  const Cell cells[] = {{"author.handle", "Customer", "ana"},
                        {"author.verified", "VIP", "Sí"},
                        {"counts.likes", "Likes", "12.0"},
                        {"facets.route", "Route", "MAD-BCN"},
                        {"id", "Ticket", "17"},
                        {"posted_at", "Date", "22 nov. 2026 10:00"},
                        {"rating", "Stars", " 2 "},
                        {"text", "Comment", "  Nadie contesta\n"},
                        {"url", "Link", " "}};
  Parsed parsed;
  const auto added = add_row(cells, survey(), parsed);
  ASSERT_TRUE(added.has_value()) << added.error().text;
  ASSERT_EQ(parsed.mentions.size(), 1u);
  const Mention& mention = parsed.mentions[0];
  EXPECT_EQ(mention.id, "csv:survey:17");
  EXPECT_EQ(mention.source_id, "17");
  EXPECT_EQ(mention.kind, "csv");
  EXPECT_EQ(mention.text, "Nadie contesta");
  EXPECT_EQ(mention.author.id, "ana");
  EXPECT_EQ(mention.author.verified, true);
  EXPECT_EQ(mention.counts.likes, 12);
  EXPECT_EQ(mention.rating, 2);
  EXPECT_EQ(mention.facets.at("route"), "MAD-BCN");
  EXPECT_EQ(to_rfc3339(*mention.posted_at), "2026-11-22T10:00:00Z");
  EXPECT_TRUE(mention.url.empty());
}

TEST(Row, FillsAnEvent) {
  const Cell cells[] = {{"at", "Date", "2026-11-22"},
                        {"customer", "Customer", "ana"},
                        {"event", "Type", "Pago atrasado"},
                        {"facets.amount", "Amount", "120 €"}};
  Parsed parsed;
  ASSERT_TRUE(add_row(cells, survey(), parsed).has_value());
  ASSERT_EQ(parsed.events.size(), 1u);
  EXPECT_TRUE(parsed.mentions.empty());
  EXPECT_EQ(parsed.events[0].kind, EventKind::late_payment);
  EXPECT_EQ(parsed.events[0].customer, "ana");
  EXPECT_EQ(parsed.events[0].facets.at("amount"), "120 €");
  EXPECT_TRUE(parsed.events[0].id.starts_with("csv:survey:sha256:"));
}

TEST(Row, WithoutAnIdItIsKnownByItsValues) {
  Parsed parsed;
  for (const char* text : {"uno", "dos", "uno"}) {
    const Cell cells[] = {{"text", "Comment", text}};
    ASSERT_TRUE(add_row(cells, survey(), parsed).has_value());
  }
  EXPECT_EQ(parsed.mentions[0].id, parsed.mentions[2].id);
  EXPECT_NE(parsed.mentions[0].id, parsed.mentions[1].id);
  EXPECT_TRUE(parsed.mentions[0].source_id.empty());
}

TEST(Row, OfBlanksIsNothing) {
  Parsed parsed;
  const Cell cells[] = {{"id", "No", " "}, {"text", "Comment", "\t"}};
  EXPECT_TRUE(add_row(cells, survey(), parsed).has_value());
  EXPECT_TRUE(parsed.mentions.empty());
}

TEST(Row, AFaultNamesTheColumn) {
  const struct {
    const char* name;
    std::vector<Cell> cells;
    const char* date_format;
    const char* text;
  } rows[] = {
      {"a word", {{"rating", "NPS", "abc"}}, "", "column \"NPS\": \"abc\" is not a whole number"},
      {"a fraction",
       {{"rating", "NPS", "4.5"}},
       "",
       "column \"NPS\": \"4.5\" is not a whole number"},
      {"a huge number", {{"rating", "NPS", "99999999999999999999"}}, "", "is not a whole number"},
      {"neither", {{"author.bot", "Bot", "maybe"}}, "", "is neither true nor false"},
      {"a date that cannot be told",
       {{"posted_at", "Date", "3/4/2026"}},
       "",
       "say in which order its numbers stand with date_format: dmy, mdy or ymd"},
      {"a date in another order",
       {{"posted_at", "Date", "3/14/2026"}},
       "dmy",
       "column \"Date\": \"3/14/2026\" is not a date in the order dmy"},
      {"no kind of event",
       {{"at", "Date", "2026-11-22"}, {"event", "Type", "party"}},
       "",
       "column \"Type\": \"party\" is not a kind of event; there are renewal, billing_change,"},
      {"an event without a time",
       {{"at", "Date", ""}, {"event", "Type", "renewal"}},
       "",
       "at is missing: column \"Date\"; an event needs it"},
      {"an event without a kind",
       {{"at", "Date", "2026-11-22"}, {"event", "Type", " "}},
       "",
       "event is missing: column \"Type\"; an event needs it"},
  };
  for (const auto& row : rows) {
    Source source = survey();
    source.date_format = row.date_format;
    Parsed parsed;
    const auto added = add_row(row.cells, source, parsed);
    ASSERT_FALSE(added.has_value()) << row.name;
    EXPECT_NE(added.error().text.find(row.text), std::string::npos)
        << row.name << ": " << added.error().text;
  }
}

TEST(Row, ALongTextIsNotToldInFull) {
  const std::string text(5'000, 'x');
  const Cell cells[] = {{"rating", "NPS", text}};
  Parsed parsed;
  EXPECT_LT(add_row(cells, survey(), parsed).error().text.size(), 200u);
}

// What the field tables have can be filled, but for what quince sets itself.
TEST(Row, MembersComeFromTheFieldTables) {
  for (const std::string& name : member_names<Mention>())
    EXPECT_EQ(is_row_member(RowType::mention, name.ends_with('.') ? name + "x" : name),
              name != "feed" && name != "seen_at" && name != "revision")
        << name;
  EXPECT_TRUE(is_row_member(RowType::mention, "author.created_at"));
  EXPECT_TRUE(is_row_member(RowType::event, "event"));
  EXPECT_FALSE(is_row_member(RowType::event, "author.handle"));
  EXPECT_FALSE(is_row_member(RowType::mention, "facets."));
  EXPECT_FALSE(is_row_member(RowType::mention, "facets"));
  EXPECT_FALSE(is_row_member(RowType::mention, "comment"));
}

}  // namespace
}  // namespace quince
