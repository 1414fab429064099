// One row of the journal (the bitácora): append-only and hash-chained. It holds ids, decisions and
// actors, and an HMAC of a text under a random key that is stored beside the text; never text,
// names or handles.
#pragma once
#include <string>

#include "core/time.h"

namespace quince {

struct JournalEntry {
  std::int64_t seq = 0;  // 1, 2, 3 … without gaps
  Time at{};
  std::string actor;      // "quince", or who acted
  std::string action;     // case.opened, case.claimed, storm.opened, notice.sent …
  std::string subject;    // the id of the case, storm or notice
  std::string mention;    // the id of the mention that caused it; empty: none
  std::string text_hmac;  // hex HMAC-SHA256 of the mention's text; empty: none
  std::string detail;     // JSON of ids, numbers and decisions
  std::string prev;       // hash of the entry before; 64 zeros for the first
  std::string hash;       // hex SHA-256 over all of the above
  bool operator==(const JournalEntry&) const = default;
};

}  // namespace quince
