#include "io/inbox.h"

#include "io/crypto.h"
#include "io/store_fields.h"
#include "io/watches.h"

namespace quince {
namespace {

constexpr Duration missing_rest = std::chrono::minutes{10};
constexpr std::int64_t missing_max = 2;

// What makes a revision: the words and whether it is gone. Counts and names are not part of it.
std::string digest_of(const Mention& mention) {
  if (mention.deleted) return "deleted";
  return to_hex(sha256(mention.title + '\n' + mention.text).substr(0, 16));
}

Result<> append(Database& db, std::string_view kind, std::string_view json) {
  auto insert = db.prepare("INSERT INTO inbox (kind, json) VALUES (?, ?)");
  if (!insert) return std::unexpected(insert.error());
  return (*insert)->bind(0, kind).bind(1, json).run();
}

Result<> remember(Database& db, const Mention& mention, std::string_view digest,
                  std::string_view counts) {
  auto insert = db.prepare(
      "INSERT OR REPLACE INTO seen (id, revision, digest, counts, seen_at) VALUES (?, ?, ?, ?, ?)");
  if (!insert) return std::unexpected(insert.error());
  return (*insert)
      ->bind(0, std::string_view{mention.id})
      .bind(1, mention.revision)
      .bind(2, digest)
      .bind(3, counts)
      .bind(4, to_unix_ms(mention.seen_at.value_or(Time{})))
      .run();
}

// What is known of a mention that was seen.
struct Seen {
  std::int64_t revision = 0;
  std::string digest, counts;
  Time seen_at{};
};

Result<std::optional<Seen>> find_seen(Database& db, std::string_view id) {
  auto known = db.prepare("SELECT revision, digest, counts, seen_at FROM seen WHERE id = ?");
  if (!known) return std::unexpected(known.error());
  const auto found = (*known)->bind(0, id).step();
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::optional<Seen>{};
  Seen seen{(*known)->integer(0), std::string((*known)->text(1)), std::string((*known)->text(2)),
            from_unix_ms((*known)->integer(3))};
  (*known)->reset();
  return seen;
}

Result<> put_mention(Database& db, Mention& mention, Inbox::PutCount& count) {
  const auto found = find_seen(db, mention.id);
  if (!found) return std::unexpected(found.error());
  const std::string digest = digest_of(mention);
  const std::string counts = value_to_json(mention.counts);
  if (!*found) {
    mention.revision = 0;
    ++count.fresh;
  } else {
    const Seen& seen = **found;
    const bool same_words = seen.digest == digest;
    mention.revision = same_words ? seen.revision : seen.revision + 1;
    // Streams bring no counts: what was learned of them elsewhere stays.
    if (same_words && (seen.counts == counts || mention.counts == Counts{})) {
      ++count.repeated;
      return {};
    }
    if (same_words) {
      ++count.readings;
      const Reading reading{mention.id, mention.seen_at.value_or(Time{}), mention.counts, false};
      if (auto put = append(db, "reading", to_json(reading)); !put) return put;
      return remember(db, mention, digest, counts);
    }
    ++count.changed;
  }
  if (auto put = append(db, "mention", to_json(mention)); !put) return put;
  return remember(db, mention, digest, counts);
}

// The revision that says that a mention is gone; its counts stay.
Result<> put_deletion(Database& db, const std::string& id, Time at, Inbox::PutCount& count) {
  const auto found = find_seen(db, id);
  if (!found) return std::unexpected(found.error());
  Mention gone;
  gone.id = id;
  gone.deleted = true;
  gone.seen_at = at;
  const std::string digest = digest_of(gone);
  if (!*found || (*found)->digest == digest) {
    ++count.repeated;
    return {};
  }
  gone.revision = (*found)->revision + 1;
  ++count.changed;
  if (auto put = append(db, "mention", to_json(gone)); !put) return put;
  if (auto put = remember(db, gone, digest, (*found)->counts); !put) return put;
  return end_watch(db, id);
}

Result<> put_reading(Database& db, const Reading& reading, Inbox::PutCount& count) {
  if (reading.deleted) return put_deletion(db, reading.mention, reading.at, count);
  if (auto rest = rest_watch(db, reading.mention, reading.at); !rest) return rest;
  const auto found = find_seen(db, reading.mention);
  if (!found) return std::unexpected(found.error());
  const std::string counts = value_to_json(reading.counts);
  // The watch must be set anew also where nothing changed, so such a reading goes on as well.
  if (!*found || reading.at <= (*found)->seen_at) {
    ++count.repeated;
    return {};
  }
  ++count.readings;
  if (auto put = append(db, "reading", to_json(reading)); !put) return put;
  Mention known;
  known.id = reading.mention;
  known.revision = (*found)->revision;
  known.seen_at = reading.at;
  return remember(db, known, (*found)->digest, counts);
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
  Mention known;
  known.id = event.id;
  known.seen_at = event.at;
  return remember(db, known, "event", "{}");
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
         "STRICT;\n"
         "CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, digest "
         "TEXT NOT NULL, "
         "counts TEXT NOT NULL, seen_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;\n" +
         schema_sql<Cursor>("cursors") + watch_schema();
}

Result<Inbox::PutCount> Inbox::put(InboxBatch batch, const Cursor& cursor) {
  PutCount count;
  const Time at = cursor.last_success_at.value_or(Time{});
  auto result = writer_.run([&](Database& db) -> Result<> {
    count = {};
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
    auto count = db.prepare("SELECT count(*) FROM inbox");
    if (!count) return std::unexpected(count.error());
    if (auto row = (*count)->step(); !row) return std::unexpected(row.error());
    pending = (*count)->integer(0);
    (*count)->reset();
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
