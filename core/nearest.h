// What a person probably meant: the candidate that is the fewest letters away from what was written
// (Levenshtein's distance: letters put in, taken out or changed), for "did you mean …?".
// Thread-safe.
#pragma once
#include <string>
#include <string_view>

namespace quince {

// Texts over 200 bytes are 1,000 apart: nobody meant them.
int edit_distance(std::string_view a, std::string_view b);

// Empty where no candidate is within a third of the written letters, and one.
template <class List>
std::string nearest(std::string_view written, const List& candidates) {
  std::string best;
  int best_distance = 1 + static_cast<int>(written.size()) / 3;
  for (const auto& candidate : candidates) {
    const int distance = edit_distance(written, candidate);
    if (distance > best_distance || (distance == best_distance && !best.empty())) continue;
    best = candidate;
    best_distance = distance;
  }
  return best;
}

}  // namespace quince
