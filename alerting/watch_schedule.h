// When a mention of a case is to be read again. Pure. Reshares come early and thin out, so the
// pause grows with the age of the post: a quarter of it, from 2 minutes to 12 hours; twice that
// where the forecast gives it little chance to spread, for what would change a decision is read
// first. After a week nothing much comes any more and the watch ends.
#pragma once
#include <optional>

#include "core/assessment.h"
#include "core/time.h"

namespace quince {

// From `now`; nothing: the watch ends. `posted_at` in the future counts as now.
std::optional<Time> next_reading(Time posted_at, const Spread& spread, Time now);

}  // namespace quince
