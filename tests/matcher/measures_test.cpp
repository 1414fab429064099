// Against figures worked out by hand.
#include "matcher/measures.h"

#include <gtest/gtest.h>

#include <cmath>

namespace quince {
namespace {

std::vector<Judged> judged(std::initializer_list<std::pair<bool, double>> rows) {
  std::vector<Judged> out;
  for (const auto& [label, probability] : rows) out.push_back({label, probability});
  return out;
}

TEST(Measures, OfARanking) {
  const auto rows = judged({{true, 0.9}, {false, 0.8}, {true, 0.7}, {false, 0.2}});
  EXPECT_DOUBLE_EQ(average_precision(rows), (1.0 + 2.0 / 3) / 2);
  EXPECT_DOUBLE_EQ(roc_area(rows), 0.75);
  EXPECT_DOUBLE_EQ(complaint_f1(rows), 0.8);
  EXPECT_DOUBLE_EQ(mean_f1(rows), (0.8 + 2.0 / 3) / 2);
}

TEST(Measures, EqualProbabilitiesAreOneStep) {
  const auto rows = judged({{true, 0.5}, {false, 0.5}, {true, 0.5}, {false, 0.5}});
  EXPECT_DOUBLE_EQ(average_precision(rows), 0.5);
  EXPECT_DOUBLE_EQ(roc_area(rows), 0.5);
}

TEST(Measures, OneKindAloneHasNoRanking) {
  EXPECT_TRUE(std::isnan(roc_area(judged({{true, 0.5}}))));
  EXPECT_TRUE(std::isnan(average_precision(judged({{false, 0.5}}))));
  EXPECT_TRUE(std::isnan(alert_precision(judged({{false, 0.5}}))));
}

// A hundred rows, half of them complaints; the weights make them 5 % of the traffic, and the
// budget of 2 % is two rows' worth. A perfect order fills it with complaints, the opposite with
// none, no order with their share.
TEST(Measures, AlertsWithinABudget) {
  std::vector<Judged> good, bad, blind;
  for (int i = 0; i < 100; ++i) {
    const bool is_complaint = i < 50;
    good.push_back({is_complaint, 1 - i / 100.0});
    bad.push_back({is_complaint, i / 100.0});
    blind.push_back({is_complaint, 0.5});
  }
  EXPECT_NEAR(alert_precision(good), 1, 1e-12);
  EXPECT_NEAR(alert_precision(bad), 0, 1e-12);
  EXPECT_NEAR(alert_precision(blind), 0.05, 1e-12);
}

TEST(Measures, CalibrationIsTheDistanceOfEachBin) {
  EXPECT_DOUBLE_EQ(calibration_error(judged({{true, 0.5}, {false, 0.5}})), 0);
  EXPECT_DOUBLE_EQ(calibration_error(judged({{true, 1.0}, {false, 0.0}})), 0);
  EXPECT_DOUBLE_EQ(calibration_error(judged({{false, 1.0}, {false, 1.0}})), 1);
  EXPECT_NEAR(calibration_error(judged({{true, 0.75}, {false, 0.05}})), 0.15, 1e-12);
}

TEST(Measures, SeverityCountsGradedComplaints) {
  const std::vector<Judged> rows = {
      {true, 1, 1, 1}, {true, 1, 1, 2}, {true, 1, 3, 3}, {true, 1, -1, 4}, {false, 0, 0, 0}};
  EXPECT_DOUBLE_EQ(severity_f1(rows), (2.0 / 3 + 1) / 2);
}

TEST(Measures, AnIntervalHoldsItsValueAndNarrowsWithMoreRows) {
  std::vector<Judged> few, many;
  for (int i = 0; i < 3000; ++i) {
    const Judged row{i % 3 == 0, ((i * 7919) % 1000) / 1000.0 * (i % 3 == 0 ? 1 : 0.8)};
    if (i < 60) few.push_back(row);
    many.push_back(row);
  }
  const Interval wide = with_interval(average_precision, few);
  const Interval narrow = with_interval(average_precision, many);
  EXPECT_LE(narrow.low, narrow.value);
  EXPECT_GE(narrow.high, narrow.value);
  EXPECT_LT(narrow.high - narrow.low, (wide.high - wide.low) / 2);
  EXPECT_EQ(with_interval(average_precision, few).low, wide.low) << "the same draws";
}

}  // namespace
}  // namespace quince
