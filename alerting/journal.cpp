#include "alerting/journal.h"

#include "io/crypto.h"
#include "io/store_fields.h"

namespace quince {
namespace {

const std::string first_prev(64, '0');

}  // namespace

std::string journal_schema() {
  return schema_sql<JournalEntry>("journal") +
         "CREATE INDEX IF NOT EXISTS journal_subject ON journal (subject, seq);\n";
}

// JSON of the entry without its hash: one unambiguous form, whatever the members hold.
std::string hash_of(const JournalEntry& entry) {
  JournalEntry bare = entry;
  bare.hash.clear();
  return to_hex(sha256(to_json(bare)));
}

Result<JournalEntry> append_entry(Database& db, JournalEntry entry) {
  auto last = db.prepare("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1");
  if (!last) return std::unexpected(last.error());
  const auto found = (*last)->step();
  if (!found) return std::unexpected(found.error());
  entry.seq = *found ? (*last)->integer(0) + 1 : 1;
  entry.prev = *found ? std::string((*last)->text(1)) : first_prev;
  (*last)->reset();
  entry.hash = hash_of(entry);
  if (auto put = put_row(db, "journal", entry); !put) return std::unexpected(put.error());
  return entry;
}

Result<std::optional<BrokenLink>> verify_journal(Database& db) {
  auto rows = db.prepare("SELECT " + columns_sql<JournalEntry>() + " FROM journal ORDER BY seq");
  if (!rows) return std::unexpected(rows.error());
  JsonParser parser;
  std::string prev = first_prev;
  for (std::int64_t seq = 1;; ++seq) {
    const auto more = (*rows)->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return std::optional<BrokenLink>{};
    auto row = read_row<JournalEntry>(**rows, parser);
    if (!row) return std::unexpected(row.error());
    std::string what;
    if (row->seq != seq)
      what = "entry " + std::to_string(seq) + " is missing";
    else if (row->prev != prev)
      what = "it does not follow the entry before";
    else if (row->hash != hash_of(*row))
      what = "its content was changed";
    if (!what.empty()) {
      (*rows)->reset();
      return std::optional<BrokenLink>{{row->seq, what}};
    }
    prev = row->hash;
  }
}

}  // namespace quince
