#include "collectors/webhook_in.h"

#include <gtest/gtest.h>

#include "io/crypto.h"

namespace quince {
namespace {

const Time now = *parse_rfc3339("2026-11-22T10:00:00Z");
const std::string now_s = std::to_string(to_unix_ms(now) / 1000);
const std::vector<std::string> secrets = {"whsec_" + to_base64("the new key of the test"),
                                          "an old key"};
const std::string one =
    R"({"id":"crm:1","text":"Nadie contesta","kind":"survey","feed":"forged","revision":7})";

Result<Parsed> accept(WebhookDelivery delivery) {
  return accept_webhook(delivery, secrets, "crm", now);
}

TEST(WebhookIn, TakesWhatIsSigned) {
  for (const std::string& secret : secrets) {
    WebhookDelivery delivery{"msg_1", now_s, {}, one};
    const std::string signature = sign_webhook(delivery, secret);
    delivery.signature = signature;
    const auto parsed = accept(delivery);
    ASSERT_TRUE(parsed.has_value()) << parsed.error().text;
    ASSERT_EQ(parsed->mentions.size(), 1u);
    const Mention& mention = parsed->mentions[0];
    EXPECT_EQ(mention.text, "Nadie contesta");
    EXPECT_EQ(mention.kind, "survey");
    EXPECT_EQ(mention.feed, "crm") << "the sender does not choose the feed";
    EXPECT_EQ(mention.seen_at, now);
    EXPECT_EQ(mention.revision, 0);
  }
}

TEST(WebhookIn, TakesAListAndSeveralSignatures) {
  WebhookDelivery delivery{"msg_2", now_s, {}, R"( [{"id":"a","text":"x"},{"id":"b","text":"y"}])"};
  const std::string signature = "v1a,ed25519 v1,AAAA " + sign_webhook(delivery, secrets[1]);
  delivery.signature = signature;
  const auto parsed = accept(delivery);
  ASSERT_TRUE(parsed.has_value()) << parsed.error().text;
  ASSERT_EQ(parsed->mentions.size(), 2u);
  EXPECT_EQ(parsed->mentions[1].kind, "webhook");
}

TEST(WebhookIn, TakesMentionsEventsAndReadingsTogether) {
  WebhookDelivery delivery{"msg_3", now_s, {}, R"([
    {"event":"late_payment","customer":"ana","at":"2026-11-21T00:00:00Z","facets":{"amount":120}},
    {"id":"a","text":"x"},
    {"mention":"a","at":"2026-11-22T09:00:00Z","counts":{"shares":3}},
    {"mention":"a","counts":{"shares":4}}])"};
  const std::string signature = sign_webhook(delivery, secrets[0]);
  delivery.signature = signature;
  const auto parsed = accept(delivery);
  ASSERT_TRUE(parsed.has_value()) << parsed.error().text;
  ASSERT_EQ(parsed->events.size(), 1u);
  EXPECT_EQ(parsed->events[0].kind, EventKind::late_payment);
  EXPECT_TRUE(parsed->events[0].id.starts_with("webhook:crm:sha256:")) << parsed->events[0].id;
  EXPECT_EQ(parsed->events[0].facets.at("amount"), "120");
  EXPECT_EQ(parsed->mentions.size(), 1u);
  ASSERT_EQ(parsed->readings.size(), 2u);
  EXPECT_EQ(to_rfc3339(parsed->readings[0].at), "2026-11-22T09:00:00Z");
  EXPECT_EQ(parsed->readings[1].at, now) << "it does not say when";
}

// HMAC-SHA256 of "msg_1.1614265330.{}" with the 24 bytes of this key, computed with the openssl
// program.
TEST(WebhookIn, SignsAsOthersDo) {
  const WebhookDelivery delivery{"msg_1", "1614265330", {}, "{}"};
  EXPECT_EQ(sign_webhook(delivery, "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"),
            "v1,CVgMUegYbOGPJtFxgt1KS8o7MwZuFsBlrHWw0I2cZBc=");
}

TEST(WebhookIn, RefusesWithAReason) {
  const std::string old = std::to_string(to_unix_ms(now) / 1000 - 301);
  const std::string early = std::to_string(to_unix_ms(now) / 1000 + 301);
  const auto signed_by = [](std::string_view id, std::string_view at, std::string_view body,
                            std::string_view key) { return sign_webhook({id, at, {}, body}, key); };
  const std::string good = signed_by("m", now_s, one, secrets[0]);
  const std::string large(webhook_body_bytes_max + 1, ' ');
  std::string many = "[";
  for (std::size_t i = 0; i <= webhook_items_max; ++i)
    many += std::string(i > 0 ? "," : "") + R"({"id":")" + std::to_string(i) + R"(","text":"x"})";
  many += "]";
  const struct {
    const char* name;
    std::string id, timestamp, signature, body;
    Code code;
    const char* text;
  } rows[] = {
      {"another key", "m", now_s, signed_by("m", now_s, one, "wrong"), one, Code::refused,
       "signature"},
      {"another body", "m", now_s, good, one + " ", Code::refused, "signature"},
      {"another id", "n", now_s, good, one, Code::refused, "signature"},
      {"no signature", "m", now_s, "", one, Code::refused, "signature"},
      {"an empty key is no key", "m", now_s, signed_by("m", now_s, one, ""), one, Code::refused,
       "signature"},
      {"no id", "", now_s, good, one, Code::refused, "webhook-id"},
      {"no timestamp", "m", "", good, one, Code::refused, "timestamp"},
      {"a timestamp of words", "m", "now", good, one, Code::refused, "timestamp"},
      {"an absurd timestamp", "m", "9223372036854775807", good, one, Code::refused, "five minutes"},
      {"too old", "m", old, signed_by("m", old, one, secrets[0]), one, Code::refused,
       "five minutes"},
      {"from the future", "m", early, signed_by("m", early, one, secrets[0]), one, Code::refused,
       "five minutes"},
      {"too large", "m", now_s, good, large, Code::too_large, "bytes"},
      {"too many", "m", now_s, signed_by("m", now_s, many, secrets[0]), many, Code::too_large,
       "mentions"},
      {"not JSON", "m", now_s, signed_by("m", now_s, "hello", secrets[0]), "hello", Code::invalid,
       "JSON"},
      {"a wrong type", "m", now_s, signed_by("m", now_s, R"({"id":"a","text":[]})", secrets[0]),
       R"({"id":"a","text":[]})", Code::invalid, "text"},
      {"a mention without id", "m", now_s, signed_by("m", now_s, R"([{"text":"x"}])", secrets[0]),
       R"([{"text":"x"}])", Code::invalid, "item 0: Mention: id is missing"},
      {"an event that is none", "m", now_s,
       signed_by("m", now_s, R"({"event":"party","at":"2026-11-22T10:00:00Z"})", secrets[0]),
       R"({"event":"party","at":"2026-11-22T10:00:00Z"})", Code::invalid, "event"},
      {"an event without a time", "m", now_s,
       signed_by("m", now_s, R"({"event":"renewal"})", secrets[0]), R"({"event":"renewal"})",
       Code::invalid, "at is missing"},
      {"a list of texts", "m", now_s, signed_by("m", now_s, R"(["x"])", secrets[0]), R"(["x"])",
       Code::invalid, "item 0 is not a JSON object"},
  };
  for (const auto& row : rows) {
    const auto parsed = accept({row.id, row.timestamp, row.signature, row.body});
    ASSERT_FALSE(parsed.has_value()) << row.name;
    EXPECT_EQ(parsed.error().code, row.code) << row.name;
    EXPECT_NE(parsed.error().text.find(row.text), std::string::npos)
        << row.name << ": " << parsed.error().text;
  }
}

TEST(WebhookIn, TextsAreBounded) {
  const std::string body = R"({"id":"a","text":")" + std::string(200'000, 'x') + R"("})";
  WebhookDelivery delivery{"m", now_s, {}, body};
  const std::string signature = sign_webhook(delivery, secrets[0]);
  delivery.signature = signature;
  const auto parsed = accept(delivery);
  ASSERT_TRUE(parsed.has_value()) << parsed.error().text;
  EXPECT_EQ(parsed->mentions.at(0).text.size(), 64u << 10);
  EXPECT_EQ(parsed->dropped, std::vector<std::string>{"text_cut"}) << "so that it is counted";
}

TEST(WebhookIn, AnEditInTheSameDeliveryIsKept) {
  const std::string body = R"([{"id":"a","text":"x"},{"id":"a","text":"y"}])";
  WebhookDelivery delivery{"m", now_s, {}, body};
  const std::string signature = sign_webhook(delivery, secrets[0]);
  delivery.signature = signature;
  const auto parsed = accept(delivery);
  ASSERT_TRUE(parsed.has_value()) << parsed.error().text;
  EXPECT_EQ(parsed->mentions.size(), 2u);
}

TEST(WebhookIn, WithoutKeysNothingIsAccepted) {
  WebhookDelivery delivery{"m", now_s, {}, one};
  const std::string signature = sign_webhook(delivery, "");
  delivery.signature = signature;
  EXPECT_EQ(accept_webhook(delivery, {}, "crm", now).error().code, Code::refused);
}

}  // namespace
}  // namespace quince
