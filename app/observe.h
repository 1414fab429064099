// What is seen of the program's work: each function here is the one place where an event becomes
// both its log line and its metrics, so that neither is forgotten.
#pragma once
#include "alerting/casebook.h"
#include "alerting/sender.h"
#include "collectors/fetcher.h"
#include "config/config.h"
#include "io/metrics.h"

namespace quince {

// The cursors of a source's targets.
std::vector<Cursor> cursors_of(const Source& source, const std::vector<Cursor>& cursors);

void observe_start(Metrics& metrics,
                   const Config& config);  // every series that the configuration implies, at zero
// When each source was last read well, as an earlier run left it: a restart makes none of them
// silent.
void observe_cursors(Metrics& metrics, const Config& config, const std::vector<Cursor>& cursors);
// What is wrong with each source now (collectors/health.h).
void observe_health(Metrics& metrics, const std::vector<Source>& sources,
                    const std::vector<Cursor>& cursors, Time now);
void observe_fetch(Metrics& metrics, const FetchReport& report);
// A delivery to the webhook `report.source`; `outcome`: accepted, or the code of report.error.
void observe_hook(Metrics& metrics, const FetchReport& report, std::string_view outcome);
void observe_sent(Metrics& metrics, const SentReport& report);
// Rules were read again: those of `digest` are in force now, the ones before if there were faults.
void observe_reload(Metrics& metrics, std::string_view digest, const std::vector<Fault>& faults);
void observe_change(Metrics& metrics, const Changed& changed);

}  // namespace quince
