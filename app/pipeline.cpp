#include "app/pipeline.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "alerting/context.h"
#include "io/log.h"

namespace quince {
namespace {

constexpr std::int64_t batch_max = 256;  // items a job: some 256 × 2 KB in memory
constexpr Duration tick = std::chrono::seconds{10};

// The mentions of a batch, without those that were deleted: there is nothing to assess in them.
std::vector<Mention> mentions_of(const std::vector<InboxItem>& items) {
  std::vector<Mention> mentions;
  for (const InboxItem& item : items)
    if (const auto* mention = std::get_if<Mention>(&item.item); mention && !mention->deleted)
      mentions.push_back(*mention);
  return mentions;
}

}  // namespace

Pipeline::Pipeline(Recorder& recorder, Inbox& inbox, const Casebook& casebook,
                   std::shared_ptr<const Rules> rules, std::shared_ptr<const Model> model,
                   const Clock& clock, Metrics& metrics)
    : recorder_(recorder),
      inbox_(inbox),
      casebook_(casebook),
      clock_(clock),
      metrics_(metrics),
      model_(std::move(model)),
      assessor_(std::move(rules), model_),
      thread_([this](std::stop_token stop) { loop(std::move(stop)); }) {}

Pipeline::~Pipeline() { stop(); }

void Pipeline::stop() {
  thread_.request_stop();
  bell_.ring();
  if (thread_.joinable()) thread_.join();
}

void Pipeline::loop(std::stop_token stop) {
  while (!stop.stop_requested()) {
    const auto worked = work_off();
    if (!worked) {
      log_error("the pipeline could not store a batch; it will be tried again",
                {{"error", worked.error().text}});
    } else if (*worked) {
      continue;
    }
    idle_ = worked.has_value();
    if (auto passed = let_time_pass(); !passed)
      log_error("timers failed", {{"error", passed.error().text}});
    bell_.wait(clock_, clock_.now() + tick, stop);
  }
}

void Pipeline::take_rules(std::shared_ptr<const Rules> rules) {
  const std::lock_guard lock(next_rules_mutex_);
  next_rules_ = std::move(rules);
}

// Before a batch is judged, never within one. What came in after take_rules is judged by them.
void Pipeline::turn_to_next_rules() {
  std::shared_ptr<const Rules> next;
  {
    const std::lock_guard lock(next_rules_mutex_);
    next = std::exchange(next_rules_, nullptr);
  }
  if (next) assessor_ = Assessor(std::move(next), model_);
}

Result<bool> Pipeline::work_off() {
  auto taken = inbox_.take(taken_, batch_max);
  if (!taken) return std::unexpected(taken.error());
  if (taken->broken > 0)
    metrics_.count(Metric::mentions_dropped, {"broken_row"}, static_cast<double>(taken->broken));
  if (taken->items.empty()) {
    taken_ = taken->last;
    return false;
  }
  idle_ = false;

  turn_to_next_rules();
  const std::vector<Mention> mentions = mentions_of(taken->items);
  const auto context = context_of(mentions);
  if (!context) return std::unexpected(context.error());
  const auto start = std::chrono::steady_clock::now();
  const auto assessments = assessor_.assess(mentions, *context);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  if (!mentions.empty())
    metrics_.observe(Metric::match_duration_seconds, {},
                     took.count() / static_cast<double>(mentions.size()));

  std::vector<Work> work;
  auto next = assessments.begin();  // assessments come in the order of their mentions
  for (InboxItem& item : taken->items) {
    const auto* mention = std::get_if<Mention>(&item.item);
    const auto end = !mention || mention->deleted
                         ? next
                         : std::find_if(next, assessments.end(), [&](const Assessment& a) {
                             return a.id != mention->id || a.revision != mention->revision;
                           });
    work.push_back({std::move(item), {next, end}});
    next = end;
  }
  if (auto stored = store(work); !stored) return std::unexpected(stored.error());
  taken_ = taken->last;
  assessed_ += static_cast<std::int64_t>(assessments.size());
  for (const Assessment& assessment : assessments)
    metrics_.count(Metric::assessments, {name(assessment.verdict)});
  return true;
}

// What came before this batch; a follow-up in the same batch as what it follows stands alone.
Result<std::vector<std::vector<std::string>>> Pipeline::context_of(
    std::span<const Mention> mentions) {
  std::vector<std::vector<std::string>> context;
  const auto found = recorder_.read([&](Database& db) -> Result<> {
    context.clear();
    for (const Mention& mention : mentions) {
      auto brands = brands_in_context(db, mention);
      if (!brands) return std::unexpected(brands.error());
      context.push_back(std::move(*brands));
    }
    return {};
  });
  if (!found) return std::unexpected(found.error());
  return context;
}

// All of it in one job. If the store refuses it for good, one by one, so that a single bad item
// cannot stop the others: that one is set aside and counted.
Result<> Pipeline::store(std::span<const Work> work) {
  const Time now = clock_.now();
  const auto stored = recorder_.record([&](Database& db, Changed& changed) -> Result<> {
    std::vector<std::int64_t> seqs;
    for (const auto& [item, assessments] : work) {
      seqs.push_back(item.seq);
      const auto taken = std::visit(
          [&](const auto& one) { return take(db, one, assessments, now, changed); }, item.item);
      if (!taken) return taken;
    }
    return Inbox::done(db, seqs);
  });
  if (stored || stored.error().retryable) return stored;
  if (work.size() > 1) {
    for (const Work& one : work)
      if (auto alone = store({&one, 1}); !alone) return alone;
    return {};
  }
  log_error("an item could not be stored and was set aside",
            {{"seq", work.front().item.seq}, {"error", stored.error().text}});
  metrics_.count(Metric::mentions_dropped, {"not_stored"});
  const std::int64_t seq = work.front().item.seq;
  return recorder_.record([&](Database& db, Changed&) { return Inbox::done(db, {&seq, 1}); });
}

Result<> Pipeline::take(Database& db, const Mention& mention,
                        const std::vector<Assessment>& assessments, Time now,
                        Changed& changed) const {
  return casebook_.take_mention(db, mention, assessments, now, changed);
}

Result<> Pipeline::take(Database& db, const Reading& reading, const std::vector<Assessment>&,
                        Time now, Changed& changed) const {
  return casebook_.take_reading(db, reading, now, changed);
}

Result<> Pipeline::take(Database& db, const Event& event, const std::vector<Assessment>&, Time now,
                        Changed& changed) const {
  return casebook_.take_event(db, event, now, changed);
}

Result<> Pipeline::let_time_pass() {
  const Time now = clock_.now();
  return recorder_.record(
      [&](Database& db, Changed& changed) { return casebook_.take_time(db, now, changed); });
}

}  // namespace quince
