#include "io/xml.h"

#include <gtest/gtest.h>

#include "io/text_encoding.h"

namespace quince {
namespace {

std::string text_of(std::string_view xml) {
  const auto document = XmlDocument::parse(xml);
  return document ? document->root().text() : "error: " + document.error().text;
}

TEST(Xml, LosesNoTextOfBrokenDocuments) {
  const struct {
    const char* name;
    const char* xml;
    const char* text;
  } rows[] = {
      {"a named entity of HTML", "<a>Espa&ntilde;a</a>", "España"},
      {"bare ampersands", "<a>Pago & no &responden; A&B</a>", "Pago & no &responden; A&B"},
      {"an entity without its semicolon", "<a>caf&eacute y</a>", "caf&eacute y"},
      {"text before the declaration",
       "\n warning: x\n<?xml version='1.0' encoding='ISO-8859-1'?><a>\xC3\xB1</a>", "ñ"},
      {"control characters", "<a>b\x01\x08&#8;c</a>", "bc"},
      {"a control character in the end of a CDATA section", "<a><![CDATA[b]\x15]>2 < 3</a>",
       "b2 < 3"},
      {"references to windows-1252", "<a>&#147;x&#148; &#x80;</a>", "“x” €"},
      {"a less-than sign that is none", "<a>2 < 3 and 1<2</a>", "2 < 3 and 1<2"},
      {"CDATA stays as it is", "<a><![CDATA[<b>A&B &amp; &ntilde;</b>]]></a>",
       "<b>A&B &amp; &ntilde;</b>"},
      {"escaped markup stays escaped", "<a>&lt;b&gt; &amp;lt;</a>", "<b> &lt;"},
      {"a DOCTYPE with quotes and brackets", "<!DOCTYPE a [<!ENTITY x \"]>\">]><a>t</a>", "t"},
      {"a comment that is cut off", "<a>t</a><!-- x", "t"},
  };
  for (const auto& row : rows) EXPECT_EQ(text_of(row.xml), row.text) << row.name;
}

TEST(Xml, EntitiesAreNeverExpandedOrLoaded) {
  const std::string bomb =
      "<!DOCTYPE a [<!ENTITY b \"xxxxxxxxxx\"><!ENTITY c "
      "\"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]><a>&c;</a>";
  EXPECT_EQ(text_of(bomb), "&c;");
  EXPECT_EQ(text_of("<!DOCTYPE a [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><a>&f;</a>"), "&f;");
}

TEST(Xml, RefusesWhatIsNotXml) {
  for (const char* text : {"", "   ", "{\"error\":\"busy\"}", "plain words", "<", "<!DOCTYPE"})
    EXPECT_FALSE(XmlDocument::parse(text).has_value()) << text;
}

TEST(Xml, ManyLevelsAreRead) {
  std::string deep, end;
  for (int i = 0; i < 1000; ++i) deep += "<b>", end += "</b>";
  EXPECT_EQ(text_of("<a>" + deep + "x" + end + "</a>"), "x");
}

TEST(Xml, NestingIsBounded) {
  const auto nested = [](int levels) {
    std::string xml;
    for (int i = 0; i < levels; ++i) xml += "<a>";
    xml += "end";
    for (int i = 0; i < levels; ++i) xml += "</a>";
    return xml;
  };
  EXPECT_EQ(text_of(nested(200)), "end");
  const auto deep = XmlDocument::parse(nested(100'000));
  int levels = 0;
  if (deep)
    for (XmlNode node = deep->root(); node; node = node.child()) ++levels;
  EXPECT_EQ(levels, 2048) << "what is deeper is left out";
}

TEST(Xml, ElementsAreBounded) {
  const auto many = [](int count, std::string_view each) {
    std::string xml = "<a>";
    for (int i = 0; i < count; ++i) xml += each;
    return XmlDocument::parse(xml + "</a>");
  };
  const struct {
    const char* name;
    std::string_view each;
  } rows[] = {{"elements", "<b/>"}, {"elements that are left open", "<b>"}};
  for (const auto& row : rows) {
    const auto refused = many(250'001, row.each);
    ASSERT_FALSE(refused.has_value()) << row.name;
    EXPECT_EQ(refused.error().code, Code::too_large) << row.name;
  }
  EXPECT_TRUE(many(200'000, "<b></b>").has_value());
  EXPECT_TRUE(many(100, "<b><![CDATA[" + std::string(10'000, '<') + "]]></b>").has_value())
      << "markup that is text";
}

TEST(Xml, ResolvesReferences) {
  EXPECT_EQ(resolve_url("http://a.example/b/c?d", "../e"), "http://a.example/e");
  EXPECT_EQ(resolve_url("http://a.example/b/c", "//f.example/g"), "http://f.example/g");
  EXPECT_EQ(resolve_url("http://a.example/b", "https://h.example/"), "https://h.example/");
  EXPECT_EQ(resolve_url("", "i"), "i");
}

TEST(TextEncoding, LabelsLieAndBytesDecide) {
  using namespace std::string_view_literals;
  const struct {
    const char* name;
    std::string_view bytes, type;
    std::string_view text;
  } rows[] = {
      {"UTF-8 that is called latin-1", "<?xml encoding='iso-8859-1'?>\xC3\xB1", "",
       "<?xml encoding='iso-8859-1'?>ñ"},
      {"latin-1 that is called nothing", "a\xF1o", "", "año"},
      {"latin-1 with quotes of windows-1252", "\x93si\x94", "text/xml; charset=iso-8859-1", "“si”"},
      {"UTF-8 with a stray latin-1 byte", "\xC3\xB1 \xF1", "text/xml; charset=utf-8", "ñ ñ"},
      {"Cyrillic by the header", "\xEF\xF0\xE8", "text/xml; charset=\"windows-1251\"", "при"},
      {"an encoding nobody knows", "a\xF1o", "text/xml; charset=x-klingon", "año"},
      {"Chinese beyond its label", "\x81\x40", "text/xml; charset=gb2312", "丂"},
      {"Turkish with quotes of windows-1254", "\x93\xFE\x94", "text/xml; charset=iso-8859-9",
       "“ş”"},
      {"Japanese with the signs of vendors", "\x87\x40", "text/xml; charset=shift_jis", "①"},
      {"Korean beyond its label", "\x81\x41", "text/xml; charset=euc-kr", "갂"},
      {"UTF-16 with a mark", "\xFF\xFE<\0\xF1\0"sv, "", "<ñ"},
      {"UTF-16 without one", "\0<\0\xF1"sv, "", "<ñ"},
      {"a mark of UTF-8", "\xEF\xBB\xBFx", "", "x"},
      {"NUL", "a\0b"sv, "",
       "a\xEF\xBF\xBD"
       "b"},
  };
  for (const auto& row : rows)
    EXPECT_EQ(decode_document(row.bytes, row.type), row.text) << row.name;
}

}  // namespace
}  // namespace quince
