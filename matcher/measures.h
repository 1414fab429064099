// How good probabilities are against labels. Pure; ties count as one step, so the order of equal
// probabilities does not matter.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace quince {

// One judged text.
struct Judged {
  bool is_complaint = false;   // the label
  double complaint = 0;        // the probability, 0 to 1
  std::int64_t severity = -1;  // the label, 0 to 4; -1: not labelled
  std::int64_t told = 0;       // the severity that was told
};

double average_precision(std::span<const Judged> rows);  // the mean precision over the recalls
double roc_area(std::span<const Judged> rows);
double complaint_f1(std::span<const Judged> rows);  // of complaints, told from 0.5 on
double mean_f1(std::span<const Judged> rows);       // of complaints and of the rest, averaged
// Of the alerts where complaints are `share` of the traffic and `budget` of it may be alerted: the
// rows are weighed so that complaints have that share.
double alert_precision(std::span<const Judged> rows, double share = 0.05, double budget = 0.02);
// Expected calibration error over ten bins of equal width (Naeini et al., AAAI 2015).
double calibration_error(std::span<const Judged> rows);
double severity_f1(std::span<const Judged> rows);  // mean over the degrees of graded complaints

using Measure = std::function<double(std::span<const Judged>)>;

struct Interval {
  double value = 0, low = 0, high = 0;
};

// With the 95 % interval of a bootstrap over rows (Efron 1979): `resamples` draws with replacement,
// the same draws for the same rows.
Interval with_interval(const Measure& measure, std::span<const Judged> rows, int resamples = 200);

}  // namespace quince
