#include "io/similarity.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

TEST(Similarity, NormalizedTextsKeepWordsAlone) {
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

TEST(Similarity, SimilarityAndContainmentAreShares) {
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
