#include "collectors/webhook_in.h"

#include <charconv>
#include <chrono>

#include "collectors/intake.h"
#include "collectors/record.h"
#include "io/crypto.h"
#include "io/json_fields.h"

namespace quince {
namespace {

constexpr std::chrono::minutes window{5};

std::string key_of(std::string_view secret) {
  constexpr std::string_view prefix = "whsec_";
  if (secret.starts_with(prefix))
    if (auto key = from_base64(secret.substr(prefix.size()))) return *key;
  return std::string(secret);
}

Result<> check_timestamp(std::string_view timestamp, Time now) {
  std::int64_t seconds = 0;
  const auto [end, error] =
      std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
  if (timestamp.empty() || error != std::errc{} || end != timestamp.data() + timestamp.size())
    return fail(Code::refused, "webhook-timestamp is missing or is not a number of seconds");
  // Compared in whole seconds: an absurd number must not overflow.
  const std::int64_t now_s = to_unix_ms(now) / 1000,
                     window_s = std::chrono::seconds(window).count();
  if (seconds < now_s - window_s || seconds > now_s + window_s)
    return fail(Code::refused, "webhook-timestamp is more than five minutes from now");
  return {};
}

// Every listed signature is compared with every key, whatever matches.
bool is_signed(const WebhookDelivery& delivery, std::span<const std::string> secrets) {
  bool good = false;
  for (const std::string& secret : secrets) {
    if (secret.empty()) continue;
    const std::string wanted = sign_webhook(delivery, secret);
    std::string_view rest = delivery.signature;
    while (!rest.empty()) {
      const std::size_t space = rest.find(' ');
      if (equal_in_constant_time(rest.substr(0, space), wanted)) good = true;
      rest = space == std::string_view::npos ? std::string_view{} : rest.substr(space + 1);
    }
  }
  return good;
}

Result<Parsed> read_body(std::string_view body, const Source& source) {
  JsonParser parser;
  Parsed parsed;
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || body[first] != '[') {
    if (auto added = add_record(parser, body, source, parsed); !added)
      return std::unexpected(added.error());
    return parsed;
  }
  const auto items = parser.read_objects(body);
  if (!items) return std::unexpected(items.error());
  if (items->size() > webhook_items_max)
    return fail(Code::too_large, "more than " + std::to_string(webhook_items_max) +
                                     " mentions, events and readings at once");
  for (std::size_t i = 0; i < items->size(); ++i)
    if (auto added = add_record(parser, (*items)[i], source, parsed); !added)
      return fail(added.error().code, "item " + std::to_string(i) + ": " + added.error().text);
  return parsed;
}

}  // namespace

std::string sign_webhook(const WebhookDelivery& delivery, std::string_view secret) {
  std::string content(delivery.id);
  content.append(".").append(delivery.timestamp).append(".").append(delivery.body);
  return "v1," + to_base64(hmac_sha256(key_of(secret), content));
}

Result<Parsed> accept_webhook(const WebhookDelivery& delivery, std::span<const std::string> secrets,
                              std::string_view feed, Time now) {
  if (delivery.body.size() > webhook_body_bytes_max)
    return fail(Code::too_large,
                "the body is over " + std::to_string(webhook_body_bytes_max) + " bytes");
  if (delivery.id.empty()) return fail(Code::refused, "webhook-id is missing");
  if (auto fresh = check_timestamp(delivery.timestamp, now); !fresh)
    return std::unexpected(fresh.error());
  if (!is_signed(delivery, secrets)) return fail(Code::refused, "webhook-signature does not match");

  Source source;
  source.name = feed;
  source.kind = "webhook";
  auto parsed = read_body(delivery.body, source);
  if (!parsed) return parsed;
  for (Mention& mention : parsed->mentions) mention.revision = 0;
  parsed->is_log = true;
  take_in(*parsed, source, now);
  return parsed;
}

}  // namespace quince
