// L-BFGS: finds the minimum of a smooth convex function of many variables (Liu and Nocedal,
// Mathematical Programming 45, 1989; Nocedal and Wright, Numerical Optimization, algorithm 7.5),
// with a backtracking search for a sufficient decrease. Pure and sequential: the same input gives
// the same bits.
#pragma once
#include <functional>
#include <vector>

namespace quince {

// Gives the value at `x` and writes the gradient into `gradient`.
using Objective =
    std::function<double(const std::vector<double>& x, std::vector<double>& gradient)>;

// Starts at `x`, and leaves the minimum in it. Ends after `iterations_max`, or once the largest
// component of the gradient is below `tolerance`.
void minimise(const Objective& objective, std::vector<double>& x, int iterations_max,
              double tolerance);

}  // namespace quince
