#include "collectors/websub.h"

#include <gtest/gtest.h>

#include "io/crypto.h"

namespace quince {
namespace {

using namespace std::chrono_literals;

const Time now = *parse_rfc3339("2026-11-22T10:00:00Z");
const Hub hub{"https://hub.example/", "https://forum.example/feed"};

HttpResponse with_links(std::vector<std::string> links) {
  HttpResponse response;
  response.url = "https://forum.example/f";
  for (std::string& link : links) response.headers.emplace_back("link", std::move(link));
  return response;
}

struct Row {
  std::string name;
  std::vector<std::string> headers;
  std::string document_hub, document_self;
  std::optional<Hub> found;
};

class Discovery : public testing::TestWithParam<Row> {};

TEST_P(Discovery, FindsTheHub) {
  const Row& row = GetParam();
  EXPECT_EQ(hub_of(with_links(row.headers), row.document_hub, row.document_self), row.found);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Discovery,
    testing::Values(
        Row{"none", {}, "", "", std::nullopt},
        Row{"one_header",
            {"<https://h.example/>; rel=\"hub\", <https://f.example/>; rel=\"self\""},
            "",
            "",
            Hub{"https://h.example/", "https://f.example/"}},
        Row{"two_headers",
            {"<https://f.example/>; rel=self", "<https://h.example/>; REL=\"Hub\""},
            "",
            "",
            Hub{"https://h.example/", "https://f.example/"}},
        Row{"several_relations",
            {"<https://h.example/>; rel=\"alternate hub\""},
            "",
            "",
            Hub{"https://h.example/", "https://forum.example/f"}},
        Row{"document",
            {},
            "https://h.example/",
            "https://f.example/",
            Hub{"https://h.example/", "https://f.example/"}},
        Row{"header_before_document",
            {"<https://one.example/>; rel=hub"},
            "https://two.example/",
            "https://f.example/",
            Hub{"https://one.example/", "https://f.example/"}},
        Row{"odd_scheme", {"<javascript:x>; rel=hub"}, "", "", std::nullopt},
        Row{"another_relation", {"<https://h.example/>; rel=\"github\""}, "", "", std::nullopt}),
    [](const auto& row) { return row.param.name; });

TEST(WebSub, AsksOnceAndRenewsInTime) {
  EXPECT_TRUE(must_ask(std::nullopt, hub, now));
  Subscription s = asked_for(std::nullopt, "forum", hub, now);
  EXPECT_FALSE(must_ask(s, hub, now + 59min)) << "the hub may still ask back";
  EXPECT_TRUE(must_ask(s, hub, now + 61min));
  ASSERT_TRUE(verify(s, {"subscribe", hub.topic, "c", "864000"}, now + 1min));
  EXPECT_FALSE(must_ask(s, hub, now + 24h * 8));
  EXPECT_TRUE(must_ask(s, hub, now + 24h * 9 + 2min)) << "its lease ends tomorrow";
  EXPECT_TRUE(must_ask(s, {hub.url, "https://forum.example/other"}, now)) << "another topic";
}

TEST(WebSub, RenewingKeepsTheCallbackAndTheKey) {
  const Subscription first = asked_for(std::nullopt, "forum", hub, now);
  EXPECT_EQ(first.path.size(), 32u);
  EXPECT_LT(first.secret.size(), 200u) << "section 5.1";
  const Subscription again = asked_for(first, "forum", hub, now + 1h);
  EXPECT_EQ(again.path, first.path);
  EXPECT_EQ(again.secret, first.secret);
  const Subscription other = asked_for(first, "forum", {"https://other.example/", hub.topic}, now);
  EXPECT_NE(other.path, first.path);
}

TEST(WebSub, TheRequestIsAForm) {
  Subscription s = asked_for(std::nullopt, "forum", hub, now);
  s.path = "p";
  s.secret = "k";
  const HttpRequest request = request_subscription(s, "https://quince.example/hooks/websub/");
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, hub.url);
  EXPECT_EQ(request.body,
            "hub.mode=subscribe&hub.topic=https%3A%2F%2Fforum.example%2Ffeed&hub.callback=https%3A%"
            "2F%2Fquince.example%2Fhooks%2Fwebsub%2Fp&hub.secret=k&hub.lease_seconds=864000");
}

TEST(WebSub, AnswersOnlyWhatWasAsked) {
  Subscription s = asked_for(std::nullopt, "forum", hub, now);
  const Subscription before = s;
  EXPECT_FALSE(verify(s, {"subscribe", "https://evil.example/", "c", "60"}, now));
  EXPECT_FALSE(verify(s, {"unsubscribe", hub.topic, "c", "60"}, now));
  EXPECT_FALSE(verify(s, {"subscribe", hub.topic, "", "60"}, now));
  EXPECT_EQ(s, before);
  EXPECT_EQ(verify(s, {"subscribe", hub.topic, "challenge", "60"}, now), "challenge");
  EXPECT_EQ(s.state, SubscriptionState::active);
  EXPECT_EQ(s.lease_until, now + 60s);
  ASSERT_TRUE(verify(s, {"subscribe", hub.topic, "c", "99999999999"}, now));
  EXPECT_EQ(s.lease_until, now + 24h * 90) << "a lease has a bound";
}

TEST(WebSub, ADenialIsKeptForADay) {
  Subscription s = asked_for(std::nullopt, "forum", hub, now);
  EXPECT_EQ(verify(s, {"denied", hub.topic, "", ""}, now), "");
  EXPECT_FALSE(must_ask(s, hub, now + 23h));
  EXPECT_TRUE(must_ask(s, hub, now + 25h));
}

TEST(WebSub, ADeliveryIsKnownByItsSignature) {
  Subscription s = asked_for(std::nullopt, "forum", hub, now);
  const std::string body = "<rss/>";
  const std::string good = to_hex(hmac_sha256(s.secret, body));
  EXPECT_TRUE(is_signed(s, "sha256=" + good, body));
  EXPECT_TRUE(is_signed(s, "sha1=" + to_hex(*hmac("sha1", s.secret, body)), body));
  EXPECT_FALSE(is_signed(s, "sha256=" + good, body + " "));
  EXPECT_FALSE(is_signed(s, "md5=" + good, body));
  EXPECT_FALSE(is_signed(s, good, body));
  EXPECT_FALSE(is_signed(s, "", body));
}

}  // namespace
}  // namespace quince
