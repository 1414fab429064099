// stream_bench [FRAMES_PER_S [SECONDS]]: how fast one thread takes in Jetstream, from the
// WebSocket through the parser and the brand filter to the store, and how far it is behind.
//
//   1. As fast as it can: frames on loopback, deflated as the public servers do, none held back.
//   2. At a given pace (1,000 frames a second, for 10 seconds): the lag from the instant at which a
//      frame is written to that at which the filter has seen it.
//
// All of it is one thread of the listener's; the server is another. What is usual on Bluesky: about
// 55 posts a second of 490 events (the frames of 4 July 2026 among the test data of
// github.com/bluesky-social/jetstream), about 850 MB of posts a day in 2024
// (jazco.dev/2024/09/24/jetstream).
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <thread>

#include "app/edge_filter.h"
#include "bench/posts.h"
#include "collectors/inbox_spool.h"
#include "collectors/listener.h"
#include "core/utf8.h"
#include "io/json_writer.h"
#include "tests/support/fake_socket.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t texts = 20'000;
constexpr int full_speed_frames = 200'000;
constexpr std::size_t one_in_names_the_brand = 500;

double cpu_s() {  // of this thread
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

std::int64_t now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(Steady::now().time_since_epoch())
      .count();
}

Brand brand() {
  Brand brand;
  brand.key = "membrillo-air";
  brand.name = "Membrillo Air";
  brand.terms = {"Membrillo Air", "@MembrilloAir", "#MembrilloAir"};
  return brand;
}

// As long as the public ones: some 600 bytes. The instant at which it is written is its rkey.
std::string frame(const std::string& text, std::int64_t written_us) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("did", "did:plc:invented234567abcdefghijk");
  json.member("time_us", to_unix_ms(SystemClock().now()) * 1000).member("kind", "commit");
  json.key("commit").begin_object().member("rev", "3invented2345").member("operation", "create");
  json.member("collection", "app.bsky.feed.post");
  json.member("rkey", std::string_view{std::to_string(written_us)});
  json.key("record").begin_object().member("$type", "app.bsky.feed.post");
  json.member("createdAt", "2026-11-22T10:00:00.000Z").key("langs").begin_array().value("en");
  json.end_array().key("reply").begin_object();
  for (const char* which : {"parent", "root"})
    json.key(which)
        .begin_object()
        .member("cid", "bafyreinvented2345672345672345672345672345672345672345672345")
        .member("uri", "at://did:plc:other234567abcdefghijklm/app.bsky.feed.post/3other2345672")
        .end_object();
  json.end_object().member("text", std::string_view{text}).end_object();
  json.member("cid", "bafyreinvented2345672345672345672345672345672345672345672346");
  json.end_object().end_object();
  return out;
}

std::vector<std::string> some_texts() {
  auto all = invented_texts(texts, 7);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i] = std::string(cut_utf8(all[i], 250));
    if (i % one_in_names_the_brand == 0) all[i] += " Membrillo Air";
  }
  return all;
}

struct Heard {
  std::vector<std::int64_t> lags_us;
  double wall_s = 0, cpu_s = 0;
  std::int64_t stored = 0;
};

// `per_s` 0: none is held back.
Heard hear(int frames, int per_s) {
  const auto words = some_texts();
  test::FakeSocket server([&](test::FakeSocket::Peer& peer) {
    const auto begun = Steady::now();
    for (int n = 0; n < frames; ++n) {
      if (per_s > 0)
        std::this_thread::sleep_until(begun + std::chrono::microseconds{1'000'000LL * n / per_s});
      if (!peer.send(frame(words[static_cast<std::size_t>(n) % words.size()], now_us()))) return;
    }
    peer.stay();
  });
  Source source;
  source.name = "sky";
  source.kind = "jetstream";
  source.url = server.url("/subscribe");
  source.allow_addresses = {"127.0.0.1"};

  test::TempDir folder;
  auto store = StoreWriter::open(folder.file("q.sqlite"), Inbox::schema() + Casebook::schema());
  if (!store) std::abort();
  Inbox inbox(**store);
  InboxSpool spool(inbox);
  const auto edge = std::move(*Edge::open({brand()}, **store));
  Heard heard;
  std::atomic<int> seen{0};
  std::atomic<std::int64_t> stored{0};
  double cpu_begun = 0;
  Steady::time_point begun;
  const EdgeFilter concerns = [&](const Mention& mention) {
    if (heard.lags_us.empty()) begun = Steady::now(), cpu_begun = cpu_s();
    const bool passes = edge->passes(mention);
    const std::string_view rkey = std::string_view{mention.id}.substr(mention.id.rfind(':') + 1);
    heard.lags_us.push_back(now_us() - std::atoll(std::string(rkey).c_str()));
    if (seen + 1 == frames) {
      heard.cpu_s = cpu_s() - cpu_begun;
      heard.wall_s = std::chrono::duration<double>(Steady::now() - begun).count();
    }
    ++seen;
    return passes;
  };
  const SystemClock clock;
  {
    Listener listener(
        {source}, clock, spool, {},
        [&](const FetchReport& report) { stored += report.counts.fresh; }, concerns);
    while (seen < frames) std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  heard.stored = stored;
  std::sort(heard.lags_us.begin(), heard.lags_us.end());
  return heard;
}

double lag_ms(const Heard& heard, double share) {
  const auto at = static_cast<std::size_t>(share * static_cast<double>(heard.lags_us.size() - 1));
  return static_cast<double>(heard.lags_us[at]) / 1000;
}

}  // namespace
}  // namespace quince

int main(int argc, char** argv) {
  using namespace quince;
  const int per_s = argc > 1 ? std::max(1, std::atoi(argv[1])) : 1'000;
  const int seconds = argc > 2 ? std::max(1, std::atoi(argv[2])) : 10;
  const Heard fast = hear(full_speed_frames, 0);
  std::printf("as fast as it can: %.0f frames/s; %.1f us of one core a frame; %lld stored\n",
              full_speed_frames / fast.wall_s, 1e6 * fast.cpu_s / full_speed_frames,
              static_cast<long long>(fast.stored));
  const Heard paced = hear(per_s * seconds, per_s);
  std::printf(
      "at %d frames/s: %.1f %% of one core; lag in ms: median %.2f, 99 %% %.2f, most %.2f\n", per_s,
      100 * paced.cpu_s / paced.wall_s, lag_ms(paced, 0.5), lag_ms(paced, 0.99), lag_ms(paced, 1));
  return 0;
}
