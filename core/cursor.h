// Where the reading of one target stands, and how it went: kept in the same transaction as the
// mentions it brought.
#pragma once
#include <optional>
#include <string>

#include "core/time.h"

namespace quince {

struct Cursor {
  std::string
      target;  // name of the target: the source's name, and "#tag" where a source has several
  std::string address;  // digest of what it leads to; another address is read from the beginning
  std::string etag;     // as received with the last document that could be parsed
  std::string last_modified;  // likewise
  std::string position;       // the kind's own: a status id, a byte offset
  Time next_at{};             // not before this
  std::optional<Time> last_success_at;
  std::int64_t failures = 0;          // in a row
  std::string last_error;             // of the last failure; empty after a success
  std::optional<Time> failing_since;  // first of the failures with the same status in a row
  std::int64_t rest_s = 0;  // the document asks not to be read for so long; 0: does not say
  // What is learned of the source; collectors/health.h judges by it.
  std::int64_t status = 0;              // HTTP status of the last answer; 0: none came
  std::int64_t usual_status = 0;        // of the answers before a change of its class; 0: none yet
  std::optional<Time> last_fresh_at;    // when something new came last
  std::int64_t fresh_gap_s = 0;         // longest usual pause between new things; 0: not known
  std::int64_t incomplete = 0;          // documents in a row in which needed fields were missing
  std::optional<Time> unchanged_since;  // first of the answers "not modified" in a row
  std::string moved_to;                 // where a permanent redirect leads; empty: none
  std::optional<Time> moved_since;
  std::optional<std::int64_t> budget_left;  // requests that the platform still allows …
  std::optional<Time> budget_until;         // … until then
  bool operator==(const Cursor&) const = default;
};

}  // namespace quince
