// WebSub's state against a real store: a hub that asks back, and what it delivers.
#include "app/websub.h"

#include <gtest/gtest.h>

#include "io/crypto.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

const Time now = *parse_rfc3339("2026-11-22T10:00:00Z");
const Hub hub{"https://hub.example/", "https://forum.example/feed"};
const std::string feed =
    "<rss version=\"2.0\"><channel><item><guid>https://forum.example/1</guid>"
    "<title>No answer</title><description>Nobody answers.</description></item></channel></rss>";

class WebSubStore : public testing::Test {
 protected:
  WebSubStore() {
    sources.emplace_back();
    sources[0].name = "forum";
    sources[0].kind = "rss";
    sources[0].url = hub.topic;
  }

  std::string path_of(const HttpRequest& request) {
    const std::string mark = "%2Fhooks%2Fwebsub%2F";
    return std::string(WebSub::path) +
           request.body.substr(request.body.find(mark) + mark.size(), 32);
  }
  std::string secret_of(const HttpRequest& request) {
    return request.body.substr(request.body.find("hub.secret=") + 11, 64);
  }
  ServerResponse ask_back(const HttpRequest& request, const std::string& topic) {
    ServerRequest question;
    question.method = "GET";
    question.path = path_of(request);
    question.query = {{"hub.mode", "subscribe"},
                      {"hub.topic", topic},
                      {"hub.challenge", "c-1"},
                      {"hub.lease_seconds", "864000"}};
    return websub.answer(question, now, nobody);
  }
  ServerResponse deliver(const HttpRequest& request, const std::string& body,
                         const std::string& secret, const WebSub::Take& take) {
    ServerRequest delivery;
    delivery.method = "POST";
    delivery.path = path_of(request);
    delivery.headers = {{"content-type", "application/rss+xml"},
                        {"x-hub-signature", "sha256=" + to_hex(hmac_sha256(secret, body))}};
    delivery.body = body;
    return websub.answer(delivery, now, take);
  }

  const WebSub::Take nobody = [](const Target&, const Parsed&) {
    ADD_FAILURE() << "nothing was delivered";
    return true;
  };
  test::TempDir dir;
  std::unique_ptr<StoreWriter> store =
      std::move(*StoreWriter::open(dir.file("q.sqlite"), WebSub::schema()));
  std::vector<Source> sources;
  WebSub websub{*store, sources, "https://q.example/hooks/websub/"};
};

TEST_F(WebSubStore, AsksOnceAnswersTheHubAndTakesWhatIsSigned) {
  const auto request = websub.ask("forum", hub, now);
  ASSERT_TRUE(request);
  EXPECT_FALSE(websub.ask("forum", hub, now)) << "it was asked a moment ago";
  EXPECT_EQ(ask_back(*request, "https://evil.example/").status, 404);
  const ServerResponse yes = ask_back(*request, hub.topic);
  EXPECT_EQ(yes.status, 200);
  EXPECT_EQ(yes.body, "c-1");

  std::vector<std::string> taken;
  const WebSub::Take take = [&](const Target& target, const Parsed& parsed) {
    for (const Mention& mention : parsed.mentions)
      taken.push_back(target.name + ' ' + mention.source_id);
    return true;
  };
  EXPECT_EQ(deliver(*request, feed, secret_of(*request), take).status, 202);
  EXPECT_EQ(taken, std::vector<std::string>{"forum https://forum.example/1"});
}

TEST_F(WebSubStore, ABadSignatureIsIgnoredAndNotTold) {
  const auto request = websub.ask("forum", hub, now);
  EXPECT_EQ(deliver(*request, feed, "guessed", nobody).status, 202);
}

TEST_F(WebSubStore, WhatCannotBeStoredIsAskedForAgain) {
  const auto request = websub.ask("forum", hub, now);
  const WebSub::Take full = [](const Target&, const Parsed&) { return false; };
  EXPECT_EQ(deliver(*request, feed, secret_of(*request), full).status, 503);
}

TEST_F(WebSubStore, AStrangersPathIsNothing) {
  ServerRequest question;
  question.method = "GET";
  question.path = std::string(WebSub::path) + "0123456789abcdef0123456789abcdef";
  EXPECT_EQ(websub.answer(question, now, nobody).status, 404);
}

TEST_F(WebSubStore, ADeliveryThatIsNoFeedChangesNothing) {
  const auto request = websub.ask("forum", hub, now);
  EXPECT_EQ(deliver(*request, "<html/>", secret_of(*request), nobody).status, 202);
}

}  // namespace
}  // namespace quince
