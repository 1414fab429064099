#include "collectors/identity.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

TEST(Identity, HostsHaveNoPortUserOrCapitals) {
  const std::pair<const char*, const char*> rows[] = {
      {"https://User:pw@Example.com:8443/a?b", "example.com"},
      {"http://[::1]:80/a", "[::1]"},
      {"http://[::1]/a", "[::1]"},
      {"https://example.com", "example.com"},
      {"example.com/feed", "-"},
      {"", "-"}};
  for (const auto& [url, host] : rows) EXPECT_EQ(host_of(url), host) << url;
}

TEST(Identity, AnIdThatIsNoUriIsUniqueInItsFeedAlone) {
  EXPECT_EQ(origin_of("https://example.com/a.rss", "https://example.com/post/1"), "example.com");
  EXPECT_EQ(origin_of("https://example.com/b.rss", "tag:example.com,2026:1"), "example.com");
  EXPECT_NE(origin_of("https://example.com/a.rss", "17"),
            origin_of("https://example.com/b.rss", "17"));
  EXPECT_EQ(origin_of("https://example.com:8443/a.rss#x", "17"),
            origin_of("http://example.com/a.rss", "17"));
}

Mention item(std::string url, std::string title = "Mi maleta", std::string text = "No llega") {
  Mention m;
  m.url = std::move(url);
  m.title = std::move(title);
  m.text = std::move(text);
  m.posted_at = *parse_rfc3339("2026-11-22T12:00:00Z");
  return m;
}

std::vector<std::string> ids_of(std::vector<Mention> items) {
  identify_items(items, "https://foro.example/feed", "https://foro.example/");
  std::vector<std::string> ids;
  for (const Mention& m : items) ids.push_back(m.source_id);
  return ids;
}

TEST(Identity, WithoutAGuidTheLinkIsTheIdWithoutItsCampaign) {
  EXPECT_EQ(ids_of({item("https://foro.example/t/1?utm_source=rss&a=1")})[0],
            "https://foro.example/t/1?a=1");
  EXPECT_EQ(ids_of({item("https://foro.example/t/1", "Antes")}),
            ids_of({item("https://foro.example/t/1", "Después")}));
}

TEST(Identity, WithoutAGuidALinkWithATokenOfTheRequestIsLeftForTitleAndDate) {
  const auto first = ids_of({item("https://foro.example/t?token=aaa")});
  EXPECT_EQ(first, ids_of({item("https://foro.example/t?token=bbb")}));
  EXPECT_NE(first, ids_of({item("https://foro.example/t?token=bbb", "Otra")}));
  Mention later = item("https://foro.example/t?token=bbb");
  later.posted_at = *later.posted_at + std::chrono::hours{1};
  EXPECT_NE(first, ids_of({later}));
}

TEST(Identity, ALinkOfManyItemsIsTakenTogetherWithTheTitle) {
  const char* const link = "https://foro.example/hoy";
  const auto ids = ids_of({item(link, "Uno"), item(link, "Dos"), item(link, "Tres")});
  EXPECT_NE(ids[0], ids[1]);
  EXPECT_NE(ids[1], ids[2]);
  EXPECT_EQ(ids_of({item(link, "Nuevo"), item(link, "Uno"), item(link, "Dos")})[1], ids[0])
      << "a new item on top changes no other's id";
}

TEST(Identity, TheLinkOfTheFeedIsNoOnesOwn) {
  const auto uno = ids_of({item("https://foro.example/", "Uno")});
  EXPECT_NE(uno, ids_of({item("https://foro.example/", "Dos")}));
  EXPECT_NE(uno[0], "https://foro.example/");
}

TEST(Identity, TheFirstOfTwoWithOneGuidKeepsIt) {
  Mention first = item("https://foro.example/t/1"), second = item("https://foro.example/t/2"),
          again = first;
  first.source_id = second.source_id = again.source_id = "7";
  const auto ids = ids_of({first, second, again});
  EXPECT_EQ(ids[0], "7");
  EXPECT_NE(ids[1], "7");
  EXPECT_NE(ids[1], ids[2]);
}

TEST(Identity, WithoutAnythingTheWordsAreTheId) {
  EXPECT_EQ(ids_of({item("", "", "Hola")}), ids_of({item("", "", "Hola")}));
  EXPECT_NE(ids_of({item("", "", "Hola")}), ids_of({item("", "", "Adiós")}));
}

}  // namespace
}  // namespace quince
