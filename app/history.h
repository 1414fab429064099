// Texts of the past, for those who judge rules by them: JSON lines of mentions (only text is
// needed), or a tab-separated file whose first line names the column text and may name id, lang and
// posted_at, or, where neither a brace nor a tab opens it, one text a line.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/mention.h"

namespace quince {

// The cells of a line, between its tabs.
std::vector<std::string_view> cells_of(std::string_view line);

// Whole in memory; the first line that cannot be read is the failure, with its number. Mentions
// without an id have their line's number.
Result<std::vector<Mention>> read_history(const std::string& file);

}  // namespace quince
