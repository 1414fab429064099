// Every kind of channel through the same tables: golden files, every HTTP status, every Redis
// error, hostile text, and the promise that no address or key leaves through a judgement. A pair of
// fixtures/<kind>/*.notice.json and *.out is a test; its language stands before ".notice".
// QUINCE_UPDATE=1 rewrites the *.out files.
#include "alerting/channel.h"

#include <gmock/gmock.h>
#include <simdjson.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "alerting/channel_answer.h"
#include "alerting/channel_kinds.h"
#include "core/utf8.h"
#include "io/crypto.h"
#include "io/json_fields.h"
#include "tests/alerting/channel_samples.h"

namespace quince {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

// JSON with a line for each member, so that a golden file reads well and a change shows where it
// is.
std::string on_lines(std::string_view json) {
  std::string out;
  std::string margin = "\n";
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"' && (i == 0 || json[i - 1] != '\\' || (i > 1 && json[i - 2] == '\\')))
      quoted = !quoted;
    if (!quoted && (c == '}' || c == ']')) {
      margin.resize(margin.size() - 2);
      out += margin;
    }
    out += c;
    if (quoted) continue;
    if (c == '{' || c == '[') out += margin += "  ";
    if (c == ',') out += margin;
    if (c == ':') out += ' ';
  }
  return out;
}

std::string written(const Rendered& rendered) {
  std::string out;
  if (const auto* command = std::get_if<RedisCommand>(&rendered)) {
    for (const std::string& word : *command) out += word + '\n';
    return out;
  }
  const auto& request = std::get<HttpRequest>(rendered);
  out = request.method + ' ' + request.url + '\n';
  for (const auto& [name, value] : request.headers) out += name + ": " + value + '\n';
  return out + '\n' + on_lines(request.body) + '\n';
}

std::string told(const Judgement& judgement) {
  std::string out(name(judgement.state));
  if (judgement.reason != DeliveryReason::none) out.append(" ").append(name(judgement.reason));
  return out;
}

class Golden : public testing::TestWithParam<fs::path> {};

std::vector<fs::path> notices() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(fixtures))
    if (entry.path().string().ends_with(".notice.json")) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

TEST_P(Golden, Renders) {
  const fs::path& in = GetParam();
  const std::string kind = in.parent_path().filename();
  const std::string stem = in.stem().stem();
  const fs::path out = in.parent_path() / (stem + ".out");
  JsonParser parser;
  const auto notice = parser.read<Notice>(contents(in));
  ASSERT_TRUE(notice) << notice.error().text;
  const Channel channel = channel_of(kind, stem.substr(stem.rfind('.') + 1));
  const std::string text = written(find_channel_kind(kind)->render(channel, *notice, now));
  if (std::getenv("QUINCE_UPDATE") != nullptr) std::ofstream(out, std::ios::binary) << text;
  EXPECT_EQ(text, contents(out));
}

INSTANTIATE_TEST_SUITE_P(Channels, Golden, testing::ValuesIn(notices()), [](const auto& test) {
  std::string title =
      test.param.parent_path().filename().string() + '_' + test.param.stem().stem().string();
  std::replace(title.begin(), title.end(), '.', '_');
  return title;
});

TEST(Channels, EveryKindIsFoundByItsName) {
  for (const std::string_view name : {"redis", "slack", "teams", "webhook"}) {
    ASSERT_NE(find_channel_kind(name), nullptr) << name;
    EXPECT_EQ(find_channel_kind(name)->name, name);
  }
  EXPECT_EQ(find_channel_kind("pigeon"), nullptr);
  EXPECT_EQ(channel_kinds().size(), 4u);
}

std::string expected_of(int status) {
  switch (status) {
    case 401:
    case 403:
    case 407:
      return "gave_up misconfigured";
    case 404:
    case 410:
      return "gave_up gone";
    case 408:
      return "retry timeout";
    case 425:
      return "retry server_error";
    case 429:
      return "retry rate_limited";
    default:
      break;
  }
  if (status < 200 || status >= 500) return "retry server_error";
  if (status < 300) return "sent";
  return status < 400 ? "gave_up misconfigured" : "gave_up rejected";
}

TEST(Channels, EveryStatus) {
  for (const std::string_view kind : {"slack", "teams", "webhook"})
    for (int status = 100; status < 600; ++status) {
      const Answer answer = http(status, status / 100 == 2 ? "ok" : "");
      EXPECT_EQ(told(find_channel_kind(kind)->judge(answer)), expected_of(status))
          << kind << ' ' << status;
    }
}

TEST(Channels, AskedToWait) {
  for (const std::string_view kind : {"slack", "teams", "webhook"})
    for (const int status : {429, 500, 503, 408}) {
      Answer answer = http(status);
      answer.http->retry_after = std::chrono::seconds{42};
      EXPECT_EQ(find_channel_kind(kind)->judge(answer).after, Duration{42'000})
          << kind << ' ' << status;
    }
}

TEST(Channels, EveryError) {
  struct Row {
    Code code;
    std::string expected;
  };
  const Row rows[] = {
      {Code::timeout, "retry timeout"},         {Code::unavailable, "retry network"},
      {Code::internal, "retry network"},        {Code::too_large, "retry server_error"},
      {Code::invalid, "gave_up misconfigured"}, {Code::refused, "gave_up misconfigured"}};
  for (const ChannelKind& kind : channel_kinds())
    for (const Row& row : rows)
      EXPECT_EQ(told(kind.judge(failed(row.code, "why"))), row.expected)
          << kind.name << ' ' << name(row.code);
}

TEST(Channels, SlackWords) {
  struct Row {
    int status;
    std::string body, expected;
  };
  const Row rows[] = {{200, "ok", "sent"},
                      {200, "<html>Log in to the guest network</html>", "retry server_error"},
                      {400, "invalid_payload", "gave_up rejected"},
                      {400, "msg_blocks_too_long", "gave_up rejected"},
                      {400, "user_not_found", "gave_up gone"},
                      {403, "action_prohibited", "gave_up misconfigured"},
                      {403, "invalid_token", "gave_up misconfigured"},
                      {404, "no_service", "gave_up gone"},
                      {404, "channel_not_found", "gave_up gone"},
                      {410, "channel_is_archived", "gave_up gone"},
                      {429, "rate_limited", "retry rate_limited"},
                      {500, "rollup_error", "retry server_error"}};
  for (const Row& row : rows) {
    const Judgement judgement = slack_channel.judge(http(row.status, row.body));
    EXPECT_EQ(told(judgement), row.expected) << row.body;
    EXPECT_THAT(row.status >= 400 ? judgement.detail : row.body, HasSubstr(row.body));
  }
}

TEST(Channels, RedisReplies) {
  struct Row {
    std::string reply, expected;
  };
  const Row rows[] = {
      {"1700000000000-0", "sent"},
      {"OOM command not allowed when used memory > 'maxmemory'.", "retry server_error"},
      {"LOADING Redis is loading the dataset in memory", "retry server_error"},
      {"READONLY You can't write against a read only replica.", "retry server_error"},
      {"MISCONF Redis is configured to save RDB snapshots, but", "retry server_error"},
      {"ERR max number of clients reached", "retry server_error"},
      {"WRONGTYPE Operation against a key holding the wrong kind of value",
       "gave_up misconfigured"},
      {"NOAUTH Authentication required.", "gave_up misconfigured"},
      {"NOPERM this user has no permissions", "gave_up misconfigured"},
      {"MOVED 3999 127.0.0.1:6381", "gave_up misconfigured"},
      {"ERR wrong number of arguments for 'xadd' command", "gave_up rejected"},
      {"OK", "gave_up rejected"},
      {"", "gave_up rejected"},
      {"-", "gave_up rejected"},
      {"1-2-3", "gave_up rejected"},
  };
  for (const Row& row : rows)
    EXPECT_EQ(told(redis_stream_channel.judge(redis(row.reply))), row.expected) << row.reply;
}

TEST(Channels, RetiredTeamsConnector) {
  const std::string old = "https://demo.webhook.office.com/webhookb2/1/IncomingWebhook/2/3";
  for (const Answer& answer :
       {http(410, "", old), http(400, "bad", old),
        http(200, "failed: Microsoft Teams endpoint returned HTTP error 403", old)}) {
    const Judgement judgement = teams_channel.judge(answer);
    EXPECT_EQ(told(judgement), "gave_up misconfigured");
    EXPECT_THAT(judgement.detail, HasSubstr("choose Workflows"));
  }
  EXPECT_TRUE(is_retired_connector("https://outlook.office.com/webhook/1"));
  EXPECT_FALSE(is_retired_connector("https://prod-01.westeurope.logic.azure.com/workflows/1"));
  EXPECT_FALSE(is_retired_connector("https://webhook.office.com.example/1"));
  EXPECT_FALSE(is_retired_connector("webhook.office.com"));
}

// printf '%s' 'n_1.1795340440.{…}' | openssl dgst -sha256 -hmac 'quince-test-key-of-29-bytes!!'
// -binary | base64
TEST(Webhook, SignatureByHand) {
  Notice notice;
  notice.id = "n_1";
  notice.channel = "hook";
  notice.at = from_unix_ms(1'795'340'400'000);
  const auto rendered = webhook_channel.render(channel_of("webhook"), notice, now);
  const auto& request = std::get<HttpRequest>(rendered);
  EXPECT_EQ(
      request.body,
      R"({"type":"case.opened","timestamp":"2026-11-22T09:40:00Z","data":{"id":"n_1","channel":"hook","why":"opened",)"
      R"("at":"2026-11-22T09:40:00Z","case_version":1,"critical":false,"priority":0,"severity":0,"complaint":0,"spread":{"median":0,"low":0,"high":0,"p15":0}}})");
  const HttpHeaders expected = {
      {"Content-Type", "application/json; charset=utf-8"},
      {"webhook-id", "n_1"},
      {"webhook-timestamp", "1795340440"},
      {"webhook-signature", "v1,OU5vkRofxFyK3Y6iO+DRXREkCIJCWMX6hf8YtrycUOM="}};
  EXPECT_EQ(request.headers, expected);
  EXPECT_EQ(request.redirects_max, 0);
}

TEST(Webhook, TwoKeysWhileTheyAreRotated) {
  Channel channel = channel_of("webhook");
  channel.secret += " whsec_" + to_base64(std::string(24, 'k'));
  const auto rendered = webhook_channel.render(channel, sample_notice(), now);
  const std::string signatures = std::get<HttpRequest>(rendered).headers.back().second;
  EXPECT_EQ(std::count(signatures.begin(), signatures.end(), ' '), 1);
  EXPECT_EQ(signatures.find(" v1,"), signatures.find(' '));
}

TEST(Webhook, Keys) {
  EXPECT_EQ(webhook_keys(webhook_key).size(), 1u);
  EXPECT_EQ(webhook_keys(std::string(webhook_key) + ' ' + std::string(webhook_key)).size(), 2u);
  for (const std::string& bad :
       {std::string{}, std::string("secret"), std::string("whsec_"), std::string("whsec_AAAA"),
        std::string(webhook_key) + " other", "whsec_" + to_base64(std::string(65, 'k'))})
    EXPECT_TRUE(webhook_keys(bad).empty()) << bad;
}

TEST(Webhook, SameBodyLaterSignature) {
  const Notice notice = sample_notice();
  const auto first = webhook_channel.render(channel_of("webhook"), notice, now);
  const auto later =
      webhook_channel.render(channel_of("webhook"), notice, now + std::chrono::minutes{5});
  const auto& a = std::get<HttpRequest>(first);
  const auto& b = std::get<HttpRequest>(later);
  EXPECT_EQ(a.body, b.body);
  EXPECT_EQ(a.headers[1], b.headers[1]) << "the id is the same in every attempt";
  EXPECT_NE(a.headers[2], b.headers[2]);
  EXPECT_NE(a.headers[3], b.headers[3]);
}

TEST(Excerpt, KeepsWordsAndHidesAddresses) {
  EXPECT_EQ(excerpt("channel_is_archived"), "channel_is_archived");
  EXPECT_EQ(excerpt("posting_to_general_channel_denied"), "posting_to_general_channel_denied");
  EXPECT_EQ(excerpt("Cannot POST /in/abc"), "Cannot POST …");
  EXPECT_EQ(excerpt("no\x1b[31m such\r\nhook"), "no[31m such hook");
  EXPECT_LE(excerpt(std::string(100'000, 'x')).size(), 160u);
}

}  // namespace
}  // namespace quince
