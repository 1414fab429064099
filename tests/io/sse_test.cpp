#include "io/sse.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/support/fake_web.h"

namespace quince {
namespace {

using namespace quince::test;
using namespace std::chrono_literals;

struct Notes final : StreamListener {
  std::size_t messages_max = 100;
  int pauses_max = 1000;
  int opens = 0, pauses = 0;
  std::vector<std::string> messages;

  void opened() override { ++opens; }
  bool take(const StreamMessage& message) override {
    messages.push_back(std::string(message.event) + ' ' + std::string(message.data));
    return messages.size() < messages_max;
  }
  bool pause() override { return ++pauses < pauses_max; }
};

Reply stream(std::string body, Trouble trouble = Trouble::none) {
  return {.headers = {{"Content-Type", "text/event-stream"}},
          .body = std::move(body),
          .chunked = true,
          .trouble = trouble};
}

StreamRequest request_of(const FakeWeb& web) {
  StreamRequest request;
  request.url = web.url("/stream?token=s3cret");
  request.headers = {{"Authorization", "Bearer s3cret"}};
  request.allow.allowed.push_back(*parse_address_range("127.0.0.1"));
  return request;
}

TEST(Sse, BringsEventsUntilTheOtherSideSaysGoodbye) {
  FakeWeb web;
  web.serve("/stream", stream(":)\n\nevent: update\ndata: {\"a\":1}\n\n:thump\n\ndata: b\n\n"));
  Notes notes;
  const auto ended = listen_sse(request_of(web), notes, {});
  EXPECT_TRUE(ended) << ended.error().text;
  EXPECT_EQ(notes.opens, 1);
  EXPECT_EQ(notes.messages, (std::vector<std::string>{"update {\"a\":1}", "message b"}));
  const Asked asked = web.asked("/stream").at(0);
  EXPECT_EQ(asked.header("authorization"), "Bearer s3cret");
  EXPECT_EQ(asked.header("accept"), "text/event-stream");
  EXPECT_EQ(asked.header("accept-encoding"), "");
}

TEST(Sse, EndsWhenTheListenerHasEnough) {
  FakeWeb web;
  web.serve("/stream", stream("data: a\n\ndata: b\n\n", Trouble::stays_open));
  Notes by_message;
  by_message.messages_max = 1;
  EXPECT_TRUE(listen_sse(request_of(web), by_message, {}));
  EXPECT_EQ(by_message.messages.size(), 1u);
  Notes by_pause;
  by_pause.pauses_max = 2;
  EXPECT_TRUE(listen_sse(request_of(web), by_pause, {}));
  EXPECT_EQ(by_pause.messages.size(), 2u);
  EXPECT_EQ(by_pause.pauses, 2);
}

TEST(Sse, SilenceEndsItAndAHeartbeatDoesNot) {
  FakeWeb web;
  std::string beats;
  for (int i = 0; i < 30; ++i) beats += ":thump\n";  // 20 ms apart
  web.serve("/stream", stream(beats, Trouble::stays_open));
  StreamRequest request = request_of(web);
  request.silence_max = 300ms;
  Notes notes;
  const auto begin = std::chrono::steady_clock::now();
  const auto ended = listen_sse(request, notes, {});
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, Code::timeout) << ended.error().text;
  EXPECT_GT(std::chrono::steady_clock::now() - begin, 600ms) << "the beats alone take as long";
}

TEST(Sse, WhatIsNoStreamIsToldApart) {
  const std::string event = "data: a\n\n";
  Reply html{.body = "<html>Sign in</html>"};
  const struct {
    const char* name;
    Reply reply;
    Code code;
  } rows[] = {
      {"401", Reply{.status = 401, .body = "{\"error\":\"Missing access token\"}"}, Code::refused},
      {"403", Reply{.status = 403}, Code::refused},
      {"404", Reply{.status = 404}, Code::not_found},
      {"410", Reply{.status = 410}, Code::not_found},
      {"429", Reply{.status = 429}, Code::unavailable},
      {"503", Reply{.status = 503}, Code::unavailable},
      {"a redirect", redirect_to("/elsewhere"), Code::unavailable},
      {"a page", html, Code::unavailable},
      {"cut off", stream(event, Trouble::half_body), Code::unavailable},
      {"reset", stream(event, Trouble::reset), Code::unavailable},
      {"too large", stream("data: " + std::string(2000, 'x') + "\n\n"), Code::too_large},
      {"endless", stream(event, Trouble::endless), Code::too_large},
      {"endless header", stream(event, Trouble::endless_header), Code::too_large},
      {"hangs", stream(event, Trouble::hang), Code::timeout},
  };
  for (const auto& row : rows) {
    FakeWeb web;
    web.serve("/stream", row.reply);
    StreamRequest request = request_of(web);
    request.silence_max = 400ms;
    request.message_bytes_max = 1000;
    Notes notes;
    const auto ended = listen_sse(request, notes, {});
    ASSERT_FALSE(ended) << row.name;
    EXPECT_EQ(ended.error().code, row.code) << row.name << ": " << ended.error().text;
    EXPECT_EQ(ended.error().text.find("s3cret"), std::string::npos) << ended.error().text;
    EXPECT_EQ(web.asked().size(), web.asked("/stream").size()) << "no redirect is followed";
  }
}

TEST(Sse, LoopbackNeedsPermission) {
  FakeWeb web;
  StreamRequest request = request_of(web);
  request.allow = {};
  Notes notes;
  const auto ended = listen_sse(request, notes, {});
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, Code::refused) << ended.error().text;
  EXPECT_EQ(web.connections(), 0);
}

TEST(Sse, StopsWithinMoments) {
  for (const Trouble trouble : {Trouble::stays_open, Trouble::hang}) {
    FakeWeb web;
    web.serve("/stream", stream("data: a\n\n", trouble));
    Notes notes;
    Result<> ended = fail(Code::internal, "not yet");
    std::jthread thread(
        [&](std::stop_token stop) { ended = listen_sse(request_of(web), notes, std::move(stop)); });
    ASSERT_TRUE(web.wait_for("/stream", 1));
    const auto begin = std::chrono::steady_clock::now();
    thread.request_stop();
    thread.join();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
    EXPECT_TRUE(ended) << ended.error().text;
  }
}

}  // namespace
}  // namespace quince
