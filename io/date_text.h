// Dates as feeds write them: W3C-DTF and other ISO 8601 forms, RFC 822 and its many relatives, with
// day and month names in English, Spanish, Portuguese, French, Italian and German. The name of the
// day is ignored; a missing or unknown zone is UTC, and so is an offset of more than 14 hours. Bare
// numbers such as 3/4/2026 are refused: nobody can tell.
#pragma once
#include <optional>
#include <string_view>

#include "core/time.h"

namespace quince {

std::optional<Time> parse_date_text(std::string_view text);

}  // namespace quince
