#include "io/seen.h"

namespace quince {

std::string seen_schema() {
  return "CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, "
         "digest TEXT NOT NULL, counts TEXT NOT NULL, feed TEXT NOT NULL DEFAULT '', "
         "seen_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;\n";
}

Result<std::optional<Seen>> find_seen(Database& db, std::string_view id) {
  auto known = db.prepare("SELECT revision, digest, counts, feed, seen_at FROM seen WHERE id = ?");
  if (!known) return std::unexpected(known.error());
  const auto found = (*known)->bind(0, id).step();
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::optional<Seen>{};
  const auto text = [&](int column) { return std::string((*known)->text(column)); };
  Seen seen{(*known)->integer(0), text(1), text(2), text(3), from_unix_ms((*known)->integer(4))};
  (*known)->reset();
  return seen;
}

Result<> remember(Database& db, std::string_view id, const Seen& seen) {
  auto insert = db.prepare(
      "INSERT OR REPLACE INTO seen (id, revision, digest, counts, feed, seen_at) "
      "VALUES (?, ?, ?, ?, ?, ?)");
  if (!insert) return std::unexpected(insert.error());
  return (*insert)
      ->bind(0, id)
      .bind(1, seen.revision)
      .bind(2, std::string_view{seen.digest})
      .bind(3, std::string_view{seen.counts})
      .bind(4, std::string_view{seen.feed})
      .bind(5, to_unix_ms(seen.seen_at))
      .run();
}

}  // namespace quince
