// Channels, notices and answers that the tests of channels share.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "alerting/channel.h"
#include "io/json_fields.h"

namespace quince {

inline const std::filesystem::path fixtures =
    std::filesystem::path(QUINCE_SOURCE_DIR) / "tests/alerting/fixtures";
inline const Time now = from_unix_ms(1'795'340'440'000);
constexpr std::string_view webhook_key = "whsec_cXVpbmNlLXRlc3Qta2V5LW9mLTI5LWJ5dGVzISE=";

inline Channel channel_of(std::string_view kind, std::string lang = "en") {
  Channel channel;
  channel.name = "care";
  channel.kind = kind;
  channel.lang = std::move(lang);
  if (kind == "slack")
    channel.url = "https://hooks.slack.example/services/T0DEMO/B0DEMO/s3cretS3cretS3cret42";
  if (kind == "teams")
    channel.url = "https://demo.logic.example/workflows/9f8e/triggers?sig=s3cretS3cretS3cret42";
  if (kind == "webhook") channel.url = "https://hooks.customer.example/in/s3cretS3cretS3cret42";
  if (kind == "webhook") channel.secret = webhook_key;
  return channel;
}

inline std::string contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

inline std::string payload(const Rendered& rendered) {
  if (const auto* command = std::get_if<RedisCommand>(&rendered)) return command->back();
  return std::get<HttpRequest>(rendered).body;
}

inline Notice sample_notice() {
  JsonParser parser;
  return parser.read<Notice>(contents(fixtures / "slack/opened_critical.es.notice.json")).value();
}

inline Answer http(int status, std::string body = {}, std::string url = {}) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  response.url = std::move(url);
  return {.http = std::move(response), .redis = {}, .error = {}};
}

inline Answer redis(std::string reply) {
  return {.http = {}, .redis = std::move(reply), .error = {}};
}
inline Answer failed(Code code, std::string text) {
  return {.http = {}, .redis = {}, .error = fail(code, std::move(text)).error()};
}

}  // namespace quince
