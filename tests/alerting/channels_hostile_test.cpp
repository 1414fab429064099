// Text from strangers through every channel, in every place where it can stand: nothing in it may
// act, no message may break its budget, and no address or key may leave through a judgement.
#include <gmock/gmock.h>
#include <simdjson.h>

#include <algorithm>
#include <map>

#include "alerting/channel_kinds.h"
#include "core/utf8.h"
#include "tests/alerting/channel_samples.h"

namespace quince {
namespace {

using testing::HasSubstr;
using testing::Not;

// Text that has broken such messages before, in every place where a stranger's text can stand.
std::vector<std::pair<std::string, std::string>> hostile() {
  std::string flood;
  while (flood.size() < 1u << 20) flood += "<&>\"\\{{😡 ";
  return {{"mention", "<!channel> <!here> <@U012AB3CD> @everyone <at>all</at>"},
          {"script", "<script>alert(1)</script><img src=x onerror=alert(1)>"},
          {"link", "[refund](javascript:alert(1)) <https://evil.example|your bank>"},
          {"ansi",
           "\x1b[2J\x1b]0;owned\x07 \x9b"
           "31m"},
          {"crlf", "one\r\nX-Injected: yes\r\n\r\nbody"},
          {"template", "{{tmpl}} {{DATE(2026-01-01T00:00:00Z,SHORT)}} ${jndi:x} @{expression()}"},
          {"bidi", "\u202Egpj.exe\u202C \u2066x\u2069 \u061C"},
          {"broken", std::string("\xff\xfe\xc3( \xed\xa0\x80 \0 end", 14)},
          {"separators", "a\u2028b\u2029c\u0085d"},
          {"emoji", "👩‍👩‍👧‍👦🏳️‍🌈🇪🇸 ñandú"},
          {"json", "\"},{\"type\":\"mrkdwn\",\"text\":\"\\"},
          {"redis", "*3\r\n$3\r\nSET\r\n MAXLEN 0"},
          {"sheet", "=HYPERLINK(\"http://evil.example\")"},
          {"flood", flood}};
}

Notice hostile_notice(const std::string& text) {
  Notice notice = sample_notice();
  notice.title = notice.text = notice.author_handle = notice.actor = repair_utf8(text);
  notice.evidence.assign(40, repair_utf8(text));
  notice.reasons.assign(40, repair_utf8(text));
  notice.url = "javascript:alert(1)//" + text;
  return notice;
}

// Calls fn(parent object's "type", key, string) for every string in the document.
template <class Fn>
void for_each_string(simdjson::dom::element element, std::string_view type, std::string_view name,
                     Fn&& fn) {
  if (element.is_object()) {
    std::string_view own = type;
    if (std::string_view found; element["type"].get(found) == simdjson::SUCCESS) own = found;
    for (const auto member : element.get_object())
      for_each_string(member.value, own, member.key, fn);
  } else if (element.is_array()) {
    for (const auto item : element.get_array()) for_each_string(item, type, name, fn);
  } else if (element.is_string()) {
    fn(type, name, element.get_string().value());
  }
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 0 && c < 0x20 && c != '\n') || c == 0x7F; });
}

// What a reader of this kind of message would obey rather than show; "" where there is nothing.
std::string active_in(std::string_view kind, std::string_view type, std::string_view member,
                      std::string_view value) {
  if (kind == "slack" && type == "mrkdwn") return "formatted text";
  if (kind == "slack" && value.find_first_of("<>") != value.npos) return "an unescaped angle";
  if (kind == "teams" && value.find("{{") != value.npos) return "a template";
  const bool shown_plain =
      type == "TextRun" || member == "fallbackText" || member == "speak" || member == "url";
  if (kind == "teams" && !shown_plain && value.find_first_of("[<*_`") != value.npos)
    return "Markdown";
  return {};
}

TEST(Hostile, IsInertAndWithinBudgetInEveryChannel) {
  const std::map<std::string_view, std::size_t> budget = {
      {"redis", 20'000}, {"slack", 10'000}, {"teams", 18'000}, {"webhook", 20'000}};
  simdjson::dom::parser parser;
  for (const ChannelKind& kind : channel_kinds())
    for (const auto& [label, text] : hostile()) {
      SCOPED_TRACE(std::string(kind.name) + ' ' + label);
      const Rendered rendered = kind.render(channel_of(kind.name), hostile_notice(text), now);
      const std::string body = payload(rendered);
      EXPECT_LE(body.size(), budget.at(kind.name));
      EXPECT_TRUE(is_valid_utf8(body));
      EXPECT_FALSE(has_control(body));
      EXPECT_THAT(body, Not(HasSubstr("javascript:alert(1)//"))) << "a link that is no web address";
      for (const std::string turn : {"\u202E", "\u2066", "\u061C"})
        EXPECT_THAT(body, Not(HasSubstr(turn)));
      simdjson::dom::element document;
      ASSERT_EQ(parser.parse(body).get(document), simdjson::SUCCESS) << body.substr(0, 300);
      for_each_string(document, "", "",
                      [&](std::string_view type, std::string_view name, std::string_view value) {
                        EXPECT_FALSE(has_control(value)) << type << '.' << name;
                        EXPECT_EQ(active_in(kind.name, type, name, value), "")
                            << type << '.' << name;
                      });
    }
}

TEST(Hostile, RedisCommandKeepsItsShape) {
  const std::size_t words =
      std::get<RedisCommand>(redis_stream_channel.render(channel_of("redis"), sample_notice(), now))
          .size();
  for (const auto& [label, text] : hostile()) {
    const auto rendered =
        redis_stream_channel.render(channel_of("redis"), hostile_notice(text), now);
    const auto& command = std::get<RedisCommand>(rendered);
    EXPECT_EQ(command.size(), words) << label;
    EXPECT_EQ(command[1], "quince:{membrillo-air}:alerts:care");
  }
}

TEST(Hostile, IdCannotBreakAHeader) {
  Notice notice = sample_notice();
  notice.id = "n\r\nX-Injected: yes.1";
  const auto rendered = webhook_channel.render(channel_of("webhook"), notice, now);
  EXPECT_EQ(std::get<HttpRequest>(rendered).headers[1].second, "n__X-Injected:_yes_1");
}

TEST(Hostile, SlackKeepsItsLimits) {
  simdjson::dom::parser parser;
  const auto body = payload(
      slack_channel.render(channel_of("slack"), hostile_notice(std::string(5'000, '&')), now));
  const simdjson::dom::element document = parser.parse(body).value();
  const simdjson::dom::array blocks = document["blocks"].get_array().value();
  EXPECT_LE(blocks.size(), 50u);
  const std::string_view header = document.at_pointer("/blocks/0/text/text").get_string().value();
  EXPECT_LE(header.size(), 150u);
  EXPECT_TRUE(header.ends_with("&amp;…")) << header;
  EXPECT_EQ(document["unfurl_links"].get_bool().value(), false);
  EXPECT_EQ(document["unfurl_media"].get_bool().value(), false);
}

// Servers like to repeat what they were asked; none of it may pass into a judgement.
TEST(Secrets, NeverInAJudgement) {
  for (const ChannelKind& kind : channel_kinds()) {
    const Channel channel = channel_of(kind.name);
    const std::string url =
        channel.url.empty() ? "redis://:s3cretS3cretS3cret42@cache:6379" : channel.url;
    const std::string path = url.substr(url.find('/', 8) == url.npos ? 8 : url.find('/', 8));
    const std::string echoes[] = {url,
                                  "Cannot POST " + path,
                                  "{\"requested\":\"" + path + "\"}",
                                  "bad key " + std::string(webhook_key),
                                  "no such hook s3cretS3cretS3cret42",
                                  std::string(150, 'a') + ' ' + url};
    for (const std::string& echo : echoes) {
      std::vector<Answer> answers = {redis("ERR " + echo), redis("OOM " + echo)};
      for (const Code code :
           {Code::timeout, Code::unavailable, Code::invalid, Code::refused, Code::internal})
        answers.push_back(failed(code, "connect to " + echo));
      for (const int status : {200, 302, 400, 403, 404, 410, 429, 500})
        answers.push_back(http(status, echo, url));
      for (const Answer& answer : answers) {
        const std::string detail = kind.judge(answer).detail;
        EXPECT_THAT(detail, Not(HasSubstr("s3cret"))) << kind.name << ": " << echo;
        EXPECT_THAT(detail, Not(HasSubstr("whsec_"))) << kind.name << ": " << echo;
      }
    }
  }
}

TEST(Secrets, NeverInTheMessageItself) {
  for (const ChannelKind& kind : channel_kinds()) {
    const auto rendered = kind.render(channel_of(kind.name), sample_notice(), now);
    EXPECT_THAT(payload(rendered), Not(HasSubstr("s3cret"))) << kind.name;
    EXPECT_THAT(payload(rendered), Not(HasSubstr("whsec_"))) << kind.name;
  }
}

}  // namespace
}  // namespace quince
