// Two thousand feeds polled by one process, for an hour of simulated time in a minute of ours.
//
//   poll_bench [SOURCES] [HOURS]      (2000 1)
//
// A child process serves the feeds over real HTTP on loopback, each under an address of its own
// (127.1.x.y), so that the rules for hosts hold as they do outside; most answer "not modified",
// each has something new four times an hour. The parent polls them with the fetch engine into a
// real inbox, on the injected clock, on one core. Printed: requests and posts a second of the wall,
// the share of one core that was used, and the resident memory after the first and the last tenth.
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "collectors/fetcher.h"
#include "io/http_server.h"
#include "io/inbox.h"

namespace quince {
namespace {

constexpr double rate = 60;  // an hour in a minute
constexpr Duration every = std::chrono::minutes{15};
constexpr Duration news_every = std::chrono::minutes{15};

Time wall_now() { return SystemClock().now(); }

std::string feed_of(const std::string& host, std::int64_t issue) {
  std::string items;
  for (std::int64_t i = 0; i < 20; ++i)
    items += "<item><guid>https://" + host + "/" + std::to_string(issue - i) +
             "</guid><title>Post " + std::to_string(issue - i) +
             "</title><description>The bus came late again, and nobody said why.</description>"
             "</item>";
  return "<rss version=\"2.0\"><channel><title>" + host + "</title>" + items + "</channel></rss>";
}

// The child: serves until it is killed.
[[noreturn]] void serve_feeds(int port_out, const RatedClock& clock, Time start) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  ServerOptions options;
  options.address = "0.0.0.0";
  auto server = HttpServer::start(options, [&](const ServerRequest& request) {
    const std::string host(request.header("host"));
    const std::int64_t issue = 100 + (clock.now() - start) / news_every;
    const std::string etag = '"' + std::to_string(issue) + '"';
    ServerResponse response;
    if (request.header("if-none-match") == etag) {
      response.status = 304;
      return response;
    }
    response.type = "application/rss+xml";
    response.headers.emplace_back("ETag", etag);
    response.body = feed_of(host, issue);
    return response;
  });
  const std::uint16_t port = server ? (*server)->port() : 0;
  if (write(port_out, &port, sizeof port) != sizeof port) _exit(1);
  while (true) pause();
}

struct InboxSpool final : Spool {
  explicit InboxSpool(Inbox& to) : inbox(to) {}
  Result<PutCount> put(InboxBatch batch, const Cursor& cursor) override {
    return inbox.put(std::move(batch), cursor);
  }
  Result<std::optional<Cursor>> cursor(std::string_view target) override {
    return inbox.cursor(target);
  }
  Result<std::vector<Watch>> due_watches(std::string_view, Time, std::size_t) override {
    return std::vector<Watch>{};
  }
  Inbox& inbox;
};

std::vector<Source> sources_of(int count, std::uint16_t port) {
  std::vector<Source> sources;
  for (int i = 0; i < count; ++i) {
    Source source;
    source.name = "feed-" + std::to_string(i);
    source.kind = "rss";
    source.url = "http://127.1." + std::to_string(i / 250) + '.' + std::to_string(i % 250 + 1) +
                 ':' + std::to_string(port) + "/feed";
    source.every = every;
    source.robots = false;
    source.allow_addresses = {"127.0.0.0/8"};
    sources.push_back(std::move(source));
  }
  return sources;
}

double resident_mib() {
  std::ifstream in("/proc/self/statm");
  double total = 0, resident = 0;
  in >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void stay_on_one_core() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(0, &cores);
  sched_setaffinity(0, sizeof cores, &cores);
}

// Empties the inbox as a matcher would, so that the store does not grow by what waits.
void drain(Inbox& inbox, StoreWriter& store) {
  while (true) {
    auto taken = inbox.take(0, 1000);
    if (!taken || taken->items.empty()) return;
    std::vector<std::int64_t> seqs;
    for (const InboxItem& item : taken->items) seqs.push_back(item.seq);
    if (!store.run([&](Database& db) { return Inbox::done(db, seqs); })) return;
  }
}

int run(int count, double hours) {
  const Time start = *parse_rfc3339("2026-11-22T10:00:00Z");
  const RatedClock clock(start, start + std::chrono::hours{24 * 30}, rate, wall_now());
  int port_pipe[2];
  if (pipe(port_pipe) != 0) return 1;
  const pid_t child = fork();
  if (child == 0) serve_feeds(port_pipe[1], clock, start);
  std::uint16_t port = 0;
  if (read(port_pipe[0], &port, sizeof port) != sizeof port || port == 0) return 1;

  stay_on_one_core();
  char folder[] = "/tmp/quince-poll-XXXXXX";
  if (mkdtemp(folder) == nullptr) return 1;
  auto store = StoreWriter::open(std::string(folder) + "/q.sqlite", Inbox::schema());
  if (!store) return 1;
  Inbox inbox(**store);
  InboxSpool spool(inbox);
  std::atomic<std::int64_t> requests{0}, fresh{0}, failed{0};
  Fetcher fetcher(sources_of(count, port), clock, spool, {}, [&](const FetchReport& report) {
    ++requests;
    fresh += report.counts.fresh;
    if (!report.error.empty()) ++failed;
  });
  std::jthread fetching([&](std::stop_token stop) { fetcher.run(stop); });

  const Duration all{static_cast<std::int64_t>(hours * 3'600'000)};
  const Time begun = wall_now();
  const double cpu_begun = cpu_seconds();
  double first = 0;
  for (int tenth = 1; tenth <= 10; ++tenth) {
    clock.wait_until(start + all * tenth / 10, {});
    drain(inbox, **store);
    if (tenth == 1) first = resident_mib();
  }
  const double wall = std::chrono::duration<double>(wall_now() - begun).count();
  std::printf(
      "%d sources, %.1f h simulated in %.0f s: %lld requests (%.0f/s), %lld new posts, %lld "
      "failed; %.0f %% of one core; resident %.1f MiB after a tenth, %.1f MiB at the end\n",
      count, hours, wall, static_cast<long long>(requests), static_cast<double>(requests) / wall,
      static_cast<long long>(fresh), static_cast<long long>(failed),
      100 * (cpu_seconds() - cpu_begun) / wall, first, resident_mib());
  fetching.request_stop();
  fetching.join();
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace quince

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::atoi(argv[1]) : 2000;
  const double hours = argc > 2 ? std::atof(argv[2]) : 1;
  if (count < 1 || count > 60'000 || hours <= 0) {
    std::fprintf(stderr, "poll_bench [SOURCES 1-60000] [HOURS]\n");
    return 2;
  }
  return quince::run(count, hours);
}
