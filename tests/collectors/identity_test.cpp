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

}  // namespace
}  // namespace quince
