#include "io/http_client.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/support/fake_web.h"

namespace quince {
namespace {

using namespace std::chrono_literals;
using test::FakeWeb;
using test::redirect_to;
using test::Reply;
using test::Trouble;

AddressPolicy loopback() { return {{parse_address_range("127.0.0.1").value()}}; }

HttpRequest get(const std::string& url) {
  HttpRequest request;
  request.url = url;
  request.allow = loopback();
  request.total_max = 5s;
  request.body_bytes_max = 1u << 20;
  return request;
}

// Runs the client until `count` transfers have ended.
std::vector<HttpResult> fetch_all(HttpClient& client, std::vector<HttpRequest> requests) {
  std::vector<HttpResult> results(requests.size(), fail(Code::internal, "never called"));
  for (std::size_t i = 0; i < requests.size(); ++i)
    client.start(std::move(requests[i]),
                 [&results, i](HttpResult result) { results[i] = std::move(result); });
  for (int rounds = 0; client.in_flight() > 0 && rounds < 10'000; ++rounds) client.run(50ms);
  return results;
}

TEST(HttpClient, ReadsWhatTheServerSends) {
  FakeWeb web;
  const std::string body = "one two three ñ";
  web.serve("/plain",
            Reply{.headers = {{"ETag", "\"a\""}, {"Content-Type", "text/plain"}}, .body = body});
  web.serve("/gzip", Reply{.body = body, .gzip = true});
  web.serve("/chunked", Reply{.body = body, .chunked = true});
  web.serve("/gone", Reply{.status = 410, .body = "gone"});
  for (const char* path : {"/plain", "/gzip", "/chunked"}) {
    const HttpResult result = http_perform(get(web.url(path)));
    ASSERT_TRUE(result.has_value()) << path << ": " << result.error().text;
    EXPECT_EQ(result->status, 200) << path;
    EXPECT_EQ(result->body, body) << path;
  }
  EXPECT_EQ(http_perform(get(web.url("/plain")))->header("etag"), "\"a\"");
  EXPECT_EQ(http_perform(get(web.url("/gone")))->status, 410);
  EXPECT_EQ(web.asked("/plain").front().header("user-agent"),
            "quince/0.1 (social-media escalation monitor)");
}

TEST(HttpClient, SendsMethodHeadersAndBody) {
  FakeWeb web;
  web.serve("/in", Reply{.status = 202});
  HttpRequest request = get(web.url("/in?a=1"));
  request.method = "POST";
  request.headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}};
  request.body = std::string("{\"a\":\"\0\"}", 9);
  ASSERT_EQ(http_perform(request)->status, 202);
  const auto asked = web.asked("/in").front();
  EXPECT_EQ(asked.method, "POST");
  EXPECT_EQ(asked.target, "/in?a=1");
  EXPECT_EQ(asked.body, request.body);
  EXPECT_EQ(asked.header("content-type"), "application/json");
  EXPECT_TRUE(asked.headers.contains("x-empty"));
}

TEST(HttpClient, EveryTroubleEndsWithItsCode) {
  FakeWeb web;
  const std::string body(1000, 'b');
  const struct {
    const char* name;
    Trouble trouble;
    Code code;
  } rows[] = {
      {"hang", Trouble::hang, Code::timeout},
      {"reset", Trouble::reset, Code::unavailable},
      {"half a body", Trouble::half_body, Code::unavailable},
      {"a wrong length", Trouble::too_short, Code::unavailable},
      {"a slow drip", Trouble::slow_drip, Code::timeout},
      {"an endless body", Trouble::endless, Code::too_large},
      {"two gigabytes", Trouble::huge_length, Code::too_large},
      {"a gzip bomb", Trouble::gzip_bomb, Code::too_large},
      {"endless headers", Trouble::endless_header, Code::too_large},
  };
  std::vector<HttpRequest> requests;
  for (const auto& row : rows) {
    const std::string path = "/trouble" + std::to_string(requests.size());
    web.serve(path, Reply{.body = body, .trouble = row.trouble});
    requests.push_back(get(web.url(path)));
    requests.back().total_max = 3s;
  }
  HttpClient client({.connections_max = 64, .per_host_max = 16});
  const auto results = fetch_all(client, std::move(requests));
  for (std::size_t i = 0; i < results.size(); ++i) {
    ASSERT_FALSE(results[i].has_value()) << rows[i].name;
    EXPECT_EQ(results[i].error().code, rows[i].code)
        << rows[i].name << ": " << results[i].error().text;
  }
}

TEST(HttpClient, RefusesAddressesThatAreNotPublic) {
  FakeWeb web;
  web.serve("/feed", Reply{.body = "secret"});
  HttpRequest request = get(web.url("/feed"));
  request.allow = {};
  const HttpResult result = http_perform(request);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, Code::refused);
  EXPECT_FALSE(result.error().retryable);
  EXPECT_EQ(web.connections(), 0);
}

TEST(HttpClient, ChecksTheAddressAfterARedirect) {
  FakeWeb web;
  web.serve("/moved", redirect_to("http://127.0.0.2:" + std::to_string(web.port()) + "/inside"));
  const HttpResult result = http_perform(get(web.url("/moved")));
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, Code::refused);
  EXPECT_TRUE(web.asked("/inside").empty());
}

// A connection that a trusting request opened must not serve a strict one.
TEST(HttpClient, KeptConnectionsStayInTheirTrustClass) {
  FakeWeb web;
  web.serve("/feed", Reply{.body = "secret"});
  HttpClient client;
  ASSERT_TRUE(fetch_all(client, {get(web.url("/feed"))})[0].has_value());
  ASSERT_TRUE(fetch_all(client, {get(web.url("/feed"))})[0].has_value());
  EXPECT_EQ(web.connections(), 1)
      << "the second request should have used the first one's connection";
  HttpRequest strict = get(web.url("/feed"));
  strict.allow = {};
  const auto result = fetch_all(client, {strict})[0];
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, Code::refused);
}

TEST(HttpClient, RedirectsAreBounded) {
  FakeWeb web;
  web.serve("/a", redirect_to("/b"));
  web.serve("/b", redirect_to("/c", 308));
  web.serve("/c", Reply{.body = "here"});
  web.serve("/loop", redirect_to("/loop"));
  web.serve("/file", redirect_to("file:///etc/passwd"));
  const HttpResult followed = http_perform(get(web.url("/a")));
  ASSERT_TRUE(followed.has_value());
  EXPECT_EQ(followed->body, "here");
  EXPECT_EQ(followed->url, web.url("/c"));
  EXPECT_EQ(http_perform(get(web.url("/loop"))).error().code, Code::unavailable);
  EXPECT_EQ(http_perform(get(web.url("/file"))).error().code, Code::refused);
  HttpRequest stay = get(web.url("/a"));
  stay.redirects_max = 0;
  EXPECT_EQ(http_perform(stay)->status, 302);
}

TEST(HttpClient, RetryAfterIsSecondsOrADate) {
  const std::string now = "Sun, 22 Nov 2026 10:00:00 GMT";
  const struct {
    const char* name;
    const char* value;
    std::optional<std::chrono::seconds> wanted;
  } rows[] = {
      {"seconds", "120", 120s},
      {"zero becomes one", "0", 1s},
      {"a week becomes a day", "604800", 24h},
      {"more than fits a number", "99999999999999999999", 24h},
      {"a date", "Sun, 22 Nov 2026 10:01:30 GMT", 90s},
      {"a date that has passed", "Sun, 22 Nov 2020 10:00:00 GMT", 1s},
      {"garbage", "soon", std::nullopt},
      {"negative", "-5", std::nullopt},
      {"absent", "", std::nullopt},
  };
  FakeWeb web;
  for (const auto& row : rows) {
    web.serve("/busy",
              Reply{.status = 429, .headers = {{"Retry-After", row.value}, {"Date", now}}});
    EXPECT_EQ(http_perform(get(web.url("/busy")))->retry_after, row.wanted) << row.name;
  }
}

TEST(HttpClient, ErrorsHoldNoSecrets) {
  for (const char* url : {"http://user:s3cret@127.0.0.9:1/path/s3cret?token=s3cret#s3cret",
                          "gopher://h/s3cret", "http://[broken/s3cret"}) {
    const HttpResult result = http_perform(get(url));
    ASSERT_FALSE(result.has_value()) << url;
    EXPECT_EQ(result.error().text.find("s3cret"), std::string::npos) << result.error().text;
  }
}

TEST(HttpClient, PublicUrlDropsUserAndQuery) {
  EXPECT_EQ(public_url("https://host/path?token=1#x"), "https://host/path");
  EXPECT_EQ(public_url("https://user:pw@host:8443/a@b"), "https://host:8443/a@b");
  EXPECT_EQ(public_url("https://host"), "https://host");
}

TEST(HttpClient, RefusesHeaderInjection) {
  HttpRequest request = get("http://127.0.0.1:1/");
  request.headers = {{"X-A", "b\r\nX-Evil: 1"}};
  EXPECT_EQ(http_perform(request).error().code, Code::invalid);
}

TEST(HttpClient, WakeEndsAWait) {
  HttpClient client;
  const auto begin = std::chrono::steady_clock::now();
  std::thread waker([&] { client.wake(); });
  client.run(20s);
  waker.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
}

TEST(HttpClient, DroppingItAbandonsWhatHangs) {
  FakeWeb web;
  web.serve("/hang", Reply{.trouble = Trouble::hang});
  bool called = false;
  const auto begin = std::chrono::steady_clock::now();
  {
    HttpClient client;
    HttpRequest request = get(web.url("/hang"));
    request.total_max = 60s;
    client.start(std::move(request), [&](HttpResult) { called = true; });
    while (web.asked("/hang").empty()) client.run(10ms);
  }
  EXPECT_FALSE(called);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
}

}  // namespace
}  // namespace quince
