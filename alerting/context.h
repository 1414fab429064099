// Which brands a post concerns by what was said before, though it does not name them: it answers a
// post that is in a case, or its author has an open case. A customer's "thank you, it has arrived"
// is such a post. Part of a job of the store.
#pragma once
#include <string>
#include <vector>

#include "core/mention.h"
#include "io/store.h"

namespace quince {

std::string context_schema();  // after that of the casebook

// Keys of the brands, sorted, without repeats. An author is known by the platform's own id alone,
// on the same platform: a name may be somebody else's elsewhere.
Result<std::vector<std::string>> brands_in_context(Database& db, const Mention& mention);

}  // namespace quince
