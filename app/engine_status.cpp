// What the engine says of itself: to the desk, to Prometheus, and to who waits for its end.
#include <algorithm>

#include "app/engine.h"
#include "app/observe.h"
#include "app/version.h"
#include "io/store_fields.h"

namespace quince {

Status Engine::status() {
  Status status;
  status.version = version;
  status.now = clock_.now();
  status.mentions = mentions_;
  status.assessed = ready_ ? pipeline_->assessed() : 0;
  for (const Brand& brand : config_.brands) status.brands.push_back({brand.key, brand.name});
  for (const Channel& channel : config_.channels)
    status.channels.push_back({channel.name, channel.kind});
  if (stream_lengths_) {
    const auto lengths = stream_lengths_->read();
    const auto streams = streams_of(config_.brands);
    for (std::size_t i = 0; i < streams.size(); ++i)
      status.queues.push_back(
          {config_.brands[i].team, streams[i], lengths[i].value_or(0), lengths[i].has_value()});
  }
  const auto cursors = inbox_->cursors().value_or(std::vector<Cursor>{});
  for (const Source& source : config_.sources) {
    Status::Source row{source.name, source.kind, {}, {}, {}, 0, {}, {}};
    for (const Cursor& cursor : cursors_of(source, cursors)) {
      for (Finding& finding : diagnose(cursor, source.every, status.now))
        row.findings.push_back(std::move(finding));
      if (cursor.budget_left)
        row.budget_left =
            std::min(row.budget_left.value_or(*cursor.budget_left), *cursor.budget_left);
      row.last_success_at = std::max(row.last_success_at, cursor.last_success_at);
      row.next_at = cursor.next_at;
      row.failures = std::max(row.failures, cursor.failures);
      if (!cursor.last_error.empty()) row.last_error = cursor.last_error;
    }
    status.sources.push_back(std::move(row));
  }
  if (options_.demo) status.demo = options_.demo();
  return status;
}

void Engine::refresh_gauges() {
  if (!ready_) return;  // the desk may be asked before everything is made
  observe_health(metrics_, config_.sources, inbox_->cursors().value_or(std::vector<Cursor>{}),
                 clock_.now());
  metrics_.set(Metric::sse_clients, {}, static_cast<double>(desk_server_->live_clients()));
  metrics_.set(Metric::inbox_pending, {}, static_cast<double>(inbox_->pending().value_or(0)));
  if (stream_lengths_) {
    const auto lengths = stream_lengths_->read();
    for (std::size_t i = 0; i < lengths.size(); ++i)
      metrics_.set(Metric::stream_length, {config_.brands[i].key, config_.brands[i].team},
                   static_cast<double>(lengths[i].value_or(0)));
    metrics_.set(Metric::redis_up, {}, !lengths.empty() && lengths.front() ? 1 : 0);
  }
  (void)store_->run([&](Database& db) -> Result<> {
    for (const auto state : EnumNames<CaseState>::names) {
      auto count = db.prepare("SELECT count(*) FROM cases WHERE state = ?");
      if (!count) return std::unexpected(count.error());
      if (auto row = (*count)->bind(0, state).step(); !row) return std::unexpected(row.error());
      metrics_.set(Metric::cases, {state}, static_cast<double>((*count)->integer(0)));
    }
    auto storms = select<Storm>(db, "storms WHERE closed_at IS NULL");
    if (storms) metrics_.set(Metric::storms_open, {}, static_cast<double>(storms->size()));
    auto counts = count_deliveries(db);
    if (!counts) return std::unexpected(counts.error());
    for (const ChannelCount& count : *counts)
      metrics_.set(Metric::notices_queued, {count.channel}, static_cast<double>(count.queued));
    return {};
  });
}

bool Engine::is_drained() {
  {
    const std::lock_guard lock(unread_mutex_);
    if (!unread_.empty()) return false;
  }
  if (inbox_->pending().value_or(1) != 0 || !pipeline_->is_idle()) return false;
  std::int64_t queued = 1;
  (void)store_->run([&](Database& db) -> Result<> {
    auto counts = count_deliveries(db);
    if (!counts) return std::unexpected(counts.error());
    queued = 0;
    for (const ChannelCount& count : *counts) queued += count.queued;
    return {};
  });
  return queued == 0;
}

std::string Engine::summary() {
  std::string text = std::to_string(mentions_) + " mentions collected, " +
                     std::to_string(pipeline_->assessed()) + " assessed";
  (void)store_->run([&](Database& db) -> Result<> {
    auto cases = db.prepare("SELECT count(*), sum(state = 'new'), sum(recovery <> '') FROM cases");
    if (!cases) return std::unexpected(cases.error());
    if (auto row = (*cases)->step(); !row) return std::unexpected(row.error());
    text += ", " + std::to_string((*cases)->integer(0)) + " cases (" +
            std::to_string((*cases)->integer(1)) + " wait, " +
            std::to_string((*cases)->integer(2)) + " recovered)";
    (*cases)->reset();
    auto counts = count_deliveries(db);
    if (!counts) return std::unexpected(counts.error());
    for (const ChannelCount& count : *counts)
      text += ", " + count.channel + " " + std::to_string(count.sent) + " notices";
    return {};
  });
  return text;
}

}  // namespace quince
