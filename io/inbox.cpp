#include "io/inbox.h"

#include "io/crypto.h"
#include "io/store_fields.h"

namespace quince {
namespace {

// What makes a revision: the words and whether it is gone. Counts and names are not part of it.
std::string digest_of(const Mention& mention) {
  return to_hex(sha256(mention.title + '\n' + mention.text + (mention.deleted ? "\ndeleted" : ""))
                    .substr(0, 16));
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

Result<> put_one(Database& db, Mention& mention, Inbox::PutCount& count) {
  auto known = db.prepare("SELECT revision, digest, counts FROM seen WHERE id = ?");
  if (!known) return std::unexpected(known.error());
  const auto found = (*known)->bind(0, std::string_view{mention.id}).step();
  if (!found) return std::unexpected(found.error());
  const std::string digest = digest_of(mention);
  const std::string counts = value_to_json(mention.counts);
  if (!*found) {
    mention.revision = 0;
    ++count.fresh;
  } else {
    const std::int64_t revision = (*known)->integer(0);
    const bool same_words = (*known)->text(1) == digest;
    const bool same_counts = (*known)->text(2) == counts;
    (*known)->reset();
    mention.revision = same_words ? revision : revision + 1;
    if (same_words && same_counts) {
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

}  // namespace

std::string Inbox::schema() {
  return "CREATE TABLE IF NOT EXISTS inbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT "
         "NULL, json TEXT NOT NULL) "
         "STRICT;\n"
         "CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, digest "
         "TEXT NOT NULL, "
         "counts TEXT NOT NULL, seen_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;\n" +
         schema_sql<Cursor>("cursors");
}

Result<Inbox::PutCount> Inbox::put(std::vector<Mention> batch, const Cursor& cursor) {
  PutCount count;
  auto result = writer_.run([&](Database& db) -> Result<> {
    count = {};
    for (Mention& mention : batch)
      if (auto put = put_one(db, mention, count); !put) return put;
    return put_row(db, "cursors", cursor);
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
      if ((*rows)->text(1) == "reading") {
        auto reading = parser.read<Reading>(json);
        if (reading) taken.items.push_back({taken.last, std::move(*reading)});
        taken.broken += reading ? 0 : 1;
      } else {
        auto mention = parser.read<Mention>(json);
        if (mention) taken.items.push_back({taken.last, std::move(*mention)});
        taken.broken += mention ? 0 : 1;
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

}  // namespace quince
