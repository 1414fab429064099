#include "collectors/fetcher.h"

#include <algorithm>
#include <charconv>

#include "collectors/identity.h"
#include "collectors/intake.h"
#include "collectors/jsonl.h"

namespace quince {
namespace {

// How long the loop may sleep on the wall: a clock that is moved, or set, is noticed after that.
constexpr std::chrono::milliseconds wait_max{1'000};
constexpr Duration soon = std::chrono::hours{1};  // when there is nothing to wait for
constexpr Duration watches_every = std::chrono::minutes{1};

AddressPolicy policy_of(const Source& source) {
  AddressPolicy policy;
  for (const std::string& text : source.allow_addresses)
    if (auto range = parse_address_range(text)) policy.allowed.push_back(*range);
  return policy;
}

// How many watches go into one request.
std::size_t batch_max_of(const Reread& reread, const Cursor& cursor) {
  std::size_t learned = 0;
  std::from_chars(cursor.position.data(), cursor.position.data() + cursor.position.size(), learned);
  return learned == 0 ? reread.batch_max : std::min(learned, reread.batch_max);
}

std::string failure_text(const HttpResult& result) {
  return result ? "HTTP status " + std::to_string(result->status) : result.error().text;
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
      random_(options.seed),
      http_({.connections_max = 64, .per_host_max = options.per_host_max}) {
  for (const Source& source : sources_) {
    const Kind* kind = find_kind(source.kind);
    if (kind == nullptr) continue;
    for (Target& target : targets_of(source)) {
      if (target.way == Way::listen) continue;  // collectors/listener.h
      Task& task = tasks_.emplace_back();
      task.target = std::move(target);
      task.kind = kind;
      task.allow = policy_of(source);
      if (kind->request != nullptr) task.host = host_of(source.url);
    }
  }
}

void Fetcher::run(std::stop_token stop) {
  const std::stop_callback wake(stop, [this] { http_.wake(); });
  for (Task& task : tasks_) load(task);
  while (!stop.stop_requested()) {
    const Time next = start_due();
    const Duration until = std::clamp<Duration>(next - clock_.now(), Duration{0}, soon);
    http_.run(std::min(clock_.to_wall(until), wait_max));
  }
}

void Fetcher::load(Task& task) {
  task.cursor.target = task.target.name;
  auto known = spool_.cursor(task.target.name);
  if (known && *known) task.cursor = **known;
  // A shorter `every`, or a clock that was set back, takes effect at once; a pause after a failure
  // stays.
  const Time now = clock_.now();
  const Duration most =
      task.cursor.failures == 0 ? task.target.source->every : Duration(std::chrono::hours{24});
  task.cursor.next_at = std::min(task.cursor.next_at, now + most);
}

Time Fetcher::ready_at(const Task& task) {
  if (task.host.empty()) return task.cursor.next_at;
  const Host& host = hosts_[task.host];
  // A busy host frees itself through an answer, which ends the wait.
  if (host.in_flight >= options_.per_host_max) return clock_.now() + soon;
  return std::max(task.cursor.next_at, host.free_at);
}

Time Fetcher::start_due() {
  const Time now = clock_.now();
  Time next = now + soon;
  for (Task& task : tasks_) {
    if (task.in_flight) continue;
    if (ready_at(task) <= now) start(task);
    if (!task.in_flight) next = std::min(next, ready_at(task));
  }
  return next;
}

void Fetcher::start(Task& task) {
  const Kind& kind = *task.kind;
  if (task.target.way == Way::reread) return reread(task);
  if (kind.request == nullptr) return read_file(task);
  send(task, kind.request(task.target, task.cursor));
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
  send(task, task.kind->reread->request(*task.target.source, task.watches));
}

// Then more may be due.
bool Fetcher::is_full_batch(const Task& task) {
  return task.watches.size() >= batch_max_of(*task.kind->reread, task.cursor);
}

Result<Parsed> Fetcher::parse(const Task& task, const Document& document) const {
  if (task.target.way == Way::poll) return task.kind->parse(task.target, document);
  auto parsed = task.kind->reread->parse(*task.target.source, task.watches, document);
  if (parsed) parsed->more = is_full_batch(task);
  return parsed;
}

Result<Parsed> Fetcher::refused(const Task& task, const HttpResponse& response) const {
  const Kind& kind = *task.kind;
  if (task.target.way == Way::reread && kind.reread->refused != nullptr) {
    auto parsed = kind.reread->refused(task.watches, response);
    if (parsed) parsed->more = parsed->more || is_full_batch(task);
    return parsed;
  }
  if (kind.refused != nullptr) return kind.refused(task.target, response);
  return fail(Code::unavailable, failure_text(response));
}

void Fetcher::send(Task& task, HttpRequest request) {
  request.allow = task.allow;
  request.total_max = options_.total_max;
  request.connect_max = std::min(request.connect_max, options_.total_max);
  request.body_bytes_max = options_.body_bytes_max;
  const Cursor& cursor = task.cursor;
  if (!cursor.etag.empty()) request.headers.emplace_back("If-None-Match", cursor.etag);
  if (!cursor.last_modified.empty())
    request.headers.emplace_back("If-Modified-Since", cursor.last_modified);
  const std::string& token = task.target.source->token;
  if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
  task.conditional = !cursor.etag.empty() || !cursor.last_modified.empty();
  task.in_flight = true;
  Host& host = hosts_[task.host];
  ++host.in_flight;
  host.free_at = std::max(host.free_at, clock_.now() + options_.host_gap);
  http_.start(std::move(request),
              [this, &task](HttpResult result) { answered(task, std::move(result)); });
}

void Fetcher::answered(Task& task, HttpResult result) {
  task.in_flight = false;
  --hosts_[task.host].in_flight;
  FetchReport report = report_of(task);
  report.outcome = classify(result, task.conditional);
  if (result) report.took = result->took;
  if (report.outcome == FetchOutcome::ok) {
    auto parsed = parse(task, {result->body, result->url,
                               std::string(result->header("content-type")), task.cursor.position});
    if (parsed) return store(task, std::move(*parsed), &*result, std::move(report));
    report.outcome = FetchOutcome::not_a_feed;
    report.error = parsed.error().text;
  } else if (report.outcome == FetchOutcome::not_modified) {
    return store(task, {}, nullptr, std::move(report));
  } else if (report.outcome == FetchOutcome::client_error && result) {
    auto parsed = refused(task, *result);
    if (parsed) {
      report.outcome = FetchOutcome::ok;
      return store(task, std::move(*parsed), nullptr, std::move(report));
    }
    report.error = parsed.error().text;
  } else {
    report.error = failure_text(result);
  }
  failed(task, std::move(report), result ? result->retry_after : std::nullopt);
}

void Fetcher::read_file(Task& task) {
  FetchReport report = report_of(task);
  auto parsed = read_jsonl_file(task.target.source->file, task.cursor.position);
  if (parsed) return store(task, std::move(*parsed), nullptr, std::move(report));
  report.outcome = FetchOutcome::client_error;
  report.error = parsed.error().text;
  failed(task, std::move(report));
}

void Fetcher::store(Task& task, Parsed parsed, const HttpResponse* response, FetchReport report) {
  const Source& source = *task.target.source;
  const Time now = clock_.now();
  take_in(parsed, source, now);
  if (task.target.is_firehose && concerns_)
    std::erase_if(parsed.mentions, [&](const Mention& mention) { return !concerns_(mention); });
  Cursor next = task.cursor;
  if (!parsed.position.empty()) {
    next.position =
        parsed.position;  // such a request has its own URL each time: validators mean nothing to it
  } else if (response != nullptr && task.target.way == Way::poll) {
    next.etag = response->header("etag");
    next.last_modified = response->header("last-modified");
  }
  const Rhythm rhythm{
      .every = source.every, .rest = parsed.rest, .retry_after = {}, .jitter = jitter()};
  const bool again = parsed.more && task.pages + 1 < options_.pages_max;
  task.pages = again ? task.pages + 1 : 0;
  next.next_at = again ? now : next_time(report.outcome, 0, rhythm, now);
  next.last_success_at = now;
  next.failures = 0;
  next.last_error.clear();

  report.dropped = std::move(parsed.dropped);
  report.faults = std::move(parsed.faults);
  if (response != nullptr && !response->header("deprecation").empty())  // RFC 9745
    report.faults.emplace_back("the server says that this request is deprecated");
  auto stored = spool_.put(batch_of(parsed), next);
  if (!stored) {
    report.outcome = FetchOutcome::not_stored;
    report.error = stored.error().text;
    return failed(task, std::move(report));
  }
  task.cursor = std::move(next);
  report.counts = *stored;
  report.next_at = task.cursor.next_at;
  observer_(report);
}

void Fetcher::failed(Task& task, FetchReport report,
                     std::optional<std::chrono::seconds> retry_after) {
  const Time now = clock_.now();
  Cursor& cursor = task.cursor;
  ++cursor.failures;
  cursor.last_error = report.error;
  cursor.next_at = next_time(report.outcome, cursor.failures,
                             {.every = task.target.source->every,
                              .rest = {},
                              .retry_after = retry_after,
                              .jitter = jitter()},
                             now);
  task.pages = 0;
  if (retry_after)
    hosts_[task.host].free_at = std::max(hosts_[task.host].free_at, now + *retry_after);
  // If this cannot be written either, the pause is kept in memory alone; after a restart the target
  // is asked again.
  if (auto stored = spool_.put({}, cursor); !stored) report.faults.push_back(stored.error().text);
  report.next_at = cursor.next_at;
  observer_(report);
}

FetchReport Fetcher::report_of(const Task& task) const {
  FetchReport report;
  report.source = task.target.source->name;
  report.target = task.target.name;
  report.kind = task.kind->name;
  report.at = clock_.now();
  return report;
}

double Fetcher::jitter() { return std::uniform_real_distribution<double>(0, 1)(random_); }

}  // namespace quince
