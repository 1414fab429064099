#include "app/observe.h"

#include <algorithm>
#include <set>

#include "app/version.h"
#include "collectors/health.h"
#include "io/log.h"

namespace quince {
namespace {

double seconds(Duration span) { return static_cast<double>(span.count()) / 1000; }

constexpr std::size_t faults_shown = 20;  // of one document or chunk; the counter has them all

// What is left out of any feed; a kind may have reasons of its own, which appear when they happen.
constexpr std::string_view drop_reasons[] = {"broken_item", "text_cut", "duplicate",  "no_id",
                                             "id_too_long", "bad_line", "broken_row", "not_stored"};

// What came in and what was left out of it, whichever way it came.
void observe_items(Metrics& metrics, const FetchReport& report) {
  metrics.count(Metric::mentions_collected, {report.kind},
                static_cast<double>(report.counts.fresh));
  metrics.count(Metric::mentions_repeated, {report.kind},
                static_cast<double>(report.counts.repeated));
  for (const std::string& reason : report.dropped)
    metrics.count(Metric::mentions_dropped, {reason});
  for (std::size_t i = 0; i < std::min(report.faults.size(), faults_shown); ++i)
    log_warn("item left out", {{"source", report.target}, {"error", report.faults[i]}});
}

}  // namespace

std::vector<Cursor> cursors_of(const Source& source, const std::vector<Cursor>& cursors) {
  std::vector<Cursor> own;
  for (const Target& target : targets_of(source))
    for (const Cursor& cursor : cursors)
      if (cursor.target == target.name) own.push_back(cursor);
  return own;
}

void observe_start(Metrics& metrics, const Config& config) {
  metrics.set(Metric::build_info, {version}, 1);
  for (const Source& source : config.sources) {
    metrics.touch(Metric::mentions_collected, {source.kind});
    metrics.touch(Metric::mentions_repeated, {source.kind});
    metrics.touch(Metric::source_last_success_timestamp_seconds, {source.name});
    metrics.set(Metric::source_expected_interval_seconds, {source.name}, seconds(source.every));
  }
  for (const Channel& channel : config.channels) {
    metrics.touch(Metric::notices_queued, {channel.name});
    for (const auto outcome : EnumNames<DeliveryState>::names)
      if (outcome != name(DeliveryState::queued))
        metrics.touch(Metric::notices, {channel.name, outcome});
  }
  for (const Brand& brand : config.brands) {
    metrics.touch(Metric::cases_opened, {brand.key});
    metrics.touch(Metric::recoveries, {brand.key});
    metrics.touch(Metric::stream_length, {brand.key, brand.team});
  }
  for (const auto outcome : EnumNames<FetchOutcome>::names)
    metrics.touch(Metric::fetches, {outcome});
  for (const std::string_view reason : drop_reasons)
    metrics.touch(Metric::mentions_dropped, {reason});
  for (const std::string_view outcome : {std::string_view{"accepted"}, name(Code::invalid),
                                         name(Code::refused), name(Code::too_large)})
    metrics.touch(Metric::hooks, {outcome});
  for (const std::string_view code_class : {"2xx", "3xx", "4xx", "5xx"})
    metrics.touch(Metric::http_requests, {code_class});
  for (const auto verdict : EnumNames<Verdict>::names)
    metrics.touch(Metric::assessments, {verdict});
  for (const std::string_view outcome : {"good", "failed"})
    metrics.touch(Metric::rules_reloads, {outcome});
  for (const auto state : EnumNames<CaseState>::names) metrics.touch(Metric::cases, {state});
}

void observe_cursors(Metrics& metrics, const Config& config, const std::vector<Cursor>& cursors) {
  for (const Source& source : config.sources) {
    std::optional<Time> last;
    for (const Cursor& cursor : cursors_of(source, cursors))
      last = std::max(last, cursor.last_success_at);
    if (last)
      metrics.set(Metric::source_last_success_timestamp_seconds, {source.name},
                  seconds(last->time_since_epoch()));
  }
}

void observe_health(Metrics& metrics, const std::vector<Source>& sources,
                    const std::vector<Cursor>& cursors, Time now) {
  for (const Source& source : sources) {
    std::set<Ailment> found;
    for (const Cursor& cursor : cursors_of(source, cursors))
      for (const Finding& finding : diagnose(cursor, source.every, now))
        found.insert(finding.ailment);
    for (const auto ailment : EnumNames<Ailment>::names)
      metrics.set(Metric::source_ailing, {source.name, ailment},
                  found.contains(*from_name<Ailment>(ailment)) ? 1 : 0);
  }
}

void observe_fetch(Metrics& metrics, const FetchReport& report) {
  metrics.count(Metric::fetches, {name(report.outcome)});
  metrics.observe(Metric::fetch_duration_seconds, {}, seconds(report.took));
  observe_items(metrics, report);
  if (report.error.empty()) {
    metrics.set(Metric::source_last_success_timestamp_seconds, {report.source},
                seconds(report.at.time_since_epoch()));
    log_debug("source read", {{"source", report.target},
                              {"outcome", name(report.outcome)},
                              {"fresh", report.counts.fresh}});
  } else {
    log_warn("source failed", {{"source", report.target},
                               {"outcome", name(report.outcome)},
                               {"error", report.error},
                               {"next_at", to_rfc3339(report.next_at)}});
  }
}

void observe_hook(Metrics& metrics, const FetchReport& report, std::string_view outcome) {
  metrics.count(Metric::hooks, {outcome});
  observe_items(metrics, report);
  if (!report.error.empty())
    log_warn("webhook refused", {{"source", report.source}, {"error", report.error}});
}

void observe_sent(Metrics& metrics, const SentReport& report) {
  const Delivery& delivery = report.delivery;
  metrics.count(Metric::notices, {report.channel.name, name(delivery.state)});
  if (delivery.state == DeliveryState::sent) {
    metrics.observe(Metric::notice_queue_seconds, {}, seconds(report.now - report.notice.at));
    log_debug("notice sent", {{"channel", report.channel.name}, {"notice", delivery.notice}});
    return;
  }
  log_warn(delivery.state == DeliveryState::retry ? "notice will be sent again" : "notice given up",
           {{"channel", report.channel.name},
            {"notice", delivery.notice},
            {"case", report.notice.case_id},
            {"reason", name(delivery.reason)},
            {"attempts", delivery.attempts},
            {"detail", delivery.detail}});
}

void observe_reload(Metrics& metrics, std::string_view digest, const std::vector<Fault>& faults) {
  metrics.count(Metric::rules_reloads, {faults.empty() ? "good" : "failed"});
  metrics.set(Metric::rules_stale, {}, faults.empty() ? 0 : 1);
  if (faults.empty()) log_info("rules read again", {{"rules", digest}});
  for (std::size_t i = 0; i < std::min(faults.size(), faults_shown); ++i)
    log_error("rules refused; those before stay in force",
              {{"rules", digest}, {"error", to_string(faults[i])}});
}

void observe_change(Metrics& metrics, const Changed& changed) {
  for (const Case& c : changed.cases) {
    const Time posted_at = c.posted_at.value_or(c.opened_at);
    if (c.version == 1) {
      metrics.count(Metric::cases_opened, {c.brand});
      metrics.observe(Metric::post_to_alert_seconds, {}, seconds(c.opened_at - posted_at));
    }
    if (c.claimed_at && c.claimed_at == c.updated_at)
      metrics.observe(Metric::post_to_claim_seconds, {}, seconds(*c.claimed_at - posted_at));
    for (const JournalEntry& entry : changed.entries)
      if (entry.action == "case.recovered" && entry.subject == c.id)
        metrics.count(Metric::recoveries, {c.brand});
  }
  for (const JournalEntry& entry : changed.entries)
    log_info("journal", {{"seq", entry.seq},
                         {"action", entry.action},
                         {"subject", entry.subject},
                         {"actor", entry.actor}});
}

}  // namespace quince
