// What is known of every mention and event that was taken in: by it the inbox tells a repeat from
// an edit. Each function is part of a job of the store.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"
#include "io/store.h"

namespace quince {

struct Seen {
  std::int64_t revision = 0;
  std::string digest;  // of the words; "deleted"
  std::string counts;  // JSON
  std::string feed;    // the source that its words came through; empty: not known
  Time seen_at{};      // last
};

std::string seen_schema();
Result<std::optional<Seen>> find_seen(Database& db, std::string_view id);
Result<> remember(Database& db, std::string_view id, const Seen& seen);

}  // namespace quince
