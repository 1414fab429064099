#include "io/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <sstream>

namespace quince {
namespace {

enum class Shape { counter, gauge, histogram };

struct MetricRow {
  Shape shape;
  std::string_view name;
  std::string_view labels;  // comma separated
  std::string_view help;
};

constexpr MetricRow rows[] = {
#define QUINCE_METRIC(kind, name, labels, help) {Shape::kind, #name, labels, help},
#include "core/metrics.def"
#undef QUINCE_METRIC
};

// A boundary stands exactly at each objective: 60, 300 and 900 s for people, 0.001 … 1 s for the
// machine.
const prometheus::Histogram::BucketBoundaries buckets = {
    0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14400};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto comma = text.find(',');
    parts.emplace_back(text.substr(0, comma));
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  }
  return parts;
}

}  // namespace

struct Metrics::State {
  prometheus::Registry registry;
  std::array<prometheus::Family<prometheus::Counter>*, std::size(rows)> counters{};
  std::array<prometheus::Family<prometheus::Gauge>*, std::size(rows)> gauges{};
  std::array<prometheus::Family<prometheus::Histogram>*, std::size(rows)> histograms{};
  std::array<std::vector<std::string>, std::size(rows)> label_names;

  prometheus::Labels labels(std::size_t index, LabelValues values) const {
    prometheus::Labels labels;
    auto name = label_names[index].begin();
    for (const auto value : values) labels.emplace(*name++, value);
    return labels;
  }
};

Metrics::Metrics() : state_(std::make_unique<State>()) {
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    const MetricRow& row = rows[i];
    const std::string name =
        "quince_" + std::string(row.name) + (row.shape == Shape::counter ? "_total" : "");
    const std::string help(row.help);
    state_->label_names[i] = split(row.labels);
    auto& registry = state_->registry;
    switch (row.shape) {
      case Shape::counter:
        state_->counters[i] = &prometheus::BuildCounter().Name(name).Help(help).Register(registry);
        break;
      case Shape::gauge:
        state_->gauges[i] = &prometheus::BuildGauge().Name(name).Help(help).Register(registry);
        break;
      case Shape::histogram:
        state_->histograms[i] =
            &prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
        break;
    }
    if (row.labels.empty()) touch(static_cast<Metric>(i), {});
  }
}

Metrics::~Metrics() = default;

void Metrics::count(Metric metric, LabelValues labels, double by) {
  const auto i = static_cast<std::size_t>(metric);
  state_->counters[i]->Add(state_->labels(i, labels)).Increment(by);
}

void Metrics::set(Metric metric, LabelValues labels, double value) {
  const auto i = static_cast<std::size_t>(metric);
  state_->gauges[i]->Add(state_->labels(i, labels)).Set(value);
}

void Metrics::observe(Metric metric, LabelValues labels, double value) {
  const auto i = static_cast<std::size_t>(metric);
  state_->histograms[i]->Add(state_->labels(i, labels), buckets).Observe(value < 0 ? 0 : value);
}

void Metrics::touch(Metric metric, LabelValues labels) {
  const auto i = static_cast<std::size_t>(metric);
  switch (rows[i].shape) {
    case Shape::counter:
      state_->counters[i]->Add(state_->labels(i, labels));
      break;
    case Shape::gauge:
      state_->gauges[i]->Add(state_->labels(i, labels));
      break;
    case Shape::histogram:
      state_->histograms[i]->Add(state_->labels(i, labels), buckets);
      break;
  }
}

double Metrics::value(Metric metric, LabelValues labels) const {
  const auto i = static_cast<std::size_t>(metric);
  if (rows[i].shape == Shape::counter)
    return state_->counters[i]->Add(state_->labels(i, labels)).Value();
  if (rows[i].shape == Shape::gauge)
    return state_->gauges[i]->Add(state_->labels(i, labels)).Value();
  return 0;
}

std::string Metrics::text() const {
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, state_->registry.Collect());
  return out.str();
}

}  // namespace quince
