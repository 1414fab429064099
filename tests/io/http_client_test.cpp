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

// What a name or an odd spelling leads to is checked where the socket is opened, at every attempt:
// what a resolver said before does not matter, so a name that changes in between gains nothing.
TEST(HttpClient, ChecksWhatIsConnectedToNotWhatIsWritten) {
  FakeWeb web;
  web.serve("/inside", Reply{.body = "secret"});
  const std::string port = std::to_string(web.port());
  for (const char* host : {"localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1",
                           "[::ffff:127.0.0.1]", "0.0.0.0", "user@127.0.0.1"}) {
    HttpRequest request = get("http://" + std::string(host) + ":" + port + "/inside");
    request.allow = {};
    const HttpResult direct = http_perform(request);
    ASSERT_FALSE(direct.has_value()) << host;
    EXPECT_EQ(direct.error().code, Code::refused) << host << ": " << direct.error().text;
  }
  EXPECT_EQ(web.connections(), 0);
}

// The address that was good for one request is looked at anew for the next.
TEST(HttpClient, APolicyThatChangedIsAskedAgain) {
  FakeWeb web;
  web.serve("/inside", Reply{.body = "secret"});
  HttpClient client;
  const std::string url = "http://localhost:" + std::to_string(web.port()) + "/inside";
  HttpRequest allowed = get(url);
  allowed.headers = {{"Connection", "close"}};
  ASSERT_TRUE(fetch_all(client, {allowed})[0].has_value());
  HttpRequest other = get(url);
  other.allow = {{parse_address_range("10.0.0.0/8").value()}};
  EXPECT_EQ(fetch_all(client, {other})[0].error().code, Code::refused);
  EXPECT_EQ(web.asked("/inside").size(), 1u);
}

TEST(HttpClient, SaysWhetherARedirectIsForGood) {
  const struct {
    const char* name;
    int first, second;  // 0: there is none
    bool for_good;
  } rows[] = {
      {"none", 0, 0, false},    {"301", 301, 0, true},         {"308", 308, 0, true},
      {"302", 302, 0, false},   {"303", 303, 0, false},        {"307", 307, 0, false},
      {"both", 301, 308, true}, {"then not", 301, 302, false}, {"first not", 307, 301, false}};
  for (const auto& row : rows) {
    FakeWeb web;
    web.serve("/c", Reply{.headers = {{"Location", "/elsewhere"}}, .body = "here"});
    web.serve("/b", row.second ? redirect_to("/c", row.second) : Reply{.body = "here"});
    web.serve("/a", row.first ? redirect_to("/b", row.first) : Reply{.body = "here"});
    const HttpResult result = http_perform(get(web.url("/a")));
    ASSERT_TRUE(result.has_value()) << row.name;
    EXPECT_EQ(result->body, "here") << row.name;
    EXPECT_EQ(result->moved_for_good, row.for_good) << row.name;
  }
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
