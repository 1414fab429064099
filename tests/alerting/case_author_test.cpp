#include "alerting/case_author.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

TEST(AuthorOf, OnePersonIsOnePersonOnOneSite) {
  const struct {
    const char* name;
    const char *id, *kind, *feed, *author, *handle;
    const char* whose;
  } rows[] = {
      {"a URI", "mastodon:one.example:1", "mastodon", "m", "https://one.example/users/ana",
       "ana@one.example", "https://one.example/users/ana"},
      {"a did", "bluesky:at://x", "bluesky", "b", "did:plc:abc", "ana.example", "did:plc:abc"},
      {"user and host", "x:x.example:1", "x", "x", "", "ana@one.example", "ana@one.example"},
      {"a name", "rss:forum.example/feed:17", "rss", "forum", "Ana", "", "forum.example Ana"},
      {"the same name on another site", "rss:press.example/rss:17", "rss", "press", "Ana", "",
       "press.example Ana"},
      {"another feed of one site", "jsonfeed:forum.example:u:1", "jsonfeed", "reviews", "Ana", "",
       "forum.example Ana"},
      {"a site by number", "rss:[::1]/feed:17", "rss", "f", "Ana", "", "[::1] Ana"},
      {"a name with a sign", "rss:forum.example:1", "rss", "f", "Ana @ M.", "",
       "forum.example Ana @ M."},
      {"a handle", "x:x.example:1", "x", "x", "", "ana", "x.example ana"},
      {"an import with ids of its own", "crm:1", "webhook", "crm", "17", "", "crm 17"},
      {"of nowhere", "1", "", "", "17", "", "17"},
      {"nobody", "rss:forum.example:1", "rss", "f", "", "", "post:rss:forum.example:1"}};
  for (const auto& row : rows) {
    Mention m;
    m.id = row.id;
    m.kind = row.kind;
    m.feed = row.feed;
    m.author.id = row.author;
    m.author.handle = row.handle;
    EXPECT_EQ(author_of(m), row.whose) << row.name;
  }
}

TEST(StandingOf, TheListComesBeforeTheCount) {
  const std::vector<std::string> vips = {"@Ana.Example", "did:plc:abc"};
  const struct {
    const char* name;
    const char *id, *handle;
    std::optional<std::int64_t> followers;
    Standing standing;
  } rows[] = {{"by handle, without its sign and case", "7", "ana.example", 10, Standing::vip},
              {"by id", "did:plc:abc", "renamed.example", {}, Standing::vip},
              {"heard by many", "8", "press.example", 50'000, Standing::large},
              {"heard by a few less", "8", "press.example", 49'999, Standing::usual},
              {"whose followers are unknown", "8", "ana", {}, Standing::usual},
              {"nobody", "", "", 1, Standing::usual}};
  for (const auto& row : rows) {
    Author author;
    author.id = row.id;
    author.handle = row.handle;
    author.followers = row.followers;
    EXPECT_EQ(standing_of(vips, 50'000, author), row.standing) << row.name;
  }
}

}  // namespace
}  // namespace quince
