#include "collectors/reissue.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

const Time noon = *parse_rfc3339("2026-11-22T12:00:00Z");
constexpr const char* complaint =
    "Llevo tres días sin mi maleta y nadie de la aerolínea contesta el teléfono ni los correos.";

Mention post(std::string source_id, std::string title, std::string text = complaint) {
  Mention m;
  m.source_id = std::move(source_id);
  m.id = "rss:foro.example:" + m.source_id;
  m.title = std::move(title);
  m.text = std::move(text);
  m.author.id = "ana";
  m.posted_at = noon;
  return m;
}

std::string id_after(const Mention& fresh, const Mention& known) {
  std::vector<Mention> document = {fresh};
  recognise_reissues(document, std::span(&known, 1));
  return document[0].source_id;
}

TEST(Reissue, AMoveToHttpsOrToAnotherHostIsNoNewPost) {
  const Mention known = post("http://foro.example/t/101", "Mi maleta");
  const char* const fresh = "https://www.foro-nuevo.example/t/101";
  EXPECT_EQ(id_after(post(fresh, "Mi maleta"), known), known.source_id);
  EXPECT_EQ(id_after(post(fresh, "Otra cosa", "del todo"), known), known.source_id)
      << "edited by the way";
  Mention late = post(fresh, "Mi maleta", "otra");
  late.posted_at = noon + std::chrono::hours{49};
  EXPECT_EQ(id_after(late, known), fresh) << "the path was used again";
  EXPECT_EQ(id_after(post("https://foro.example/t/102", "Otra", "otra"), known),
            "https://foro.example/t/102");
}

// A guid that is made of the title is another one after an edit of the title.
TEST(Reissue, AGuidThatChangesWithAnEditIsNoNewPost) {
  const Mention known = post("mi-maleta-perdida", "Mi maleta perdida en Lima");
  EXPECT_EQ(id_after(post("mi-maleta-extraviada", "Mi maleta perdida en Lima!"), known),
            known.source_id);
  EXPECT_EQ(id_after(post("x", "Mi maleta, perdida en Lima (Perú)"), known), known.source_id);
  EXPECT_EQ(id_after(post("x", "Quiero un reembolso"), known), "x") << "another title";
  EXPECT_EQ(id_after(post("x", known.title, "Un texto del todo distinto"), known), "x");
  Mention other = post("x", known.title);
  other.author.id = "luis";
  EXPECT_EQ(id_after(other, known), "x") << "two people may write the same";
  other = post("x", known.title);
  other.posted_at = noon - std::chrono::hours{49};
  EXPECT_EQ(id_after(other, known), "x");
  other.posted_at.reset();
  EXPECT_EQ(id_after(other, known), "x") << "likeness counts only with times";
}

TEST(Reissue, AKnownPostThatIsStillThereIsNotTaken) {
  const Mention known = post("1", "Mi maleta");
  std::vector<Mention> document = {post("2", "Mi maleta"), known};
  EXPECT_EQ(recognise_reissues(document, std::span(&known, 1)), 0u);
  EXPECT_EQ(document[0].source_id, "2");
}

TEST(Reissue, AKnownPostIsTakenOnce) {
  const Mention known = post("1", "Mi maleta");
  std::vector<Mention> document = {post("2", "Mi maleta"), post("3", "Mi maleta")};
  EXPECT_EQ(recognise_reissues(document, std::span(&known, 1)), 1u);
  EXPECT_EQ(document[0].source_id, "1");
  EXPECT_EQ(document[1].source_id, "3");
}

TEST(Reissue, AtMostThreeOfADocumentByTheirWords) {
  std::vector<Mention> known, document;
  for (int i = 0; i < 5; ++i) {
    known.push_back(post("a" + std::to_string(i), "Mi maleta"));
    document.push_back(post("b" + std::to_string(i), "Mi maleta"));
  }
  EXPECT_EQ(recognise_reissues(document, known), reissues_by_words_max);
  known.clear();
  document.clear();
  for (int i = 0; i < 5; ++i) {
    known.push_back(post("http://foro.example/t/" + std::to_string(i), "Mi maleta"));
    document.push_back(post("https://foro.example/t/" + std::to_string(i), "Mi maleta"));
  }
  EXPECT_EQ(recognise_reissues(document, known), 5u) << "a move concerns all posts at once";
}

TEST(Reissue, TheLatestAreKeptAsFarAsTheyFit) {
  std::vector<Mention> document(5);
  for (std::size_t i = 0; i < document.size(); ++i) {
    document[i].id = std::to_string(i);
    document[i].text.assign(20u << 10, 'x');
  }
  const auto kept = worth_knowing(document);
  ASSERT_EQ(kept.size(), 3u);
  EXPECT_EQ(kept.front().id, "2");
  EXPECT_EQ(kept.back().id, "4");
  EXPECT_TRUE(worth_knowing({}).empty());
}

}  // namespace
}  // namespace quince
