// One JSON object from outside as what it is: an Event where it has `event`, a Reading where it has
// `mention`, else a Mention (docs/json.md has their members). Where the source names `columns`, the
// object is a row of somebody's own table instead (collectors/row.h), and a column is a member of
// the object, with dots into objects within: "customer.name". Pure.
#pragma once
#include <string_view>

#include "collectors/source.h"
#include "io/json_fields.h"

namespace quince {

// A Mention and a Reading need their ids; an Event without one is known by the digest of the whole
// object. A Mention without a kind has the source's.
Result<> add_record(JsonParser& parser, std::string_view json, const Source& source, Parsed& into);

}  // namespace quince
