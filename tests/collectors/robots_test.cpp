#include "collectors/robots.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

using namespace std::chrono_literals;

TEST(Robots, DecidesAsTheRfcSays) {
  const struct {
    const char* name;
    const char* text;
    const char* url;
    bool allowed;
  } rows[] = {
      {"nothing", "", "https://a.example/x", true},
      {"all of it", "User-agent: *\nDisallow: /", "https://a.example/x", false},
      {"the root without a path", "User-agent: *\nDisallow: /", "https://a.example", false},
      {"an empty rule", "User-agent: *\nDisallow:", "https://a.example/x", true},
      {"another path", "User-agent: *\nDisallow: /y", "https://a.example/x", true},
      {"a prefix", "User-agent: *\nDisallow: /feed", "https://a.example/feeds/1", false},
      {"case of the path", "User-agent: *\nDisallow: /Feed", "https://a.example/feed", true},
      {"case of the key and the token", "USER-AGENT: Quince\nDISALLOW: /", "https://a.example/x",
       false},
      {"our group beats the others", "User-agent: *\nDisallow: /\n\nUser-agent: quince\nAllow: /",
       "https://a.example/x", true},
      {"our group without rules", "User-agent: *\nDisallow: /\nUser-agent: quince\n",
       "https://a.example/x", true},
      {"our group twice", "User-agent: quince\nAllow: /a\n\nUser-agent: quince\nDisallow: /",
       "https://a.example/x", false},
      {"a group of several", "User-agent: other\nUser-agent: quince\nDisallow: /",
       "https://a.example/x", false},
      {"another's group", "User-agent: other\nDisallow: /", "https://a.example/x", true},
      {"a longer name is another", "User-agent: quincebot\nDisallow: /", "https://a.example/x",
       true},
      {"our name with a version", "User-agent: quince/0.1\nDisallow: /", "https://a.example/x",
       false},
      {"the longest wins", "User-agent: *\nDisallow: /\nAllow: /feed", "https://a.example/feed/1",
       true},
      {"whatever the order", "User-agent: *\nAllow: /feed\nDisallow: /", "https://a.example/feed/1",
       true},
      {"longer disallow", "User-agent: *\nAllow: /feed\nDisallow: /feed/private",
       "https://a.example/feed/private/1", false},
      {"allow wins a tie", "User-agent: *\nDisallow: /feed\nAllow: /feed", "https://a.example/feed",
       true},
      {"a star", "User-agent: *\nDisallow: /*.php", "https://a.example/a/b.php?x=1", false},
      {"a star and the end", "User-agent: *\nDisallow: /*.php$", "https://a.example/b.php?x=1",
       true},
      {"the end", "User-agent: *\nDisallow: /*.php$", "https://a.example/b.php", false},
      {"the end of a later one", "User-agent: *\nDisallow: /*.php$", "https://a.example/.php.php",
       false},
      {"the query counts", "User-agent: *\nDisallow: /*?feed=", "https://a.example/?feed=rss",
       false},
      {"a query without a path", "User-agent: *\nDisallow: /?feed=", "https://a.example?feed=rss",
       false},
      {"the fragment does not", "User-agent: *\nDisallow: /*x", "https://a.example/a#x", true},
      {"encoded is the same", "User-agent: *\nDisallow: /a%62c", "https://a.example/%61bc", false},
      {"other alphabets", "User-agent: *\nDisallow: /año", "https://a.example/a%C3%B1o", false},
      {"an encoded star is itself", "User-agent: *\nDisallow: /a%2Ab", "https://a.example/axb",
       true},
      {"comments", "# hi\nUser-agent: * # all\nDisallow: / # everything", "https://a.example/x",
       false},
      {"other line ends", "User-agent: *\r\nDisallow: /x\rDisallow: /y", "https://a.example/y",
       false},
      {"a mark at the beginning", "\xEF\xBB\xBFUser-agent: *\nDisallow: /", "https://a.example/x",
       false},
      {"unknown lines between", "User-agent: quince\nSitemap: /s\nDisallow: /",
       "https://a.example/x", false},
      {"a page instead", "<html><body>Disallow: /</body></html>", "https://a.example/x", true},
      {"rules of nobody", "Disallow: /\nUser-agent: other", "https://a.example/x", true},
  };
  for (const auto& row : rows)
    EXPECT_EQ(Robots::parse(row.text).allows(row.url), row.allowed) << row.name;
  EXPECT_FALSE(Robots::that_refuses_all().allows("https://a.example/"));
}

TEST(Robots, CrawlDelayHasABound) {
  const struct {
    const char* name;
    const char* value;
    Duration wanted;
  } rows[] = {{"seconds", "5", 5s},  {"parts", "0.5", 500ms}, {"an hour", "3600", 60s},
              {"words", "soon", 0s}, {"negative", "-1", 0s},  {"absurd", "1e300", 60s}};
  for (const auto& row : rows)
    EXPECT_EQ(Robots::parse(std::string("User-agent: *\nCrawl-delay: ") + row.value).crawl_delay(),
              row.wanted)
        << row.name;
}

TEST(Robots, StandsAtTheRootOfItsServer) {
  EXPECT_EQ(robots_url("https://a.example:8443/x/y?z"), "https://a.example:8443/robots.txt");
  EXPECT_EQ(robots_url("http://a.example"), "http://a.example/robots.txt");
  EXPECT_EQ(robots_url("http://a.example?q"), "http://a.example/robots.txt");
}

// Many stars against a long path: the time is bounded.
TEST(Robots, AHostilePatternCostsNothing) {
  std::string pattern = "User-agent: *\nDisallow: ";
  for (int i = 0; i < 1000; ++i) pattern += "*a";
  EXPECT_TRUE(Robots::parse(pattern + "b").allows("https://a.example/" + std::string(999, 'a')));
}

}  // namespace
}  // namespace quince
