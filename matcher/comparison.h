// Two rule sets over one history: which complaints the new one gains and loses, and by which rules.
// Every complaint is an alert. Behind `quince rules bench`.
#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "matcher/assessor.h"

namespace quince {

constexpr std::size_t reversals_shown_max = 20;  // of each kind; the others are counted

// What a rule adds to the score with the new rules, less what it added with the old ones.
struct Difference {
  std::string rule;  // or "bias"
  Decimal by;        // in log-odds; 0: its spans or its verdict alone
  bool operator==(const Difference&) const = default;
};

// A text that is a complaint with one of the two alone.
struct Reversal {
  std::size_t mention = 0;              // its place in the history
  std::vector<Difference> differences;  // the largest first
};

struct Reversals {
  std::size_t count = 0;
  std::vector<Reversal> first;  // in the order of the history
};

struct Comparison {
  std::size_t texts = 0;
  std::size_t stay = 0;  // complaints with both
  Reversals gained, lost;
  std::optional<std::int64_t> days;  // from the first to the last posted_at, both counted

  std::size_t before() const { return stay + lost.count; }
  std::size_t after() const { return stay + gained.count; }
  // Of so many complaints: alerts a day, or for every 1,000 texts where no time is known.
  double rate(std::size_t complaints) const;
};

Comparison compare(std::shared_ptr<const Rules> before, std::shared_ptr<const Rules> after,
                   std::span<const Mention> history);

}  // namespace quince
