#include "app/observe.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

Config config_with_a_source() {
  Config config;
  config.sources.emplace_back().name = "feed";
  config.sources.back().kind = "mastodon";
  config.sources.back().tags = {"one", "two"};
  for (const char* key : {"air", "tours"}) {
    config.brands.emplace_back().key = key;
    config.brands.back().team = "care";
  }
  return config;
}

TEST(ObserveStart, EverySeriesThatMayCountIsThereAtZero) {
  Metrics metrics;
  observe_start(metrics, config_with_a_source());
  const std::string text = metrics.text();
  for (const char* series :
       {"quince_fetches_total{outcome=\"ok\"}", "quince_fetches_total{outcome=\"timeout\"}",
        "quince_mentions_dropped_total{reason=\"not_stored\"}",
        "quince_rules_reloads_total{outcome=\"good\"}",
        "quince_rules_reloads_total{outcome=\"failed\"}", "quince_rules_stale",
        "quince_hooks_total{outcome=\"accepted\"}", "quince_hooks_total{outcome=\"refused\"}",
        "quince_http_requests_total{code_class=\"5xx\"}",
        "quince_stream_length{brand=\"air\",team=\"care\"}",
        "quince_stream_length{brand=\"tours\",team=\"care\"}",
        "quince_source_last_success_timestamp_seconds{source=\"feed\"}"})
    EXPECT_NE(text.find(std::string(series) + " 0\n"), std::string::npos) << series;
}

TEST(ObserveCursors, ASourceWasReadWhenTheLatestOfItsTargetsWas) {
  Metrics metrics;
  const Config config = config_with_a_source();
  observe_start(metrics, config);
  Cursor one, two, never, other;
  one.target = "feed#one";
  one.last_success_at = from_unix_ms(1'000'000);
  two.target = "feed#two";
  two.last_success_at = from_unix_ms(2'000'000);
  never.target = "feed~counts";
  other.target = "other";
  other.last_success_at = from_unix_ms(3'000'000);
  observe_cursors(metrics, config, {one, two, never, other});
  EXPECT_EQ(metrics.value(Metric::source_last_success_timestamp_seconds, {"feed"}), 2000);
}

}  // namespace
}  // namespace quince
