// The spool between the collectors and the matcher: tables of the collecting process. What was
// collected and the cursor behind it go in in one transaction, so a crash either repeats a fetch or
// has it all; what is taken stays until it is marked done in the transaction that stores its
// result. A mention seen before is not stored again: if its text changed it becomes the next
// revision, if only its counts changed it becomes a Reading, else it is counted as repeated, and so
// are other words from another source: one post has one form. Of a mention never seen, readings and
// deletions mean nothing. A deletion is a revision without text.
//
// A mention that was asked for by its Watch (io/watches.h) and missing twice in a row is gone.
//
// Where too much waits for the matcher, put refuses with Code::unavailable until it has caught up:
// sources are then read later, and who sends is told to send again.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/cursor.h"
#include "core/event.h"
#include "core/mention.h"
#include "core/reading.h"
#include "core/watch.h"
#include "io/store.h"

namespace quince {

struct InboxItem {
  std::int64_t seq = 0;  // 1, 2, 3 …, in the order of arrival
  std::variant<Mention, Reading, Event> item;
};

// What one answer brought.
struct InboxBatch {
  std::vector<Mention> mentions;  // with `id` and `seen_at`; revisions are assigned by the inbox
  std::vector<Reading> readings;
  std::vector<Event> events;
  std::vector<std::string> missing;  // ids of mentions that were asked for and not there
};

constexpr std::int64_t inbox_pending_max = 100'000;  // x 2 KB = 200 MB on disk

class Inbox {
 public:
  struct PutCount {
    std::int64_t fresh = 0;
    std::int64_t changed = 0;   // edits and deletions
    std::int64_t readings = 0;  // only counts changed
    std::int64_t repeated = 0;
    std::int64_t events = 0;
  };

  static std::string schema();

  explicit Inbox(StoreWriter& writer, std::int64_t pending_max = inbox_pending_max)
      : writer_(writer), pending_max_(pending_max) {}

  // Blocks until it is on disk. A cursor alone is always taken.
  Result<PutCount> put(InboxBatch batch, const Cursor& cursor);
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

  // Watches of one source that are due, the longest due first.
  Result<std::vector<Watch>> due_watches(std::string_view feed, Time now, std::size_t most);

 private:
  StoreWriter& writer_;
  const std::int64_t pending_max_;
};

}  // namespace quince
