// A notice as a signed webhook (Standard Webhooks 1.0.0,
// github.com/standard-webhooks/standard-webhooks):
//
//   webhook-id         the notice's id, the same in every attempt: receivers drop ids that they
//   have seen webhook-timestamp  of this attempt, in seconds webhook-signature  "v1," and base64 of
//   HMAC-SHA256(key, "id.timestamp.body"); one for each key, space between
//
//   {"type":"case.opened","timestamp":"…","data":{…the Notice…}}
//
// Success is 2xx alone. Redirects are not followed: a signed body is for the address that was
// configured. The body stays under 20 KB.
#include <chrono>

#include "alerting/channel_answer.h"
#include "alerting/channel_kinds.h"
#include "alerting/channel_text.h"
#include "io/crypto.h"
#include "io/json_fields.h"

namespace quince {
namespace {

constexpr std::size_t body_bytes_max = 19'000;

std::string body(const Notice& n) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("type", "case." + std::string(name(n.why)));
  json.member("timestamp", to_rfc3339(n.at));
  json.key("data").raw(to_json(n)).end_object();
  return out;
}

// Fit for a header, and without the dot that separates the parts of what is signed.
std::string message_id(std::string_view id) {
  std::string out;
  for (const char c : id) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      std::string_view{"-_:@#/"}.find(c) != std::string_view::npos;
    out += fits ? c : '_';
  }
  return out;
}

Rendered render(const Channel& channel, const Notice& notice, Time now) {
  HttpRequest request = post_json(channel, fit(notice, body_bytes_max, body));
  const std::string id = message_id(notice.id);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
  const std::string attempt = std::to_string(seconds);
  std::vector<std::string> signatures;
  for (const std::string& key : webhook_keys(channel.secret))
    signatures.push_back("v1," +
                         to_base64(hmac_sha256(key, id + '.' + attempt + '.' + request.body)));
  request.headers.emplace_back("webhook-id", id);
  request.headers.emplace_back("webhook-timestamp", attempt);
  request.headers.emplace_back("webhook-signature", joined(signatures, " "));
  return request;
}

Judgement judge(const Answer& answer) {
  if (answer.error) return judge_error(*answer.error);
  if (!answer.http) return gave_up(DeliveryReason::misconfigured, "not answered over HTTP");
  return judge_http(*answer.http);
}

}  // namespace

std::vector<std::string> webhook_keys(std::string_view secret) {
  constexpr std::string_view prefix = "whsec_";
  std::vector<std::string> keys;
  while (!secret.empty()) {
    const auto end = std::min(secret.find(' '), secret.size());
    const std::string_view word = secret.substr(0, end);
    secret.remove_prefix(std::min(end + 1, secret.size()));
    if (!word.starts_with(prefix)) return {};
    const auto key = from_base64(word.substr(prefix.size()));
    if (!key || key->size() < 24 || key->size() > 64) return {};
    keys.push_back(*key);
  }
  return keys;
}

const ChannelKind webhook_channel = {"webhook", render, judge};

}  // namespace quince
