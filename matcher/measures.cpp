#include "matcher/measures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace quince {
namespace {

constexpr double threshold = 0.5;

// Highest first.
std::vector<const Judged*> ranked(std::span<const Judged> rows) {
  std::vector<const Judged*> order;
  for (const Judged& row : rows) order.push_back(&row);
  std::stable_sort(order.begin(), order.end(),
                   [](const Judged* a, const Judged* b) { return a->complaint > b->complaint; });
  return order;
}

// Calls `step` with the rows of each probability, highest first.
template <class Step>
void for_each_step(std::span<const Judged> rows, Step&& step) {
  const auto order = ranked(rows);
  for (std::size_t from = 0; from < order.size();) {
    std::size_t to = from;
    while (to < order.size() && order[to]->complaint == order[from]->complaint) ++to;
    step(std::span(order).subspan(from, to - from));
    from = to;
  }
}

double count_complaints(std::span<const Judged> rows) {
  return static_cast<double>(
      std::ranges::count_if(rows, [](const Judged& row) { return row.is_complaint; }));
}

double count_complaints(std::span<const Judged* const> rows) {
  return static_cast<double>(
      std::ranges::count_if(rows, [](const Judged* row) { return row->is_complaint; }));
}

double f1_of(std::span<const Judged> rows, bool of) {
  double both = 0, told = 0, is = 0;
  for (const Judged& row : rows) {
    const bool tells = (row.complaint >= threshold) == of;
    both += tells && row.is_complaint == of;
    told += tells;
    is += row.is_complaint == of;
  }
  return told + is > 0 ? 2 * both / (told + is) : 0;
}

}  // namespace

double average_precision(std::span<const Judged> rows) {
  const double all = count_complaints(rows);
  double found = 0, looked_at = 0, sum = 0;
  for_each_step(rows, [&](std::span<const Judged* const> step) {
    const double fresh = count_complaints(step);
    found += fresh;
    looked_at += static_cast<double>(step.size());
    sum += fresh * found / looked_at;
  });
  return all > 0 ? sum / all : std::nan("");
}

double roc_area(std::span<const Judged> rows) {
  const double all = count_complaints(rows), none = static_cast<double>(rows.size()) - all;
  double found = 0, area = 0;
  for_each_step(rows, [&](std::span<const Judged* const> step) {
    const double fresh = count_complaints(step);
    area += (static_cast<double>(step.size()) - fresh) * (found + fresh / 2);
    found += fresh;
  });
  return all > 0 && none > 0 ? area / (all * none) : std::nan("");
}

double complaint_f1(std::span<const Judged> rows) { return f1_of(rows, true); }

double mean_f1(std::span<const Judged> rows) {
  return (f1_of(rows, true) + f1_of(rows, false)) / 2;
}

double alert_precision(std::span<const Judged> rows, double share, double budget) {
  const double count = static_cast<double>(rows.size());
  const double here = count_complaints(rows) / count;
  if (here <= 0 || here >= 1) return std::nan("");
  const double of_complaint = share / here, of_other = (1 - share) / (1 - here);
  double left = budget * count, found = 0;
  for_each_step(rows, [&](std::span<const Judged* const> step) {
    if (left <= 0) return;
    const double complaints = count_complaints(step);
    const double weight =
        complaints * of_complaint + (static_cast<double>(step.size()) - complaints) * of_other;
    const double part = std::min(1.0, left / weight);
    found += part * complaints * of_complaint;
    left -= part * weight;
  });
  return found / (budget * count);
}

double calibration_error(std::span<const Judged> rows) {
  std::array<double, 10> off{};
  for (const Judged& row : rows) {
    const auto bin = static_cast<std::size_t>(std::clamp(row.complaint * 10, 0.0, 9.0));
    off[bin] += row.complaint - (row.is_complaint ? 1 : 0);
  }
  double sum = 0;
  for (const double bin : off) sum += std::abs(bin);
  return rows.empty() ? 0 : sum / static_cast<double>(rows.size());
}

double severity_f1(std::span<const Judged> rows) {
  std::array<double, 5> right{}, told{}, is{};
  for (const Judged& row : rows) {
    if (row.severity < 1 || row.severity > 4) continue;
    ++is[static_cast<std::size_t>(row.severity)];
    ++told[static_cast<std::size_t>(std::clamp<std::int64_t>(row.told, 0, 4))];
    if (row.severity == row.told) ++right[static_cast<std::size_t>(row.severity)];
  }
  double sum = 0, degrees = 0;
  for (std::size_t degree = 1; degree <= 4; ++degree) {
    if (is[degree] == 0) continue;
    sum += 2 * right[degree] / (told[degree] + is[degree]);
    ++degrees;
  }
  return degrees > 0 ? sum / degrees : std::nan("");
}

Interval with_interval(const Measure& measure, std::span<const Judged> rows, int resamples) {
  std::mt19937 random(42);
  std::vector<double> values;
  std::vector<Judged> drawn(rows.size());
  for (int draw = 0; draw < resamples && !rows.empty(); ++draw) {
    for (Judged& row : drawn) row = rows[random() % rows.size()];
    if (const double value = measure(drawn); !std::isnan(value)) values.push_back(value);
  }
  std::sort(values.begin(), values.end());
  const double value = measure(rows);
  if (values.empty()) return {value, value, value};
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
  };
  return {value, at(0.025), at(0.975)};
}

}  // namespace quince
