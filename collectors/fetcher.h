// The fetch engine: reads every target when its time has come, for as long as it is told to. One
// thread carries all transfers and calls the parsers. What it promises:
//   - one request in flight for a target; at most `per_host_max` for a host, and `host_gap` between
//     their starts; after Retry-After, or when a budget is used up, the whole host rests;
//   - mentions and the cursor behind them go to the spool in one call, and the next request is made
//     only when the spool has them; a failure is written down as well, so that a restart keeps the
//     pause; nothing is asked before the spool said where the target stands;
//   - a cursor belongs to an address: another one under the same name is read from the beginning;
//   - validators (ETag, Last-Modified) are kept only after the document was parsed and stored;
//   - robots.txt is asked for first, and a session is opened first, where the source has them;
//   - a target that fails delays no other;
//   - it stops within moments of being asked, also while transfers hang.
// Time is the injected clock's, but a transfer's own limits are wall time.
#pragma once
#include <deque>
#include <functional>
#include <random>
#include <stop_token>
#include <string>
#include <vector>

#include "collectors/hosts.h"
#include "collectors/permissions.h"
#include "collectors/schedule.h"
#include "collectors/source.h"
#include "collectors/websub.h"
#include "core/clock.h"
#include "io/http_client.h"
#include "io/inbox.h"

namespace quince {

using PutCount = Inbox::PutCount;

// Where what was read goes, and where cursors and watches are kept. `put` returns when all is safe.
// Thread-safe: the fetch engine and every listener use the same one.
struct Spool {
  virtual ~Spool() = default;
  virtual Result<PutCount> put(InboxBatch batch, const Cursor& cursor) = 0;
  virtual Result<std::optional<Cursor>> cursor(std::string_view target) = 0;
  // Watches of `feed` that are due at `now`, at most `most`, the longest due first.
  virtual Result<std::vector<Watch>> due_watches(std::string_view feed, Time now,
                                                 std::size_t most) = 0;
};

// Whether a post of a firehose is to be taken in; empty: all of them. Called on the thread that
// read it.
using EdgeFilter = std::function<bool(const Mention&)>;

// One per request, or per chunk of a file; for logs and metrics.
struct FetchReport {
  std::string source, target, kind;
  FetchOutcome outcome = FetchOutcome::ok;
  std::chrono::milliseconds took{};
  PutCount counts;
  std::vector<std::string> dropped;  // a reason label for each thing left out
  std::vector<std::string> faults;   // for people
  Time at{};
  Time next_at{};
  std::string error;  // empty after a success
};

struct FetchOptions {
  int per_host_max = 2;
  Duration host_gap = std::chrono::seconds{1};
  int pages_max = 10;  // of one target in a row; then it waits as long as they took at least
  std::chrono::milliseconds total_max{30'000};  // of a request; and no longer than `every`
  std::size_t body_bytes_max = 16u << 20;
  std::uint64_t seed = 0;  // of the jitter
  const Kind* (*find_kind)(std::string_view) = &quince::find_kind;
  // What to send to the hub that a target's feed names (collectors/websub.h); empty: nobody is
  // asked.
  std::function<std::optional<HttpRequest>(const std::string& target, const Hub&)> subscribe{};
  std::string user_agent;  // who asks, with an address for complaints; empty: the program's own
};

class Fetcher {
 public:
  using Observer = std::function<void(const FetchReport&)>;  // called on the thread in run()

  // Sources whose kind is unknown are not read; configuration checks them before.
  Fetcher(std::vector<Source> sources, const Clock& clock, Spool& spool, FetchOptions options,
          Observer observer, EdgeFilter concerns = {});

  void run(std::stop_token stop);  // once; returns when stopped

 private:
  struct Task {
    Target target;
    const Kind* kind = nullptr;
    AddressPolicy allow;
    std::string host;    // of the last request, or of the source
    std::string robots;  // address of the robots.txt to obey; empty: none
    Cursor cursor;
    bool is_loaded = false;  // the cursor is the spool's
    bool in_flight = false;
    int pages = 0;               // read in a row
    std::vector<Watch> watches;  // asked for now
    std::vector<Mention> known;  // of its last document, to recognise a post under another id
    // Of the last request.
    std::string asked;  // address
    std::string bearer;
    bool conditional = false;
    bool is_renewed = false;  // its session was refused, and opened anew
  };
  using Answered = void (Fetcher::*)(Task&, HttpResult);

  // fetcher.cpp: what is asked, and when.
  Time ready_at(const Task& task) const;
  Time start_due();  // returns when the next task is ready
  void load(Task& task);
  void start(Task& task);
  void ask_robots(Task& task);
  void sign_in(Task& task);
  void reread(Task& task);
  void ask(Task& task, HttpRequest request);
  void send(Task& task, HttpRequest request, Answered then);
  void read_file(Task& task);

  // fetcher_answers.cpp: what came of it.
  void got_robots(Task& task, HttpResult result);
  void got_session(Task& task, HttpResult result);
  void answered(Task& task, HttpResult result);
  bool is_asked_anew(Task& task, const HttpResult& result);
  Result<Parsed> parse(const Task& task, const Document& document) const;
  Result<Parsed> refused(const Task& task, const HttpResponse& response) const;
  void store(Task& task, Parsed parsed, const HttpResponse* response, FetchReport report);
  void advance(Task& task, Cursor& next, const Parsed& parsed, const HttpResponse* response,
               FetchOutcome outcome);
  void failed(Task& task, FetchReport report, const HttpResponse* response = nullptr);
  void subscribe(const Task& task, const HttpResponse& response, const std::string& hub,
                 const std::string& self);
  FetchReport report_of(const Task& task) const;
  double jitter();

  const std::vector<Source> sources_;
  const Clock& clock_;
  Spool& spool_;
  const FetchOptions options_;
  const Observer observer_;
  const EdgeFilter concerns_;
  std::deque<Task> tasks_;  // their addresses do not move
  Hosts hosts_;
  RobotsBook robots_;
  SessionBook sessions_;
  std::mt19937_64 random_;
  HttpClient http_;  // last: its transfers point to tasks_
};

}  // namespace quince
