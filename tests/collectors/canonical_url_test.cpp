#include "collectors/canonical_url.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

TEST(CanonicalUrl, TrackingParametersGoAndAllElseStays) {
  const struct {
    const char* name;
    const char* url;
    const char* clean;
  } rows[] = {
      {"a campaign", "https://a.example/p?id=1&utm_source=x&utm_medium=y&fbclid=z",
       "https://a.example/p?id=1"},
      {"nothing to drop", "https://a.example/p?b=2&a=1#part", "https://a.example/p?b=2&a=1#part"},
      {"only tracking, and a fragment", "https://a.example/p?gclid=1#part",
       "https://a.example/p#part"},
      {"capitals", "https://a.example/?UTM_Source=x", "https://a.example/"},
      {"Matomo", "https://a.example/?mtm_campaign=q&mtm_source=b", "https://a.example/"},
      {"a query that is no list", "https://a.example/f.jpg?crop/100x50/webp",
       "https://a.example/f.jpg?crop/100x50/webp"},
      {"an empty query", "https://a.example/p?", "https://a.example/p?"},
      {"ref names the feed", "https://a.example/p?ref=feeds.example", "https://a.example/p"},
      {"ref names another", "https://a.example/p?ref=b.example",
       "https://a.example/p?ref=b.example"},
      {"a path with a colon", "https://a.example/p:q?igshid=1", "https://a.example/p:q"},
      {"mail", "mailto:ana@correo.example", "mailto:ana@correo.example"},
      {"no host", "https://a|b.example/", ""},
      {"no address", "foro-101", "foro-101"},
      {"nothing", "", ""},
  };
  for (const auto& row : rows)
    EXPECT_EQ(without_tracking(row.url, "https://feeds.example/rss"), row.clean) << row.name;
}

// The same story in many feeds.
TEST(CanonicalUrl, OneStoryHasOneKey) {
  const char* const same[] = {"https://a.example/p?a=1&b=2", "http://A.example:80/p?b=2&a=1",
                              "https://a.example:443/p?a=1&b=2#top",
                              "https://a.example/p?a=1&utm_term=x&b=2"};
  for (const char* url : same) EXPECT_EQ(canonical_url(url), same[0]) << url;
  EXPECT_EQ(canonical_url("https://a.example"), "https://a.example/");
  const char* const other[] = {"https://a.example/P?a=1&b=2", "https://a.example:8443/p?a=1&b=2",
                               "https://b.example/p?a=1&b=2", "https://a.example/p?a=1"};
  for (const char* url : other) EXPECT_NE(canonical_url(url), same[0]) << url;
  EXPECT_NE(canonical_url("https://a.example/#!/a"), canonical_url("https://a.example/#!/b"));
}

TEST(CanonicalUrl, ARequestTokenNamesNothing) {
  EXPECT_TRUE(has_request_token("https://a.example/p?id=1&PHPSESSID=8f2c"));
  EXPECT_TRUE(has_request_token("https://a.example/p;jsessionid=8F2C?id=1"));
  EXPECT_TRUE(has_request_token("https://a.example/p?token=abc"));
  EXPECT_FALSE(has_request_token("https://a.example/token?id=1"));
  EXPECT_FALSE(has_request_token("urn:x?token=1"));
}

TEST(CanonicalUrl, AnAddressOutlivesItsHost) {
  EXPECT_EQ(address_on_any_host("http://a.example/p?b&a#x"), "/p?a&b");
  EXPECT_EQ(address_on_any_host("https://www.b.example/p?a&b"), "/p?a&b");
  for (const char* url : {"https://a.example/", "https://a.example", "urn:uuid:1", "foro-101", ""})
    EXPECT_EQ(address_on_any_host(url), "") << url;
}

}  // namespace
}  // namespace quince
