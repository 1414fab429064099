// The fetch engine's second half: what comes of a request.
#include <algorithm>

#include "collectors/answer_headers.h"
#include "collectors/fetcher.h"
#include "collectors/health.h"
#include "collectors/http_cursor.h"
#include "collectors/intake.h"
#include "collectors/reissue.h"

namespace quince {
namespace {

std::string failure_text(const HttpResult& result) {
  return result ? "HTTP status " + std::to_string(result->status) : result.error().text;
}

// 4xx that say more of a feed than of a sign-in.
bool is_client_fault(FetchOutcome outcome) {
  return outcome == FetchOutcome::forbidden || outcome == FetchOutcome::gone;
}

std::optional<Duration> longer(std::optional<Duration> a, std::optional<Duration> b) {
  if (!a || !b) return a ? a : b;
  return std::max(*a, *b);
}

// Whether items were left out because the platform did not say what it should.
bool lacks_fields(const std::vector<std::string>& dropped) {
  return std::ranges::any_of(dropped, [](const std::string& reason) {
    return reason == "broken_item" || reason == "no_id" || reason == "bad_line";
  });
}

// Whether there is another page that the last one led to. One that leads to itself would be read
// for ever; but the first of a row may be a look back, behind the position.
bool goes_on(const Target& target, const Parsed& parsed, const Cursor& before, int pages) {
  if (!parsed.more || target.way == Way::reread) return parsed.more;
  return !parsed.position.empty() && (parsed.position != before.position || pages == 0);
}

}  // namespace

void Fetcher::got_robots(Task& task, HttpResult result) {
  const Time now = clock_.now();
  // Where the rules stay unknown the target says so itself, when it starts again in a moment.
  const Time again_at =
      now + std::max<Duration>(task.target.source->every, std::chrono::minutes{1});
  const Robots& rules = robots_.answer(task.robots, result, now, again_at);
  hosts_.slow_down(task.host, rules.crawl_delay());
  if (result && result->retry_after) hosts_.rest(task.host, now + *result->retry_after);
}

void Fetcher::got_session(Task& task, HttpResult result) {
  const Source& source = *task.target.source;
  const Time now = clock_.now();
  FetchReport report = report_of(task);
  report.outcome = classify(result, false);
  std::string why = failure_text(result);
  if (report.outcome == FetchOutcome::ok) {
    auto session = task.kind->sign_in->parse(
        source, {result->body, result->url, std::string(result->header("content-type"))}, now);
    if (session && session->until > now) return sessions_.open(source.name, std::move(*session));
    why = session ? "the session has ended already" : session.error().text;
    report.outcome = FetchOutcome::client_error;
  }
  if (is_client_fault(report.outcome)) report.outcome = FetchOutcome::client_error;
  report.error =
      "sign-in of source " + source.name + " failed: " + why + "; check its account and token";
  failed(task, std::move(report), result ? &*result : nullptr);
  sessions_.fail(source.name, task.cursor.next_at);
}

void Fetcher::answered(Task& task, HttpResult result) {
  if (is_asked_anew(task, result)) return;
  FetchReport report = report_of(task);
  report.outcome = classify(result, task.conditional);
  const HttpResponse* const response = result ? &*result : nullptr;
  if (response != nullptr) report.took = response->took;
  if (response != nullptr && report.outcome == FetchOutcome::ok) {
    auto parsed =
        parse(task, {response->body, response->url, std::string(response->header("content-type")),
                     task.cursor.position});
    if (parsed) return store(task, std::move(*parsed), response, std::move(report));
    report.outcome = FetchOutcome::not_a_feed;
    report.error = parsed.error().text;
  } else if (report.outcome == FetchOutcome::not_modified) {
    return store(task, {}, response, std::move(report));
  } else if (is_client_fault(report.outcome) || report.outcome == FetchOutcome::client_error) {
    auto parsed = response != nullptr ? refused(task, *response)
                                      : fail(Code::unavailable, failure_text(result));
    if (parsed) {
      report.outcome = FetchOutcome::ok;
      return store(task, std::move(*parsed), nullptr, std::move(report));
    }
    report.error = parsed.error().text;
  } else {
    report.error = failure_text(result);
  }
  failed(task, std::move(report), response);
}

// An answer that says how to ask better: with a new session, or at the other address that is known.
// The target stays due, and starts again.
bool Fetcher::is_asked_anew(Task& task, const HttpResult& result) {
  if (!result) return false;
  const Source& source = *task.target.source;
  const SignIn* sign_in = task.kind->sign_in;
  if (sign_in != nullptr && sign_in->wanted(source) && !task.is_renewed &&
      sign_in->is_refused(*result)) {
    sessions_.forget(source.name, task.bearer);
    task.is_renewed = true;
    return true;
  }
  return task.target.way == Way::poll &&
         take_other_address(task.cursor, source.url, task.asked, result->status, clock_.now());
}

Result<Parsed> Fetcher::parse(const Task& task, const Document& document) const {
  if (task.target.way == Way::poll) return task.kind->parse(task.target, document);
  auto parsed = task.kind->reread->parse(*task.target.source, task.watches, document);
  if (parsed) parsed->more = task.watches.size() >= batch_max_of(*task.kind->reread, task.cursor);
  return parsed;
}

// What a kind makes of a 4xx: some of them say something.
Result<Parsed> Fetcher::refused(const Task& task, const HttpResponse& response) const {
  const Kind& kind = *task.kind;
  if (task.target.way == Way::reread && kind.reread->refused != nullptr) {
    auto parsed = kind.reread->refused(task.watches, response);
    if (parsed)
      parsed->more = parsed->more || task.watches.size() >= batch_max_of(*kind.reread, task.cursor);
    return parsed;
  }
  if (task.target.way == Way::poll && kind.refused != nullptr)
    return kind.refused(task.target, response);
  return fail(Code::unavailable, "HTTP status " + std::to_string(response.status));
}

void Fetcher::store(Task& task, Parsed parsed, const HttpResponse* response, FetchReport report) {
  take_in(parsed, *task.target.source, clock_.now());
  if (task.kind->ids_may_change) recognise_reissues(parsed.mentions, task.known);
  if (task.target.is_firehose && concerns_)
    std::erase_if(parsed.mentions, [&](const Mention& mention) { return !concerns_(mention); });
  Cursor next = task.cursor;
  advance(task, next, parsed, response, report.outcome);
  report.dropped = std::move(parsed.dropped);
  report.faults = std::move(parsed.faults);
  const bool is_incomplete = lacks_fields(report.dropped);
  if (response != nullptr && !response->header("deprecation").empty())  // RFC 9745
    report.faults.emplace_back("the server says that this request is deprecated");
  std::vector<Mention> known;
  if (task.kind->ids_may_change && !parsed.mentions.empty()) known = worth_knowing(parsed.mentions);
  auto stored = spool_.put(batch_of(parsed), next);
  if (!stored) {
    report.outcome = FetchOutcome::not_stored;
    report.error = stored.error().text;
    return failed(task, std::move(report), response);
  }
  task.cursor = std::move(next);
  if (!known.empty()) task.known = std::move(known);
  task.is_renewed = false;
  report.counts = *stored;
  // Stored with the next answer: a crash forgets one sign, and no post.
  learn(task.cursor, {task.cursor.status, true, stored->fresh, is_incomplete}, clock_.now());
  report.next_at = task.cursor.next_at;
  observer_(report);
  if (response != nullptr && task.target.way == Way::poll)
    subscribe(task, *response, parsed.hub, parsed.self);
}

// A feed that names a hub brings its news by itself from now on; it is polled all the same.
void Fetcher::subscribe(const Task& task, const HttpResponse& response, const std::string& hub,
                        const std::string& self) {
  if (!options_.subscribe) return;
  const auto found = hub_of(response, hub, self);
  auto request = found ? options_.subscribe(task.target.name, *found) : std::nullopt;
  if (!request) return;
  request->allow = task.allow;
  request->body_bytes_max = 64u << 10;
  // The hub's real answer is its question at our callback; without it we ask again in an hour.
  http_.start(std::move(*request), [](const HttpResult&) {});
}

// The cursor behind what was read.
void Fetcher::advance(Task& task, Cursor& next, const Parsed& parsed, const HttpResponse* response,
                      FetchOutcome outcome) {
  const Time now = clock_.now();
  const bool again = goes_on(task.target, parsed, task.cursor, task.pages);
  next.last_success_at = now;
  next.failures = 0;
  next.failing_since.reset();
  next.last_error.clear();
  if (response != nullptr) {
    next.status = response->status;
    note_budget(next, *response, now);
  }
  if (response != nullptr && task.target.way == Way::poll) {
    const auto rest = longer(parsed.rest, freshness_of(*response));
    if (rest || outcome == FetchOutcome::ok)
      next.rest_s =
          std::chrono::duration_cast<std::chrono::seconds>(rest.value_or(Duration{})).count();
  }
  if (outcome == FetchOutcome::not_modified) {
    note_unchanged(next, now);
  } else if (!parsed.position.empty()) {
    next.position = parsed.position;
    next.etag.clear();  // the next request has another address: validators mean nothing to it
    next.last_modified.clear();
  } else if (response != nullptr && task.target.way == Way::poll) {
    note_document(next, task.asked, *response, now);
  }
  next.next_at = next_time(outcome, 0,
                           {.every = task.target.source->every,
                            .rest = std::chrono::seconds{next.rest_s},
                            .retry_after = {},
                            .jitter = jitter()},
                           now);
  if (again) {
    // After so many the others of its host have as long; a file keeps nobody waiting.
    const bool is_turn_over = response != nullptr && ++task.pages >= options_.pages_max;
    next.next_at = is_turn_over ? now + options_.pages_max * options_.host_gap : now;
    if (is_turn_over) task.pages = 0;
  } else {
    task.pages = 0;
  }
  if (next.budget_left == 0 && next.budget_until) hosts_.rest(task.host, *next.budget_until);
}

void Fetcher::failed(Task& task, FetchReport report, const HttpResponse* response) {
  const Time now = clock_.now();
  Cursor& cursor = task.cursor;
  const int status = response != nullptr ? response->status : 0;
  if (is_gone(cursor, status, now)) report.outcome = FetchOutcome::gone;
  note_failure(cursor, status, now);
  learn(cursor, {status, false, 0, false}, now);
  cursor.last_error = report.error;
  const auto retry_after =
      response != nullptr ? response->retry_after : std::optional<std::chrono::seconds>{};
  const Rhythm rhythm{.every = task.target.source->every,
                      .rest = {},
                      .retry_after = retry_after,
                      .jitter = jitter()};
  // Looking at a file costs nobody anything: its rhythm stays.
  const bool is_file = task.kind->read_file != nullptr;
  cursor.next_at = is_file ? next_time(FetchOutcome::ok, 0, rhythm, now)
                           : next_time(report.outcome, cursor.failures, rhythm, now);
  if (response != nullptr) note_budget(cursor, *response, now);
  if (cursor.budget_left == 0 && cursor.budget_until) hosts_.rest(task.host, *cursor.budget_until);
  if (retry_after) hosts_.rest(task.host, now + *retry_after);
  task.pages = 0;
  task.is_renewed = false;
  // If this cannot be written either, the pause is kept in memory alone; after a restart the target
  // is asked again. What the spool has of a target must not be written over before it was read.
  if (task.is_loaded)
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
