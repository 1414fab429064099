#include "io/html_text.h"

#include <gtest/gtest.h>

#include <chrono>

#include "core/utf8.h"
#include "io/json_tree.h"

namespace quince {
namespace {

TEST(HtmlText, ReadsAsAPersonWould) {
  using namespace std::string_view_literals;
  const struct {
    const char* name;
    std::string_view html, text;
  } rows[] = {
      {"nothing", "", ""},
      {"plain words", "  two   words\n here ", "two words here"},
      {"blocks make lines", "<p>One</p><p>Two<br>Three</p><ul><li>a</li><li>b</li></ul>",
       "One\nTwo\nThree\na\nb"},
      {"inline tags do not", "<p>A <b>bo</b>ld <a href=x>link</a></p>", "A bold link"},
      {"references", "caf&eacute; &amp; t&#233; &#x1F621; &nbsp;x &lt;b&gt;", "café & té 😡 x <b>"},
      {"scripts and styles are left out", "a<script>alert(1)</script><style>p{}</style>b", "ab"},
      {"an iframe hides nothing", "<iframe src=x>a</iframe> b", "a b"},
      {"signs that are no tags", "a < b, i <3 you & me", "a < b, i <3 you & me"},
      {"tags that are never closed", "<p>one <i>two <b>three", "one two three"},
      {"comments", "a<!-- <p>no</p> -->b", "ab"},
      {"references of windows-1252", "it&#146;s", "it’s"},
      {"NUL and broken UTF-8", "x\0y<b>\xFF\xFE</b>z"sv, "x\xEF\xBF\xBDy\xEF\xBF\xBD\xEF\xBF\xBDz"},
      {"control characters", "a\x01\x1B[31mb<b></b>", "a[31mb"},
  };
  for (const auto& row : rows) EXPECT_EQ(html_to_text(row.html), row.text) << row.name;
}

TEST(HtmlText, HostileInputEndsSoon) {
  const auto repeated = [](std::string_view piece, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += piece;
    return text;
  };
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string& html :
       {repeated("<div>", 50'000), repeated("<a><b>", 30'000), repeated("<", 200'000),
        repeated("&", 200'000), repeated("<!--", 100'000), repeated("<a b=\"", 50'000)})
    EXPECT_TRUE(is_valid_utf8(html_to_text(html)));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{20});
}

TEST(JsonTree, ReadsWhatIsThereAndMendsTexts) {
  const auto json = parse_json(
      "\xEF\xBB\xBF{\"a\":{\"b\":[1,\"x\\ud83d\",true,null,18446744073709551615]},\"c\":\"l\n2 "
      "\xFF\"}");
  ASSERT_TRUE(json.has_value()) << json.error().text;
  const auto& items = (*json)["a"]["b"].items();
  ASSERT_EQ(items.size(), 5u);
  EXPECT_EQ(items[0].whole(), 1);
  EXPECT_EQ(items[1].text(), "x\xEF\xBF\xBD");
  EXPECT_EQ(items[2].truth(), true);
  EXPECT_TRUE(items[3].is_null());
  EXPECT_EQ(items[4].text(), "18446744073709551615");
  EXPECT_EQ((*json)["c"].text(), "l 2 \xEF\xBF\xBD");
  EXPECT_TRUE((*json)["nowhere"]["at"]["all"].is_null());
}

// A few kilobytes of such a document, packed, unpack to gigabytes of values.
TEST(JsonTree, ValuesAreBounded) {
  const auto many = [](int count, std::string_view each) {
    std::string json = "{\"items\":[0";
    for (int i = 0; i < count; ++i) json.append(",").append(each);
    return parse_json(json + "]}");
  };
  const struct {
    const char* name;
    std::string_view each;
  } rows[] = {{"lists", "[]"}, {"objects", "{}"}, {"members", "{\"\":0}"}, {"numbers", "0"}};
  for (const auto& row : rows) {
    const auto refused = many(400'000, row.each);
    ASSERT_FALSE(refused.has_value()) << row.name;
    EXPECT_EQ(refused.error().code, Code::too_large) << row.name;
  }
  EXPECT_EQ((*many(300'000, "0"))["items"].items().size(), 300'001u);
}

TEST(JsonTree, RefusesWhatIsNotJson) {
  for (const std::string& text : {std::string(), std::string("<html>"), std::string("{\"a\":"),
                                  std::string(5000, '['), std::string("{} {}")})
    EXPECT_FALSE(parse_json(text).has_value()) << text.substr(0, 20);
}

}  // namespace
}  // namespace quince
