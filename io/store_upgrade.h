// Makes a store that an older quince left fit this one: tables that are missing are made, columns
// that are missing are added (a row from before reads as the member's default). What would lose
// something is refused, with the file and the cure: a column of another type, another key, and a
// store that a newer quince has written to.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "io/store.h"

namespace quince {

// In the file as PRAGMA user_version. Raised with every change of the schema that is more than a
// new table or column, so that an older quince leaves such a store alone.
constexpr std::int64_t store_format = 1;

// One transaction; `schema` consists of CREATE … IF NOT EXISTS. A column that is NOT NULL needs a
// DEFAULT to be added.
Result<> upgrade_store(Database& db, const std::string& path, std::string_view schema);

}  // namespace quince
