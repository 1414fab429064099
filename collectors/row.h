// One row of somebody's own table as a Mention or an Event. A cell is named by the member that it
// fills: "text", "author.handle", "facets.product". The members come from the field tables
// (core/members.h), so a new stored field can be filled without a change here. A row is an Event
// where a cell fills `event`. Pure.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/source.h"

namespace quince {

struct Cell {
  std::string_view member;
  std::string_view column;  // its name in the table, for faults
  std::string text;         // UTF-8; blank means unknown
};

// What the rows of a table are: it depends on whether one of the filled members is `event`.
enum class RowType : std::uint8_t { mention, event };

// Members that a cell may fill: those of core/members.h without what quince itself sets.
const std::vector<std::string>& row_members(RowType type);
bool is_row_member(RowType type, std::string_view member);

// Adds what the row says to `into`; a row of blanks adds nothing. The id of the table, where it has
// one, becomes "<kind>:<source>:<id>", so that two tables may both count from 1; without one it is
// the digest of the row's values. The author's handle is the id where there is no other. The fault
// names the column and what is wrong: column "NPS": "abc" is not a whole number.
Result<> add_row(std::span<const Cell> cells, const Source& source, Parsed& into);

}  // namespace quince
