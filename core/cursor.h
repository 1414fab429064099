// Where the reading of one target stands, and how it went: kept in the same transaction as the
// mentions it brought.
#pragma once
#include <optional>
#include <string>

#include "core/time.h"

namespace quince {

struct Cursor {
  std::string
      target;        // name of the target: the source's name, and "#tag" where a source has several
  std::string etag;  // as received with the last document that could be parsed
  std::string last_modified;  // likewise
  std::string position;       // the kind's own: a status id, a byte offset
  Time next_at{};             // not before this
  std::optional<Time> last_success_at;
  std::int64_t failures = 0;  // in a row
  std::string last_error;     // of the last failure; empty after a success
  bool operator==(const Cursor&) const = default;
};

}  // namespace quince
