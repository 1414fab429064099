#include "collectors/fetcher.h"

#include <algorithm>

#include "collectors/http_cursor.h"
#include "collectors/identity.h"

namespace quince {
namespace {

// How long the loop may sleep on the wall: a clock that is moved, or set, is noticed after that.
constexpr std::chrono::milliseconds wait_max{1'000};
constexpr Duration soon = std::chrono::hours{1};  // when there is nothing to wait for
constexpr Duration watches_every = std::chrono::minutes{1};
constexpr int robots_redirects_max = 5;  // RFC 9309, 2.3.1.2

bool takes_option(const Kind& kind, std::string_view option) {
  const std::string takes = ' ' + std::string(kind.takes) + ' ';
  return takes.find(' ' + std::string(option) + ' ') != std::string::npos;
}

bool signs_in(const Kind& kind, const Source& source) {
  return kind.sign_in != nullptr && kind.sign_in->wanted(source);
}

// A session is for the server that opened it, and for no other.
bool is_for_session(const Kind& kind, const Source& source, const std::string& url) {
  return host_of(kind.sign_in->request(source).url) == host_of(url);
}

}  // namespace

Fetcher::Fetcher(std::vector<Source> sources, const Clock& clock, Spool& spool,
                 FetchOptions options, Observer observer, EdgeFilter concerns)
    : sources_(std::move(sources)),
      clock_(clock),
      spool_(spool),
      options_(options),
      observer_(std::move(observer)),
      concerns_(std::move(concerns)),
      hosts_(options.per_host_max, options.host_gap),
      random_(options.seed),
      http_({.connections_max = 64, .per_host_max = options.per_host_max}) {
  for (const Source& source : sources_) {
    const Kind* kind = options_.find_kind(source.kind);
    if (kind == nullptr) continue;
    for (Target& target : targets_of(source, *kind)) {
      if (target.way == Way::listen) continue;  // collectors/listener.h
      Task& task = tasks_.emplace_back();
      task.target = std::move(target);
      task.kind = kind;
      task.allow = addresses_of(source);
      if (!source.url.empty()) task.host = host_of(source.url);
      if (source.robots && takes_option(*kind, "robots")) task.robots = robots_url(source.url);
    }
  }
}

void Fetcher::run(std::stop_token stop) {
  const std::stop_callback wake(stop, [this] { http_.wake(); });
  while (!stop.stop_requested()) {
    const Time next = start_due();
    const Duration until = std::clamp<Duration>(next - clock_.now(), Duration{0}, soon);
    http_.run(std::min(clock_.to_wall(until), wait_max));
  }
}

Time Fetcher::start_due() {
  const Time now = clock_.now();
  std::vector<Task*> due;
  for (Task& task : tasks_) {
    if (!task.is_loaded && task.cursor.next_at <= now) load(task);
    if (task.is_loaded && !task.in_flight && ready_at(task) <= now) due.push_back(&task);
  }
  // Requests before files, which take their time here; then who waited longest, so that behind a
  // host that rests again and again nobody waits for ever.
  std::ranges::stable_sort(due, {}, [](const Task* task) {
    return std::pair(task->kind->request == nullptr, task->cursor.next_at);
  });
  for (Task* task : due)
    if (ready_at(*task) <= now) start(*task);
  Time next = now + soon;
  for (const Task& task : tasks_)
    if (!task.in_flight) next = std::min(next, ready_at(task));
  return next;
}

Time Fetcher::ready_at(const Task& task) const {
  const std::string& source = task.target.source->name;
  // An answer ends each of these waits.
  if (hosts_.is_busy(task.host) || robots_.is_asked(task.robots) || sessions_.is_asked(source))
    return clock_.now() + soon;
  return std::max({task.cursor.next_at, hosts_.free_at(task.host), sessions_.free_at(source)});
}

void Fetcher::load(Task& task) {
  const std::string address = address_of(task.target);
  task.cursor.target = task.target.name;
  auto known = spool_.cursor(task.target.name);
  if (!known) {
    FetchReport report = report_of(task);
    report.outcome = FetchOutcome::not_stored;
    report.error = known.error().text;
    return failed(task, std::move(report));
  }
  task.is_loaded = true;
  task.cursor = {};
  // One of before addresses were remembered has none.
  if (*known && ((*known)->address.empty() || (*known)->address == address)) task.cursor = **known;
  task.cursor.target = task.target.name;
  task.cursor.address = address;
  // A shorter `every`, or a clock that was set back, takes effect at once; a pause after a failure
  // stays. A file is looked at at every start: what was wrong with it may have been mended.
  const Time now = clock_.now();
  const Duration most = task.kind->read_file != nullptr ? Duration{0}
                        : task.cursor.failures == 0     ? task.target.source->every
                                                        : Duration(std::chrono::hours{24});
  task.cursor.next_at = std::min(task.cursor.next_at, now + most);
  if (task.cursor.budget_left == 0 && task.cursor.budget_until)
    hosts_.rest(task.host, *task.cursor.budget_until);
}

void Fetcher::start(Task& task) {
  const Kind& kind = *task.kind;
  const Source& source = *task.target.source;
  const Time now = clock_.now();
  if (task.target.way == Way::poll && kind.request == nullptr) return read_file(task);
  if (robots_.must_ask(task.robots, now)) return ask_robots(task);
  if (signs_in(kind, source) && !sessions_.holds(source.name, now)) return sign_in(task);
  if (task.target.way == Way::reread) return reread(task);
  ask(task, kind.request(task.target, task.cursor));
}

void Fetcher::ask_robots(Task& task) {
  robots_.ask(task.robots);
  HttpRequest request;
  request.url = task.robots;
  request.redirects_max = robots_redirects_max;
  request.body_bytes_max = robots_bytes_max;
  send(task, std::move(request), &Fetcher::got_robots);
}

void Fetcher::sign_in(Task& task) {
  sessions_.ask(task.target.source->name);
  send(task, task.kind->sign_in->request(*task.target.source), &Fetcher::got_session);
}

// Where nothing is due it is looked at again soon; alerting may want a young post read anew.
void Fetcher::reread(Task& task) {
  const Time now = clock_.now();
  auto due = spool_.due_watches(task.target.source->name, now,
                                batch_max_of(*task.kind->reread, task.cursor));
  if (!due || due->empty()) {
    task.cursor.next_at = now + watches_every;
    return;
  }
  task.watches = std::move(*due);
  ask(task, task.kind->reread->request(*task.target.source, task.watches));
}

void Fetcher::ask(Task& task, HttpRequest request) {
  const Source& source = *task.target.source;
  const Cursor& cursor = task.cursor;
  const Time now = clock_.now();
  if (request.url == source.url) request.url = address_now(source.url, cursor, now);
  if (const auto refusal = robots_.refusal(task.robots, request.url)) {
    FetchReport report = report_of(task);
    report.outcome = refusal->outcome;
    report.error = refusal->text;
    return failed(task, std::move(report));
  }
  task.conditional = task.target.way == Way::poll && is_conditional(cursor, now);
  if (task.conditional && !cursor.etag.empty())
    request.headers.emplace_back("If-None-Match", cursor.etag);
  if (task.conditional && !cursor.last_modified.empty())
    request.headers.emplace_back("If-Modified-Since", cursor.last_modified);
  task.bearer = source.token;
  if (signs_in(*task.kind, source))  // then its token is a password
    task.bearer =
        is_for_session(*task.kind, source, request.url) ? sessions_.bearer(source.name) : "";
  if (!task.bearer.empty()) request.headers.emplace_back("Authorization", "Bearer " + task.bearer);
  task.asked = request.url;
  send(task, std::move(request), &Fetcher::answered);
}

void Fetcher::send(Task& task, HttpRequest request, Answered then) {
  request.allow = task.allow;
  // So that a request has ended before the next is due, however slow the server is.
  request.total_max =
      std::min(options_.total_max,
               std::chrono::duration_cast<std::chrono::milliseconds>(task.target.source->every));
  request.connect_max = std::min(request.connect_max, request.total_max);
  request.http2 = task.target.source->http2;
  request.body_bytes_max = std::min(request.body_bytes_max, options_.body_bytes_max);
  if (!options_.user_agent.empty()) request.headers.emplace_back("User-Agent", options_.user_agent);
  task.host = host_of(request.url);
  task.in_flight = true;
  hosts_.start(task.host, clock_.now());
  http_.start(std::move(request), [this, &task, then](HttpResult result) {
    task.in_flight = false;
    hosts_.end(task.host);
    (this->*then)(task, std::move(result));
  });
}

void Fetcher::read_file(Task& task) {
  FetchReport report = report_of(task);
  auto parsed = task.kind->read_file(*task.target.source, task.cursor.position);
  if (parsed) return store(task, std::move(*parsed), nullptr, std::move(report));
  report.outcome = FetchOutcome::client_error;
  report.error = parsed.error().text;
  failed(task, std::move(report));
}

}  // namespace quince
