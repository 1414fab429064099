// Dates as feeds write them: W3C-DTF and other ISO 8601 forms, RFC 822 and its many relatives, with
// day and month names in English, Spanish, Portuguese, French, Italian and German, seconds since
// 1970, and the Korean and Chinese signs for year, month and day. The name of the day is ignored; a
// missing or unknown zone is UTC, and so is an offset of more than 14 hours. Names of zones may be
// short (CEST) or those of the IANA database (Europe/Madrid). Pure; not one of these is guessed:
// bare numbers are read where only one order makes a date (26/06/2026), where dots say it
// (3.4.2026 is in April) or where the caller knows the order; else 3/4/2026 is refused.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/time.h"

namespace quince {

enum class DayOrder : std::uint8_t { unknown, day_first, month_first };

// How people who write this language (BCP 47: "es", "en-US") write bare numbers; "en" alone is
// unknown.
DayOrder day_order_of(std::string_view lang);

std::optional<Time> parse_date_text(std::string_view text, DayOrder order = DayOrder::unknown);

}  // namespace quince
