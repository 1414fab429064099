#include "collectors/listener.h"

#include <gtest/gtest.h>

#include <future>

#include "collectors/inbox_spool.h"
#include "io/store.h"
#include "tests/collectors/frames.h"
#include "tests/collectors/running.h"
#include "tests/support/fake_socket.h"

namespace quince {
namespace {

using namespace quince::test;

Source firehose(std::string url = "wss://stream.example/subscribe") {
  Source source;
  source.name = "sky";
  source.kind = "jetstream";
  source.url = std::move(url);
  source.allow_addresses = {"127.0.0.1"};
  return source;
}

// A listener whose connections are the test's: the n-th of them is played by the n-th script, the
// last of them again and again.
class Hearing {
 public:
  struct Open {
    StreamListener& listener;
    std::stop_token stop;
    ManualClock& clock;
    void say(const std::string& frame) { good = good && listener.take({{}, frame}); }
    void pause() { good = good && listener.pause(); }
    bool good = true;  // the listener has not had enough
  };
  using Script = std::function<Result<>(Open&)>;

  Hearing(Spool& spool, std::vector<Script> scripts, EdgeFilter concerns = {})
      : scripts_(std::move(scripts)),
        listener_({firehose()}, clock, spool, {},
                  [this](const FetchReport& report) { take(report); }, std::move(concerns),
                  {.open = [this](const StreamRequest& request, StreamListener& listener,
                                  std::stop_token stop) {
                    return play(request, listener, std::move(stop));
                  }}) {}

  // The `count`th report; waits for it.
  FetchReport report(std::size_t count = 1) {
    std::unique_lock lock(mutex_);
    const bool came = changed_.wait_for(lock, 20s, [&] { return reports_.size() >= count; });
    EXPECT_TRUE(came) << "report " << count << " never came";
    return came ? reports_[count - 1] : FetchReport{};
  }
  std::vector<std::string> urls() {
    const std::lock_guard lock(mutex_);
    return urls_;
  }

  ManualClock clock{start};

 private:
  Result<> play(const StreamRequest& request, StreamListener& listener, std::stop_token stop) {
    Script script;
    {
      const std::lock_guard lock(mutex_);
      script = scripts_[std::min(urls_.size(), scripts_.size() - 1)];
      urls_.push_back(request.url);
    }
    listener.opened();
    Open open{listener, std::move(stop), clock};
    return script(open);
  }
  void take(const FetchReport& report) {
    {
      const std::lock_guard lock(mutex_);
      reports_.push_back(report);
    }
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<FetchReport> reports_;  // guarded by mutex_
  std::vector<std::string> urls_;     // guarded by mutex_
  const std::vector<Script> scripts_;
  Listener listener_;  // last: uses all of the above
};

// Stays open, and silent, until it is told to stop.
Result<> stay(Hearing::Open& open) {
  SystemClock().wait_until(SystemClock().now() + 1h, open.stop);
  return {};
}

std::string cursor_of(const std::string& url) {
  const auto at = url.find("&cursor=");
  return at == std::string::npos ? "" : url.substr(at + 8);
}

TEST(Listener, StoresWhatCameWithItsPositionInAPause) {
  MemorySpool spool;
  Hearing hearing(spool, {[](Hearing::Open& open) {
                    open.pause();  // tells the store that it is open
                    open.say(frame(1));
                    open.say(frame(2));
                    open.pause();
                    return stay(open);
                  }});
  EXPECT_EQ(hearing.report(1).counts.fresh, 0);
  const FetchReport report = hearing.report(2);
  EXPECT_EQ(report.outcome, FetchOutcome::ok);
  EXPECT_EQ(report.counts.fresh, 2);
  EXPECT_EQ(report.target, "sky~live");
  EXPECT_EQ(spool.saved("sky~live").position, position(2));
  EXPECT_EQ(spool.saved("sky~live").last_success_at, start);
  ASSERT_EQ(spool.mentions().size(), 2u);
  EXPECT_EQ(spool.mentions()[0].feed, "sky");
  EXPECT_EQ(spool.mentions()[0].seen_at, start);
}

TEST(Listener, AFullBatchAndAnOldOneDoNotWaitForAPause) {
  MemorySpool spool;
  Hearing hearing(spool, {[](Hearing::Open& open) {
                    open.pause();
                    for (int n = 1; n <= 256; ++n) open.say(frame(n));
                    open.say(frame(257));
                    open.clock.advance(1s);
                    open.say(frame(258));
                    return stay(open);
                  }});
  EXPECT_EQ(hearing.report(2).counts.fresh, 256);
  EXPECT_EQ(hearing.report(3).counts.fresh, 2);
}

TEST(Listener, OnlyWhatConcernsABrandIsKeptAndThePositionMovesAllTheSame) {
  MemorySpool spool;
  Hearing hearing(spool, {[](Hearing::Open& open) {
                    open.pause();
                    open.say(frame(1));
                    open.clock.advance(4s);
                    open.say(frame(2));  // not yet
                    open.clock.advance(1s);
                    open.say(frame(3));
                    open.say(frame(4, "Membrillo Air"));
                    open.pause();
                    return stay(open);
                  }},
                  [](const Mention& mention) { return mention.text == "Membrillo Air"; });
  EXPECT_EQ(hearing.report(2).counts.fresh, 0);
  EXPECT_EQ(hearing.report(2).at, start + 5s);
  EXPECT_EQ(hearing.report(3).counts.fresh, 1);
  EXPECT_EQ(spool.saved("sky~live").position, position(4));
  EXPECT_EQ(spool.mentions().size(), 1u);
}

TEST(Listener, WhatTheStoreRefusesIsAskedForAgain) {
  MemorySpool spool;
  Hearing hearing(spool, {[&](Hearing::Open& open) -> Result<> {
                            open.say(frame(1));  // stored: the position's turn
                            spool.fail_next(1);
                            open.say(frame(2));
                            open.pause();
                            EXPECT_FALSE(open.good) << "the connection ends";
                            return {};
                          },
                          [](Hearing::Open& open) {
                            open.say(frame(2));
                            open.pause();
                            return stay(open);
                          }});
  const FetchReport refused = hearing.report(2);
  EXPECT_EQ(refused.outcome, FetchOutcome::not_stored);
  EXPECT_EQ(refused.error, "the disk is full");
  EXPECT_EQ(spool.saved("sky~live").position, position(1));
  EXPECT_EQ(spool.saved("sky~live").failures, 1);
  hearing.clock.advance(5s);
  EXPECT_EQ(hearing.report(3).counts.fresh, 1);
  EXPECT_EQ(spool.saved("sky~live").failures, 0);
  EXPECT_EQ(spool.saved("sky~live").position, position(2));
  EXPECT_EQ(cursor_of(hearing.urls().at(1)), std::to_string(time_us(1) - 5'000'000));
}

TEST(Listener, AConnectionThatEndsIsMadeAnewAfterLongerAndLongerPauses) {
  MemorySpool spool;
  const auto away = [](Hearing::Open&) -> Result<> {
    return fail(Code::unavailable, "nobody answers");
  };
  Hearing hearing(spool, {[](Hearing::Open& open) -> Result<> {
                            open.say(frame(1));
                            return {};
                          },
                          away, away, stay});
  EXPECT_EQ(hearing.report(1).counts.fresh, 1) << "what came before the end is stored";
  const FetchReport goodbye = hearing.report(2);
  EXPECT_EQ(goodbye.outcome, FetchOutcome::network);
  EXPECT_LE(goodbye.next_at, start + 5s);
  EXPECT_GE(goodbye.next_at, start + 2s);
  hearing.clock.advance(5s);
  EXPECT_EQ(hearing.report(3).error, "nobody answers");
  hearing.clock.advance(10s);
  const FetchReport third = hearing.report(4);
  EXPECT_EQ(spool.saved("sky~live").failures, 3);
  EXPECT_EQ(spool.saved("sky~live").position, position(1));
  EXPECT_GE(third.next_at, third.at + 10s);
}

TEST(Listener, OutcomesAreThoseOfTheEngine) {
  const struct {
    Code code;
    FetchOutcome outcome;
  } rows[] = {
      {Code::refused, FetchOutcome::refused},        {Code::invalid, FetchOutcome::refused},
      {Code::not_found, FetchOutcome::client_error}, {Code::timeout, FetchOutcome::timeout},
      {Code::too_large, FetchOutcome::too_large},    {Code::internal, FetchOutcome::network}};
  for (const auto& row : rows) {
    MemorySpool spool;
    Hearing hearing(spool, {[&](Hearing::Open&) -> Result<> { return fail(row.code, "so"); }});
    EXPECT_EQ(hearing.report().outcome, row.outcome) << name(row.code);
  }
}

TEST(Listener, ABrokenMessageIsCountedAndLosesNoOther) {
  MemorySpool spool;
  Hearing hearing(spool, {[](Hearing::Open& open) {
                    open.pause();
                    open.say(frame(1));
                    open.say("{\"did\":");
                    open.say(frame(2));
                    open.pause();
                    return stay(open);
                  }});
  const FetchReport report = hearing.report(2);
  EXPECT_EQ(report.counts.fresh, 2);
  EXPECT_EQ(report.dropped, std::vector<std::string>{"broken_item"});
  EXPECT_EQ(report.faults.size(), 1u);
}

TEST(Listener, WhatWasDeletedAndIsThereAgainGoesInTwoBatches) {
  MemorySpool spool;
  Hearing hearing(spool, {[](Hearing::Open& open) {
                    open.pause();
                    open.say(frame(1));
                    open.say(deletion(1));
                    open.say(frame(1, "again"));
                    open.pause();
                    return stay(open);
                  }});
  EXPECT_EQ(hearing.report(2).counts.fresh, 1);
  EXPECT_EQ(hearing.report(3).counts.repeated, 1);
  EXPECT_EQ(spool.readings().size(), 1u);
  EXPECT_EQ(spool.mentions().at(1).text, "again");
}

TEST(Listener, APositionThatIsForgottenIsAGap) {
  MemorySpool spool;
  Cursor old;
  old.target = "sky~live";
  old.position = "us:" + std::to_string(to_unix_ms(start - 37h) * 1000);
  ASSERT_TRUE(spool.put({}, old));
  Hearing hearing(spool, {[](Hearing::Open& open) {
                    open.say(frame(1));
                    return stay(open);
                  }});
  EXPECT_EQ(hearing.report().dropped, std::vector<std::string>{"gap"});
  EXPECT_EQ(cursor_of(hearing.urls().at(0)),
            std::to_string(to_unix_ms(start - 36h) * 1000 - 5'000'000));
}

TEST(Listener, AsksWhereTheStreamIsAndGoesThere) {
  const struct {
    const char* name;
    int status;  // of the answer; 0: there is none
    const char* streaming;
    const char* opened;
  } rows[] = {
      {"a host of its own", 200, "wss://streaming.example",
       "https://streaming.example/api/v1/streaming/hashtag?tag=uno"},
      {"the same host", 200, "wss://social.example",
       "https://social.example/api/v1/streaming/hashtag?tag=uno"},
      {"it does not say", 404, "wss://streaming.example",
       "https://social.example/api/v1/streaming/hashtag?tag=uno"},
      {"it is not reached", 0, "", "https://social.example/api/v1/streaming/hashtag?tag=uno"}};
  for (const auto& row : rows) {
    Source source;
    source.name = "social";
    source.kind = "mastodon";
    source.url = "https://social.example";
    source.token = "s3cret";
    source.tags = {"uno"};
    source.live = true;
    std::promise<std::string> opened;
    std::string asked, token;
    const ManualClock clock(start);
    MemorySpool spool;
    const Listener listener({source}, clock, spool, {}, [](const auto&) {}, {},
                            {.open = [&](const StreamRequest& request, StreamListener&,
                                         std::stop_token stop) -> Result<> {
                               opened.set_value(request.url);
                               SystemClock().wait_until(SystemClock().now() + 1h, stop);
                               return {};
                             },
                             .ask = [&](const HttpRequest& request) -> HttpResult {
                               asked = request.url;
                               for (const auto& [header, value] : request.headers) token += value;
                               if (row.status == 0)
                                 return fail(Code::unavailable, "nobody answers");
                               HttpResponse response;
                               response.status = row.status;
                               response.body = R"({"configuration":{"urls":{"streaming":")" +
                                               std::string(row.streaming) + R"("}}})";
                               return response;
                             }});
    auto url = opened.get_future();
    ASSERT_EQ(url.wait_for(20s), std::future_status::ready) << row.name;
    EXPECT_EQ(url.get(), row.opened) << row.name;
    EXPECT_EQ(asked, "https://social.example/api/v2/instance") << row.name;
    EXPECT_EQ(token, "") << "the token is for the stream alone";
  }
}

// The real store behind, a server in front that drops, repeats and reorders.

constexpr int frames_all = 400;

// From the cursor, inclusive, as Jetstream does; every seventh frame comes twice, every fifth pair
// is swapped, and each connection but the last is dropped after some sixty.
void play_badly(FakeSocket::Peer& peer) {
  const std::string cursor = cursor_of(peer.target);
  const std::int64_t from = cursor.empty() ? 0 : std::stoll(cursor);
  std::vector<int> order;
  for (int n = 1; n <= frames_all; ++n)
    if (time_us(n) >= from) order.push_back(n);
  for (std::size_t i = 5; i + 1 < order.size(); i += 5) std::swap(order[i], order[i + 1]);
  int sent = 0;
  for (const int n : order) {
    peer.send(frame(n));
    if (n % 7 == 0) peer.send(frame(n));
    if (++sent == 50 + 7 * peer.number && n < frames_all - 10) return peer.drop();
  }
  peer.stay();
}

TEST(Listener, LosesNoPostAndStoresNoneTwiceWhateverTheServerDoes) {
  FakeSocket server(play_badly);
  TempDir folder;
  auto store = StoreWriter::open(folder.file("q.sqlite"), Inbox::schema());
  ASSERT_TRUE(store);
  Inbox inbox(**store);
  InboxSpool spool(inbox);
  const RatedClock clock(start, start + 24h, 200, SystemClock().now());
  {
    Listener listener({firehose(server.url("/subscribe"))}, clock, spool, {}, [](const auto&) {});
    for (int waited = 0; waited < 600 && *inbox.pending() < frames_all; ++waited)
      SystemClock().wait_until(SystemClock().now() + 50ms, {});
  }
  const auto taken = inbox.take(0, 10'000);
  ASSERT_TRUE(taken);
  std::map<std::string, int> times;
  for (const InboxItem& item : taken->items) ++times[std::get<Mention>(item.item).id];
  for (int n = 1; n <= frames_all; ++n)
    EXPECT_EQ(times["bluesky:did:plc:invented" + std::to_string(n) + ":k" + std::to_string(n)], 1)
        << n;
  EXPECT_EQ(taken->items.size(), static_cast<std::size_t>(frames_all));
  EXPECT_GE(server.connections(), 4);
}

}  // namespace
}  // namespace quince
