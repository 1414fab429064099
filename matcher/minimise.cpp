#include "matcher/minimise.h"

#include <algorithm>
#include <cmath>
#include <deque>

namespace quince {
namespace {

using Vector = std::vector<double>;

constexpr std::size_t memory = 8;
constexpr double sufficient = 1e-4;
constexpr int halvings_max = 30;

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

void add(Vector& a, double factor, const Vector& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += factor * b[i];
}

double largest(const Vector& a) {
  double most = 0;
  for (const double value : a) most = std::max(most, std::fabs(value));
  return most;
}

struct Step {
  Vector x, gradient;  // how they changed
  double inverse = 0;  // 1 / (x · gradient)
};

// Minus the gradient, bent by what the last steps tell of the curvature.
Vector direction(const Vector& gradient, const std::deque<Step>& steps) {
  Vector q = gradient;
  std::vector<double> alpha(steps.size());
  for (std::size_t i = steps.size(); i-- > 0;) {
    alpha[i] = steps[i].inverse * dot(steps[i].x, q);
    add(q, -alpha[i], steps[i].gradient);
  }
  if (!steps.empty()) {
    const Step& last = steps.back();
    const double scale = 1 / (last.inverse * dot(last.gradient, last.gradient));
    for (double& value : q) value *= scale;
  }
  for (std::size_t i = 0; i < steps.size(); ++i)
    add(q, alpha[i] - steps[i].inverse * dot(steps[i].gradient, q), steps[i].x);
  for (double& value : q) value = -value;
  return q;
}

}  // namespace

void minimise(const Objective& objective, Vector& x, int iterations_max, double tolerance) {
  Vector gradient(x.size()), next_gradient(x.size());
  double value = objective(x, gradient);
  std::deque<Step> steps;
  for (int iteration = 0; iteration < iterations_max && largest(gradient) > tolerance;
       ++iteration) {
    Vector way = direction(gradient, steps);
    double slope = dot(gradient, way);
    if (slope >= 0) {  // the curvature was misjudged: start over from the plain gradient
      steps.clear();
      way = direction(gradient, steps);
      slope = dot(gradient, way);
    }
    double length = steps.empty() ? std::min(1.0, 1 / std::sqrt(-slope)) : 1.0;
    Vector next;
    double next_value = 0;
    for (int halving = 0;; ++halving) {
      next = x;
      add(next, length, way);
      next_value = objective(next, next_gradient);
      if (next_value <= value + sufficient * length * slope) break;
      if (halving == halvings_max) return;
      length /= 2;
    }
    Step step{next, next_gradient, 0};
    add(step.x, -1, x);
    add(step.gradient, -1, gradient);
    const double curvature = dot(step.x, step.gradient);
    if (curvature > 1e-12) {
      step.inverse = 1 / curvature;
      steps.push_back(std::move(step));
      if (steps.size() > memory) steps.pop_front();
    }
    x = std::move(next);
    gradient.swap(next_gradient);
    value = next_value;
  }
}

}  // namespace quince
