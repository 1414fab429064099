#include "io/watches.h"

#include "io/store_fields.h"

namespace quince {

std::string watch_schema() {
  return schema_sql<Watch>("watches") +
         "CREATE INDEX IF NOT EXISTS watches_due ON watches (feed, due_at);\n";
}

Result<> put_watch(Database& db, const Watch& watch) { return put_row(db, "watches", watch); }

Result<std::optional<Watch>> find_watch(Database& db, std::string_view mention) {
  return select_one<Watch>(db, "watches WHERE mention = ?", mention);
}

Result<> end_watch(Database& db, std::string_view mention) {
  auto remove = db.prepare("DELETE FROM watches WHERE mention = ?");
  if (!remove) return std::unexpected(remove.error());
  return (*remove)->bind(0, mention).run();
}

Result<std::vector<Watch>> due_watches(Database& db, std::string_view feed, Time now,
                                       std::size_t most) {
  return select<Watch>(db, "watches WHERE feed = ? AND due_at <= ? ORDER BY due_at LIMIT ?", feed,
                       to_unix_ms(now), static_cast<std::int64_t>(most));
}

Result<> rest_watch(Database& db, std::string_view mention, Time at) {
  auto update = db.prepare(
      "UPDATE watches SET due_at = ?, readings = readings + 1, missing = 0 WHERE mention = ?");
  if (!update) return std::unexpected(update.error());
  return (*update)->bind(0, to_unix_ms(at + watch_rest)).bind(1, mention).run();
}

}  // namespace quince
