// The metrics of core/metrics.def, over prometheus-cpp: every metric and every label value known at
// start exists from the start, at zero. Text form 0.0.4 of the Prometheus exposition format. All
// methods are thread-safe.
//
//   metrics.count(Metric::notices, {"slack-care", "sent"});
//   metrics.set(Metric::inbox_pending, {}, 12);
//   metrics.observe(Metric::fetch_duration_seconds, {}, 0.2);
#pragma once
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace quince {

enum class Metric {
#define QUINCE_METRIC(kind, name, labels, help) name,
#include "core/metrics.def"
#undef QUINCE_METRIC
};

using LabelValues = std::initializer_list<std::string_view>;

class Metrics {
 public:
  Metrics();
  ~Metrics();

  void count(Metric metric, LabelValues labels = {}, double by = 1);
  void set(Metric metric, LabelValues labels, double value);
  void observe(Metric metric, LabelValues labels, double value);
  void touch(Metric metric, LabelValues labels);  // makes the series exist, at zero

  double value(Metric metric,
               LabelValues labels = {}) const;  // of a counter or gauge; 0 where there is none
  std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace quince
