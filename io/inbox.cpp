#include "io/inbox.h"

#include "io/crypto.h"
#include "io/seen.h"
#include "io/similarity.h"
#include "io/store_fields.h"
#include "io/watches.h"

namespace quince {
namespace {

constexpr Duration missing_rest = std::chrono::minutes{10};
constexpr std::int64_t missing_max = 2;

// What makes a revision: the words, in the form in which texts are compared, and whether it is
// gone. Counts, names and counters within the text are not part of it.
std::string digest_of(const Mention& mention) {
  if (mention.deleted) return "deleted";
  return to_hex(
      sha256(normalized_text(mention.title) + '\n' + normalized_text(mention.text)).substr(0, 16));
}

Result<> append(Database& db, std::string_view kind, std::string_view json) {
  auto insert = db.prepare("INSERT INTO inbox (kind, json) VALUES (?, ?)");
  if (!insert) return std::unexpected(insert.error());
  return (*insert)->bind(0, kind).bind(1, json).run();
}

// One post may come through several feeds, in full through one and in part through another: only
// the feed that its words came through may change them, or they would change at every poll.
bool may_change(const Seen& seen, const Mention& mention) {
  return mention.deleted || seen.feed.empty() || seen.feed == mention.feed;
}

Result<> put_mention(Database& db, Mention& mention, Inbox::PutCount& count) {
  const auto found = find_seen(db, mention.id);
  if (!found) return std::unexpected(found.error());
  Seen now{0, digest_of(mention), value_to_json(mention.counts), mention.feed,
           mention.seen_at.value_or(Time{})};
  if (!*found) {
    ++count.fresh;
  } else {
    const Seen& seen = **found;
    const bool same_words = seen.digest == now.digest;
    // Streams bring no counts: what was learned of them elsewhere stays.
    const bool same_counts = seen.counts == now.counts || mention.counts == Counts{};
    if ((same_words && same_counts) || (!same_words && !may_change(seen, mention))) {
      ++count.repeated;
      return {};
    }
    if (same_words) {
      ++count.readings;
      const Reading reading{mention.id, now.seen_at, mention.counts, false};
      if (auto put = append(db, "reading", to_json(reading)); !put) return put;
      now.revision = seen.revision;
      now.feed = seen.feed;
      return remember(db, mention.id, now);
    }
    now.revision = seen.revision + 1;
    ++count.changed;
  }
  mention.revision = now.revision;
  if (auto put = append(db, "mention", to_json(mention)); !put) return put;
  return remember(db, mention.id, now);
}

// The revision that says that a mention is gone; its counts stay.
Result<> put_deletion(Database& db, const std::string& id, Time at, Inbox::PutCount& count) {
  auto found = find_seen(db, id);
  if (!found) return std::unexpected(found.error());
  Mention gone;
  gone.id = id;
  gone.deleted = true;
  gone.seen_at = at;
  if (!*found || (*found)->digest == digest_of(gone)) {
    ++count.repeated;
    return {};
  }
  Seen& seen = **found;
  gone.revision = ++seen.revision;
  seen.digest = digest_of(gone);
  seen.seen_at = at;
  ++count.changed;
  if (auto put = append(db, "mention", to_json(gone)); !put) return put;
  if (auto put = remember(db, id, seen); !put) return put;
  return end_watch(db, id);
}

Result<> put_reading(Database& db, const Reading& reading, Inbox::PutCount& count) {
  if (reading.deleted) return put_deletion(db, reading.mention, reading.at, count);
  if (auto rest = rest_watch(db, reading.mention, reading.at); !rest) return rest;
  auto found = find_seen(db, reading.mention);
  if (!found) return std::unexpected(found.error());
  // The watch must be set anew also where nothing changed, so such a reading goes on as well.
  if (!*found || reading.at <= (*found)->seen_at) {
    ++count.repeated;
    return {};
  }
  ++count.readings;
  if (auto put = append(db, "reading", to_json(reading)); !put) return put;
  Seen& seen = **found;
  seen.counts = value_to_json(reading.counts);
  seen.seen_at = reading.at;
  return remember(db, reading.mention, seen);
}

Result<> put_missing(Database& db, const std::string& id, Time at, Inbox::PutCount& count) {
  auto watch = find_watch(db, id);
  if (!watch) return std::unexpected(watch.error());
  if (!*watch) return {};
  if ((*watch)->missing + 1 >= missing_max) return put_deletion(db, id, at, count);
  ++(*watch)->missing;
  (*watch)->due_at = at + missing_rest;
  return put_watch(db, **watch);
}

Result<> put_event(Database& db, const Event& event, Inbox::PutCount& count) {
  const auto found = find_seen(db, event.id);
  if (!found) return std::unexpected(found.error());
  if (*found) {
    ++count.repeated;
    return {};
  }
  ++count.events;
  if (auto put = append(db, "event", to_json(event)); !put) return put;
  return remember(db, event.id, {0, "event", "{}", {}, event.at});
}

Result<> put_batch(Database& db, InboxBatch& batch, const Cursor& cursor, Time at,
                   Inbox::PutCount& count) {
  for (Mention& mention : batch.mentions)
    if (auto put = put_mention(db, mention, count); !put) return put;
  for (const Reading& reading : batch.readings)
    if (auto put = put_reading(db, reading, count); !put) return put;
  for (const std::string& id : batch.missing)
    if (auto put = put_missing(db, id, at, count); !put) return put;
  for (const Event& event : batch.events)
    if (auto put = put_event(db, event, count); !put) return put;
  return put_row(db, "cursors", cursor);
}

// The number that a query without parameters gives.
Result<std::int64_t> number(Database& db, std::string_view sql) {
  auto query = db.prepare(sql);
  if (!query) return std::unexpected(query.error());
  if (auto row = (*query)->step(); !row) return std::unexpected(row.error());
  const std::int64_t value = (*query)->integer(0);
  (*query)->reset();
  return value;
}

Result<std::int64_t> count_pending(Database& db) {
  return number(db, "SELECT count(*) FROM inbox");
}

// Counting reads the whole table, so it is done only where the ends of it, which cost nothing, do
// not show that there is room.
Result<> check_room(Database& db, std::int64_t pending_max) {
  const auto last = number(db, "SELECT max(seq) FROM inbox");
  if (!last) return std::unexpected(last.error());
  const auto first = number(db, "SELECT min(seq) FROM inbox");
  if (!first) return std::unexpected(first.error());
  if (*last - *first + 1 < pending_max) return {};
  const auto pending = count_pending(db);
  if (!pending) return std::unexpected(pending.error());
  if (*pending < pending_max) return {};
  return fail(Code::unavailable, "the inbox is full: " + std::to_string(*pending) +
                                     " items wait for the matcher; it goes on by itself");
}

template <Record T>
std::optional<std::variant<Mention, Reading, Event>> read_item(JsonParser& parser,
                                                               const std::string& json) {
  auto record = parser.read<T>(json);
  if (!record) return std::nullopt;
  return std::move(*record);
}

}  // namespace

std::string Inbox::schema() {
  return "CREATE TABLE IF NOT EXISTS inbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT "
         "NULL, json TEXT NOT NULL) "
         "STRICT;\n" +
         seen_schema() + schema_sql<Cursor>("cursors") + watch_schema();
}

Result<Inbox::PutCount> Inbox::put(InboxBatch batch, const Cursor& cursor) {
  PutCount count;
  const Time at = cursor.last_success_at.value_or(Time{});
  auto result = writer_.run([&](Database& db) -> Result<> {
    count = {};
    const bool is_empty = batch.mentions.empty() && batch.readings.empty() &&
                          batch.events.empty() && batch.missing.empty();
    if (auto room = is_empty ? Result<>{} : check_room(db, pending_max_); !room) return room;
    return put_batch(db, batch, cursor, at, count);
  });
  if (!result) return std::unexpected(result.error());
  return count;
}

Result<std::optional<Cursor>> Inbox::cursor(std::string_view target) {
  std::optional<Cursor> cursor;
  auto result = writer_.run([&](Database& db) -> Result<> {
    auto found = select_one<Cursor>(db, "cursors WHERE target = ?", target);
    if (!found) return std::unexpected(found.error());
    cursor = std::move(*found);
    return {};
  });
  if (!result) return std::unexpected(result.error());
  return cursor;
}

Result<std::vector<Cursor>> Inbox::cursors() {
  std::vector<Cursor> cursors;
  auto result = writer_.run([&](Database& db) -> Result<> {
    auto found = select<Cursor>(db, "cursors ORDER BY target");
    if (!found) return std::unexpected(found.error());
    cursors = std::move(*found);
    return {};
  });
  if (!result) return std::unexpected(result.error());
  return cursors;
}

Result<Inbox::Taken> Inbox::take(std::int64_t after, std::int64_t most) {
  Taken taken;
  taken.last = after;
  auto result = writer_.run([&](Database& db) -> Result<> {
    auto rows = db.prepare("SELECT seq, kind, json FROM inbox WHERE seq > ? ORDER BY seq LIMIT ?");
    if (!rows) return std::unexpected(rows.error());
    (*rows)->bind(0, after).bind(1, most);
    JsonParser parser;
    while (true) {
      const auto more = (*rows)->step();
      if (!more) return std::unexpected(more.error());
      if (!*more) return {};
      taken.last = (*rows)->integer(0);
      const std::string json((*rows)->text(2));
      const std::string_view kind = (*rows)->text(1);
      auto item = kind == "reading" ? read_item<Reading>(parser, json)
                  : kind == "event" ? read_item<Event>(parser, json)
                                    : read_item<Mention>(parser, json);
      if (item) {
        taken.items.push_back({taken.last, std::move(*item)});
      } else {
        ++taken.broken;
      }
    }
  });
  if (!result) return std::unexpected(result.error());
  return taken;
}

Result<std::int64_t> Inbox::pending() {
  std::int64_t pending = 0;
  auto result = writer_.run([&](Database& db) -> Result<> {
    auto count = count_pending(db);
    if (!count) return std::unexpected(count.error());
    pending = *count;
    return {};
  });
  if (!result) return std::unexpected(result.error());
  return pending;
}

Result<> Inbox::done(Database& db, std::span<const std::int64_t> seqs) {
  auto remove = db.prepare("DELETE FROM inbox WHERE seq = ?");
  if (!remove) return std::unexpected(remove.error());
  for (const std::int64_t seq : seqs)
    if (auto removed = (*remove)->bind(0, seq).run(); !removed) return removed;
  return {};
}

Result<std::vector<Watch>> Inbox::due_watches(std::string_view feed, Time now, std::size_t most) {
  std::vector<Watch> due;
  auto result = writer_.run([&](Database& db) -> Result<> {
    auto found = quince::due_watches(db, feed, now, most);
    if (!found) return std::unexpected(found.error());
    due = std::move(*found);
    return {};
  });
  if (!result) return std::unexpected(result.error());
  return due;
}

}  // namespace quince
