// What is wrong with real feeds, one named test for each habit, on invented documents.
#include <gtest/gtest.h>

#include <map>

#include "collectors/intake.h"
#include "collectors/kinds.h"
#include "core/utf8.h"

namespace quince {
namespace {

Parsed parse(std::string_view bytes, std::string_view type = {}, std::string_view kind = "rss") {
  const auto parsed =
      find_kind(kind)->parse({}, {bytes, "https://feeds.example/a/feed", std::string(type)});
  EXPECT_TRUE(parsed.has_value()) << bytes;
  return parsed ? *parsed : Parsed{};
}

// The only item of a document; an empty one, and a failure, where there is not exactly one.
Mention only(std::string_view bytes, std::string_view type = {}, std::string_view kind = "rss") {
  const Parsed parsed = parse(bytes, type, kind);
  EXPECT_EQ(parsed.mentions.size(), 1u) << bytes;
  return parsed.mentions.size() == 1 ? parsed.mentions[0] : Mention{};
}

Mention rss(const std::string& inside, const std::string& channel = {}) {
  return only("<rss><channel>" + channel + "<item>" + inside + "</item></channel></rss>");
}

Mention atom(const std::string& inside, const std::string& feed = {}) {
  return only("<feed xmlns='http://www.w3.org/2005/Atom'>" + feed + "<entry>" + inside +
              "</entry></feed>");
}

std::string title_in(std::string_view prolog, std::string_view title, std::string_view type = {}) {
  return only(std::string(prolog) + "<rss><channel><item><title>" + std::string(title) +
                  "</title></item></channel></rss>",
              type)
      .title;
}

// ---- bytes

TEST(FeedBytes, ValidUtf8WinsOverEveryLabel) {
  EXPECT_EQ(title_in("<?xml version='1.0' encoding='ISO-8859-1'?>", "Año"), "Año");
  EXPECT_EQ(title_in("<?xml version='1.0' encoding='windows-1251'?>", "Año"), "Año");
  EXPECT_EQ(title_in("<?xml version='1.0'?>", "Año", "text/xml; charset=iso-8859-15"), "Año");
}

TEST(FeedBytes, WithoutALabelItIsUtf8OrWindows1252) {
  EXPECT_EQ(title_in("", "Año", "text/xml"), "Año");
  EXPECT_EQ(title_in("", "A\xF1o \x80 5", "text/xml"), "Año € 5");
}

TEST(FeedBytes, Latin1MeansWindows1252) {
  EXPECT_EQ(title_in("<?xml version='1.0' encoding='ISO-8859-1'?>",
                     "\x93"
                     "A\xF1o\x94 \x96 \x80"),
            "“Año” – €");
}

TEST(FeedBytes, WhatStandsBeforeTheDeclarationIsNoHarm) {
  for (const std::string before :
       {"\n\n  ", "\xEF\xBB\xBF", "\xEF\xBB\xBF\n", "Notice: undefined variable in /a.php\n",
        "<br />\n<b>Warning</b>: x in <b>/a.php</b> on line <b>3</b><br />\n", "<!-- cached -->"})
    EXPECT_EQ(title_in(before + "<?xml version='1.0' encoding='windows-1252'?>", "A\xF1o"), "Año")
        << before;
}

TEST(FeedBytes, TwoEncodingsInOneDocument) {
  EXPECT_EQ(title_in("<?xml version='1.0' encoding='utf-8'?>", "Año y a\xF1o \x93hoy\x94"),
            "Año y año “hoy”");
}

TEST(FeedBytes, ControlCharactersAreLeftOut) {
  EXPECT_EQ(title_in("", "a\x01&#8;&#x1F;b\x0C\xEF\xBF\xBF"), "ab");
}

TEST(FeedBytes, HtmlEntitiesAndBareAmpersandsLoseNoWord) {
  EXPECT_EQ(title_in("", "Espa&ntilde;a &iquest;qu&eacute;? &euro;5 &hellip;"),
            "España ¿qué? €5 …");
  EXPECT_EQ(title_in("", "Pago & no &responden; A&B"), "Pago & no &responden; A&B");
}

TEST(FeedBytes, EntitiesOfADoctypeAreNeitherExpandedNorLoaded) {
  const std::string doctype =
      "<!DOCTYPE rss [<!ENTITY a 'xxxxxxxxxx'><!ENTITY b '&a;&a;&a;&a;'>"
      "<!ENTITY f SYSTEM 'file:///etc/hostname'>]>";
  EXPECT_EQ(title_in(doctype, "&b; &f; &nbsp;fin"), "&b; &f; fin");
}

TEST(FeedBytes, ADeclarationThatAppearsOneDayChangesNothing) {
  const std::string feed =
      "<rss><channel><item><title>Hola</title><enclosure/></item></channel></rss>";
  EXPECT_EQ(only(feed), only("<?xml version='1.0' encoding='UTF-8'?>\n" + feed));
}

// ---- what is no feed

TEST(FeedDocument, AFeedInsideAPageIsRead) {
  EXPECT_EQ(title_in("<html><body><p>x<br></p>", "Hola"), "Hola");
}

TEST(FeedDocument, PagesChallengesAndErrorsAreRefused) {
  for (const char* text :
       {"<html><head><title>Just a moment...</title></head><body>checking</body></html>",
        "{\"error\":\"rate limited\"}", "", "   ",
        "<html><body><rss-reader>x</rss-reader></body></html>",
        "<html><p>write &lt;rss> first</p></html>", "<opml><body/></opml>"}) {
    const auto parsed = find_kind("rss")->parse({}, {text, "https://feeds.example/", {}});
    ASSERT_FALSE(parsed.has_value()) << text;
    EXPECT_NE(parsed.error().text.find("not a feed"), std::string::npos) << parsed.error().text;
  }
}

// ---- words

TEST(FeedText, TitlesOfRssAreEscapedTwiceAtTimes) {
  const std::pair<const char*, const char*> rows[] = {
      {"A &amp;amp; B", "A & B"},
      {"<![CDATA[A &amp; B]]>", "A & B"},
      {"caf&amp;eacute;", "café"},
      {"it&amp;#8217;s", "it’s"},
      {"&lt;b&gt;No&lt;/b&gt; llega", "No llega"},
      {"1 &lt; 2 &amp; 3", "1 < 2 & 3"},
      {"AT&amp;T", "AT&T"},
  };
  for (const auto& [title, text] : rows)
    EXPECT_EQ(rss("<title>" + std::string(title) + "</title>").title, text) << title;
}

TEST(FeedText, TitlesOfAtomAreWhatTheirTypeSays) {
  const std::pair<const char*, const char*> rows[] = {
      {"<title>Use &lt;a&gt; here</title>", "Use <a> here"},
      {"<title type='text'>A &amp;amp; B</title>", "A &amp; B"},
      {"<title type='html'>A &amp;amp; &lt;b&gt;B&lt;/b&gt;</title>", "A & B"},
      {"<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>A &amp; "
       "<b>B</b></div></title>",
       "A & B"},
  };
  for (const auto& [title, text] : rows) EXPECT_EQ(atom(title).title, text) << title;
}

TEST(FeedText, WithoutATitleTheFirstWordsStandIn) {
  EXPECT_EQ(
      rss("<description>&lt;p&gt;No llega&lt;/p&gt;&lt;p&gt;Nadie contesta&lt;/p&gt;</description>")
          .title,
      "No llega Nadie contesta");
  std::string words;
  for (int i = 0; i < 40; ++i) words += "señal ";
  const std::string title = rss("<description>" + words + "</description>").title;
  EXPECT_TRUE(is_valid_utf8(title));
  EXPECT_TRUE(title.starts_with("señal señal"));
  EXPECT_TRUE(title.ends_with(" señal…")) << title;
  EXPECT_EQ(rss("<link>https://foro.example/t/1</link>").title, "https://foro.example/t/1");
}

TEST(FeedText, ASummaryThatSaysSomethingElseIsKept) {
  EXPECT_EQ(atom("<summary>Aviso: queja grave</summary><content>No llega mi maleta</content>").text,
            "Aviso: queja grave\nNo llega mi maleta");
  EXPECT_EQ(
      atom("<summary>No llega mi…</summary><content>No llega mi maleta a Lima</content>").text,
      "No llega mi maleta a Lima");
}

TEST(FeedText, SeveralAuthorsAreNamedOnce) {
  EXPECT_EQ(atom("<author><name>Ana</name></author><author><name>Luis</name></author>"
                 "<author><name>Ana</name></author>")
                .author.name,
            "Ana, Luis");
}

TEST(FeedText, AListOfAuthorsHasAnEnd) {
  std::string authors;
  for (int i = 0; i < 50'000; ++i) authors += "<author>Ana " + std::to_string(i) + "</author>";
  EXPECT_LT(rss(authors).author.name.size(), 600u);
}

TEST(FeedText, AuthorsAreNamesAndTheirIdIsAsWritten) {
  const std::pair<const char*, const char*> rows[] = {
      {"ana@correo.example (Ana)", "Ana"},       {"Ana (mailto:ana@correo.example)", "Ana"},
      {"Ana &lt;ana@correo.example&gt;", "Ana"}, {"ana@correo.example", "ana@correo.example"},
      {"&lt;p&gt;Ana&lt;/p&gt;", "Ana"},
  };
  for (const auto& [author, name] : rows)
    EXPECT_EQ(rss("<author>" + std::string(author) + "</author>").author.name, name) << author;
  EXPECT_EQ(rss("<author>ana@correo.example (Ana)</author>").author.id, "ana@correo.example (Ana)");
}

// ---- addresses and ids

TEST(FeedLinks, RelativeOnesStartAtXmlBaseElseAtTheFeedsPage) {
  EXPECT_EQ(atom("<link href='t/1'/>", "<link href='https://foro.example/b/'/>").url,
            "https://foro.example/b/t/1");
  EXPECT_EQ(atom("<link xml:base='c/' href='t/1'/>", "<link href='https://foro.example/b/'/>").url,
            "https://foro.example/b/t/1")
      << "the base of the link itself is not looked at";
  EXPECT_EQ(rss("<link>/t/1</link>", "<link>https://foro.example/b/</link>").url,
            "https://foro.example/t/1");
  EXPECT_EQ(rss("<link>/t/1</link>").url, "https://feeds.example/t/1");
  EXPECT_EQ(only("<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://x.example/y/'>"
                 "<entry xml:base='z/'><link href='t/1'/><id>posts/1</id></entry></feed>")
                .url,
            "https://x.example/y/z/t/1");
}

TEST(FeedLinks, RelativeIdsOfAtomAreMadeWholeAndOthersStay) {
  const std::string base = " xml:base='https://x.example/y/'";
  const auto id = [&base](const std::string& written) {
    return only("<feed xmlns='http://www.w3.org/2005/Atom'" + base + "><entry><id>" + written +
                "</id></entry></feed>")
        .source_id;
  };
  EXPECT_EQ(id("posts/1"), "https://x.example/y/posts/1");
  EXPECT_EQ(id("17"), "17");
  EXPECT_EQ(id("tag:x.example,2026:/a"), "tag:x.example,2026:/a");
  EXPECT_EQ(rss("<guid>posts/1</guid>").source_id, "posts/1") << "a guid is opaque";
}

TEST(FeedLinks, TheFeedsPageStandsInForAMissingLinkButIsNoId) {
  const Mention m = rss("<title>Hola</title><guid isPermaLink='false'>7</guid>",
                        "<link>https://foro.example/</link>");
  EXPECT_EQ(m.url, "https://foro.example/");
  EXPECT_EQ(m.source_id, "7");
  EXPECT_TRUE(rss("<title>Hola</title>", "<link>https://foro.example/</link>")
                  .source_id.starts_with("sha256:"));
}

TEST(FeedLinks, AnEntryThatStandsAloneIsItsOwnPage) {
  EXPECT_EQ(only("<entry xmlns='http://www.w3.org/2005/Atom'><title>a</title>"
                 "<link href='https://foro.example/t/1'/></entry>")
                .source_id,
            "https://foro.example/t/1");
}

TEST(FeedLinks, AGuidThatIsAPageStandsInForTheLinkAndNamesDoNot) {
  EXPECT_EQ(rss("<guid>https://foro.example/t/1</guid>").url, "https://foro.example/t/1");
  EXPECT_EQ(rss("<guid isPermaLink='false'>https://foro.example/t/1</guid>").url, "");
  EXPECT_EQ(rss("<guid>at://did:plc:x/app.bsky.feed.post/1</guid>").url, "");
}

TEST(FeedLinks, AnEmptyGuidIsNone) {
  for (const char* guid : {"<guid/>", "<guid isPermaLink='false'/>", "<guid>  \n </guid>",
                           "<guid isPermaLink='true'></guid>"})
    EXPECT_EQ(rss(std::string(guid) + "<link>https://foro.example/t/1</link>").source_id,
              "https://foro.example/t/1")
        << guid;
}

TEST(FeedLinks, TheHubAndTheTopicOfWebSubAreTold) {
  const Parsed in_rss = parse(
      "<rss xmlns:a='http://www.w3.org/2005/Atom'><channel><a:link rel='hub' "
      "href='https://hub.example/'/><a:link rel='self' href='/a/feed'/></channel></rss>");
  EXPECT_EQ(in_rss.hub, "https://hub.example/");
  EXPECT_EQ(in_rss.self, "https://feeds.example/a/feed");
  const Parsed in_atom = parse(
      "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='hub' href='https://hub.example/'/>"
      "<link rel='self' href='https://feeds.example/b'/></feed>");
  EXPECT_EQ(in_atom.hub, "https://hub.example/");
  EXPECT_EQ(in_atom.self, "https://feeds.example/b");
  const Parsed in_json = parse(
      R"({"feed_url":"https://feeds.example/c","hubs":[{"type":"rssCloud","url":"https://x.example"},)"
      R"({"type":"WebSub","url":"https://hub.example/"}],"items":[]})",
      {}, "jsonfeed");
  EXPECT_EQ(in_json.hub, "https://hub.example/");
  EXPECT_EQ(in_json.self, "https://feeds.example/c");
  EXPECT_EQ(parse("<rss><channel/></rss>").hub, "");
}

// ---- times

TEST(FeedTime, LocalizedDatesAreReadAndNonsenseIsNoTime) {
  const auto posted = [](const std::string& date, const std::string& channel = {}) {
    const Mention m = rss("<pubDate>" + date + "</pubDate>", channel);
    return m.posted_at ? to_rfc3339(*m.posted_at) : "";
  };
  EXPECT_EQ(posted("mié., 14 oct. 2026 13:00:00 -0300"), "2026-10-14T16:00:00Z");
  EXPECT_EQ(posted("14/10/2026 13:00"), "2026-10-14T13:00:00Z");
  EXPECT_EQ(posted("4/10/2026", "<language>es-AR</language>"), "2026-10-04T00:00:00Z");
  EXPECT_EQ(posted("4/10/2026", "<language>en-US</language>"), "2026-04-10T00:00:00Z");
  EXPECT_EQ(posted("4/10/2026"), "") << "nobody can tell: seen_at is all that is known";
  EXPECT_EQ(posted("ayer"), "");
}

TEST(FeedTime, AFutureTimeIsTheTimeOfTheFetch) {
  const Time now = *parse_rfc3339("2026-11-22T10:00:00Z");
  Parsed parsed = parse(
      "<rss><channel><item><title>a</title><pubDate>Fri, 01 Jan 2038 00:00:00 GMT</pubDate></item>"
      "<item><title>b</title><pubDate>Sun, 22 Nov 2026 09:00:00 +9900</pubDate></item>"
      "<item><title>c</title></item></channel></rss>");
  take_in(parsed, {}, now);
  ASSERT_EQ(parsed.mentions.size(), 3u);
  std::map<std::string, Mention> by_title;
  for (const Mention& mention : parsed.mentions) by_title[mention.title] = mention;
  EXPECT_EQ(by_title["a"].posted_at, now);
  EXPECT_EQ(to_rfc3339(by_title["b"].posted_at.value()), "2026-11-22T09:00:00Z") << "no such zone";
  EXPECT_FALSE(by_title["c"].posted_at.has_value());
  EXPECT_EQ(by_title["c"].seen_at, now);
}

// ---- fields that are new, missing or of another type

TEST(FeedFields, IdsMayBeNumbersAndMembersNullOrUnknown) {
  const Mention m = only(
      R"({"items":[{"id":17,"title":null,"content_text":"Hola","url":null,"authors":null,)"
      R"("tags":[{"x":1}],"_ext":{"a":[]},"date_published":null,"attachments":null}],"new":true})",
      {}, "jsonfeed");
  EXPECT_EQ(m.source_id, "17");
  EXPECT_EQ(m.title, "Hola");
  EXPECT_EQ(m.url, "");
  EXPECT_FALSE(m.posted_at.has_value());
  EXPECT_FALSE(m.media.has_value()) << "absent is not zero";
  EXPECT_EQ(only(R"({"items":[{"id":"17","content_text":"Hola"}]})", {}, "jsonfeed").id, m.id);
}

TEST(FeedFields, AFeedThatSaysItIsFinishedIsAskedOnceADay) {
  const auto rest_of = [](const char* bytes) { return parse(bytes, {}, "jsonfeed").rest; };
  EXPECT_EQ(rest_of(R"({"items":[],"expired":true})"), Duration(std::chrono::hours{24}));
  EXPECT_FALSE(rest_of(R"({"items":[],"expired":false})").has_value());
  EXPECT_FALSE(rest_of(R"({"items":[],"expired":"true?"})").has_value());
}

TEST(FeedFields, CountsThatAreMissingOrBrokenAreUnknown) {
  const std::string slash = " xmlns:slash='http://purl.org/rss/1.0/modules/slash/'";
  EXPECT_EQ(rss("<slash:comments" + slash + ">14</slash:comments>").counts.replies, 14);
  EXPECT_EQ(rss("<slash:comments" + slash + ">0</slash:comments>").counts.replies, 0);
  EXPECT_FALSE(
      rss("<slash:comments" + slash + ">many</slash:comments>").counts.replies.has_value());
  EXPECT_FALSE(rss("<title>x</title>").counts.replies.has_value());
}

TEST(FeedFields, OfTooManyItemsTheFirstAreReadAndTheOthersCounted) {
  std::string items;
  for (int i = 0; i < static_cast<int>(items_max) + 2; ++i)
    items += "<item><guid>" + std::to_string(i) + "</guid></item>";
  const Parsed parsed = parse("<rss><channel>" + items + "</channel></rss>");
  ASSERT_EQ(parsed.mentions.size(), items_max);
  EXPECT_EQ(parsed.mentions.back().source_id, "4999");
  EXPECT_EQ(parsed.dropped, (std::vector<std::string>{"too_many_items", "too_many_items"}));
}

TEST(FeedFields, AnItemMayLackEverything) {
  const Parsed parsed = parse("<rss><channel><item/><item><x:y/></item></channel></rss>");
  ASSERT_EQ(parsed.mentions.size(), 2u);
  EXPECT_FALSE(parsed.mentions[0].id.empty());
}

}  // namespace
}  // namespace quince
