// The spool between the collectors and the matcher: a table of the collecting process. Mentions,
// later readings and the cursor behind them go in in one transaction, so a crash either repeats a
// fetch or has it all; what is taken stays until it is marked done in the transaction that stores
// its result. A mention seen before is not stored again: if its text changed it becomes the next
// revision, if only its counts changed it becomes a Reading, else it is counted as repeated.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/cursor.h"
#include "core/mention.h"
#include "core/reading.h"
#include "io/store.h"

namespace quince {

struct InboxItem {
  std::int64_t seq = 0;  // 1, 2, 3 …, in the order of arrival
  std::variant<Mention, Reading> item;
};

class Inbox {
 public:
  struct PutCount {
    std::int64_t fresh = 0;
    std::int64_t changed = 0;   // edits and deletions
    std::int64_t readings = 0;  // only counts changed
    std::int64_t repeated = 0;
  };

  static std::string schema();

  explicit Inbox(StoreWriter& writer) : writer_(writer) {}

  // Blocks until it is on disk. Mentions need `id` and `seen_at`; their revision is assigned here.
  Result<PutCount> put(std::vector<Mention> batch, const Cursor& cursor);
  Result<std::optional<Cursor>> cursor(std::string_view target);
  Result<std::vector<Cursor>> cursors();

  // Up to `most` items behind `after`, in order. A row that cannot be read is skipped, and counted
  // by the caller as `broken`: it stays in the table for a look.
  struct Taken {
    std::vector<InboxItem> items;
    std::int64_t last = 0;  // the highest seq looked at; `after` for the next call
    std::int64_t broken = 0;
  };
  Result<Taken> take(std::int64_t after, std::int64_t most);
  Result<std::int64_t> pending();

  // Part of the job that stores the results of these items.
  static Result<> done(Database& db, std::span<const std::int64_t> seqs);

 private:
  StoreWriter& writer_;
};

}  // namespace quince
