#include "io/change.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

Mention post(std::string title, std::string text) {
  Mention m;
  m.title = std::move(title);
  m.text = std::move(text);
  return m;
}

TEST(Change, NormalizedTextsKeepWordsAlone) {
  const std::pair<const char*, const char*> rows[] = {
      {"", ""},
      {"  ¡Pésimo!  SERVICIO…\n\n3.500 horas ", "pésimo servicio 0 0 horas"},
      {"12 comments", "0 comments"},
      {"A320", "a0"},
      {"sin maleta 😡", "sin maleta 😡"},
      {"ÀÉÑ Straße", "àéñ straße"},
      {"...", ""},
  };
  for (const auto& [text, form] : rows) EXPECT_EQ(normalized_text(text), form) << text;
}

// Advertising counters, clocks and white space differ at each fetch.
TEST(Change, AnEditIsAChangeOfWords) {
  const Mention before = post("Mi maleta", "Tres días sin maleta. 12 comentarios. Hace 5 minutos");
  const struct {
    const char* name;
    Mention now;
    Change change;
  } rows[] = {
      {"the same", before, Change::none},
      {"counters move", post("Mi maleta", "Tres días sin maleta. 14 comentarios. Hace 9 minutos"),
       Change::none},
      {"white space and capitals",
       post("MI MALETA", "Tres  días sin maleta.\n\n12 comentarios. Hace 5 minutos"), Change::none},
      {"a word in the text", post("Mi maleta", "Tres días sin mi maleta. 12 comentarios"),
       Change::edited},
      {"an addition",
       post("Mi maleta", "Tres días sin maleta. 12 comentarios. Hace 5 minutos. EDITO: apareció"),
       Change::edited},
      {"the title", post("Mi maleta, perdida", before.text), Change::edited},
      {"an angry sign", post("Mi maleta 😡", before.text), Change::edited},
  };
  for (const auto& row : rows) EXPECT_EQ(change_between(before, row.now), row.change) << row.name;
}

// What an updated item is, so that none is told as a new post.
TEST(Change, EachReadingIsNewCountsAnEditOrADeletion) {
  Mention before = post("a", "b");
  before.counts.replies = 1;
  before.author.name = "Ana";
  Mention now = before;
  now.posted_at = from_unix_ms(1'795'341'600'000);
  now.url = "https://foro.example/1?utm_source=x";
  now.author.name = "Ana Inventada";
  EXPECT_EQ(change_between(before, now), Change::none) << "clock, address and name are no news";
  now.counts.replies = 2;
  EXPECT_EQ(change_between(before, now), Change::counts);
  now.text = "c";
  EXPECT_EQ(change_between(before, now), Change::edited);
  now.deleted = true;
  EXPECT_EQ(change_between(before, now), Change::deleted);
  EXPECT_EQ(change_between(now, before), Change::edited) << "it came back";
}

TEST(Change, SimilarityAndContainmentAreShares) {
  EXPECT_EQ(similarity("", ""), 1);
  EXPECT_EQ(similarity("Una queja", "una  queja!"), 1);
  EXPECT_EQ(similarity("abc", ""), 0);
  EXPECT_EQ(similarity("xyz", "pqr"), 0);
  const double alike = similarity("Perdieron mi maleta otra vez", "Perdieron mi maleta de nuevo");
  EXPECT_GT(alike, 0.5);
  EXPECT_LT(alike, 0.9);
  EXPECT_EQ(containment("", "abc"), 1);
  EXPECT_GT(containment("Perdieron mi maleta", "Perdieron mi maleta otra vez"), 0.9);
  EXPECT_LT(containment("Perdieron mi maleta otra vez", "maleta"), 0.4);
}

}  // namespace
}  // namespace quince
