#include "io/metrics.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

TEST(Metrics, EverythingWithoutLabelsExistsFromTheStart) {
  const Metrics metrics;
  EXPECT_NE(metrics.text().find("\nquince_redis_up 0\n"), std::string::npos);
  EXPECT_NE(metrics.text().find("quince_fetch_duration_seconds_count 0"), std::string::npos);
}

TEST(Metrics, CountersHaveTheirSuffixAndLabels) {
  Metrics metrics;
  metrics.touch(Metric::notices, {"slack", "sent"});
  EXPECT_NE(metrics.text().find("quince_notices_total{channel=\"slack\",outcome=\"sent\"} 0"),
            std::string::npos);
  metrics.count(Metric::notices, {"slack", "sent"});
  metrics.count(Metric::notices, {"slack", "sent"}, 2);
  EXPECT_EQ(metrics.value(Metric::notices, {"slack", "sent"}), 3);
  metrics.set(Metric::cases, {"new"}, 15);
  EXPECT_NE(metrics.text().find("quince_cases{state=\"new\"} 15"), std::string::npos);
}

TEST(Metrics, ABucketStandsAtEachObjective) {
  Metrics metrics;
  metrics.observe(Metric::post_to_alert_seconds, {}, 60);
  const std::string text = metrics.text();
  EXPECT_NE(text.find("quince_post_to_alert_seconds_bucket{le=\"60\"} 1"), std::string::npos);
  EXPECT_NE(text.find("quince_post_to_alert_seconds_bucket{le=\"15\"} 0"), std::string::npos);
  EXPECT_NE(text.find("quince_post_to_alert_seconds_bucket{le=\"900\"} 1"), std::string::npos);
}

}  // namespace
}  // namespace quince
