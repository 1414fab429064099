// The journal in the store: append-only, hash-chained. An entry's hash is SHA-256 over the previous
// hash and its own members; changing, removing or reordering any row breaks the chain at that row,
// and verify names it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "core/journal_entry.h"
#include "io/store.h"

namespace quince {

std::string journal_schema();

// The hash that `entry` must carry, from all its other members.
std::string hash_of(const JournalEntry& entry);

// Gives the entry its seq, prev and hash, and writes it. Part of the job that makes the change it
// tells of.
Result<JournalEntry> append_entry(Database& db, JournalEntry entry);

// Nothing if the chain holds; else the first bad seq and what is wrong with it.
struct BrokenLink {
  std::int64_t seq = 0;
  std::string what;
};
Result<std::optional<BrokenLink>> verify_journal(Database& db);

}  // namespace quince
