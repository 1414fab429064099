// The texts that still exist: mentions with their assessments, and beside each text a random key.
// The journal holds only an HMAC of the text under that key, so deleting the row erases the text
// and makes the HMAC mean nothing.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/mention.h"
#include "io/store.h"

namespace quince {

std::string content_schema();

// Stores one revision with what was said of it; gives the hex HMAC for the journal.
Result<std::string> put_content(Database& db, const Mention& mention,
                                const std::vector<Assessment>& assessments);

// A mention was deleted by its author: the words of every revision go, with their keys; ids and
// counts stay.
Result<> erase_content(Database& db, const std::string& mention_id);

// The latest revision, and what was said of it for `brand`.
struct Content {
  Mention mention;
  std::optional<Assessment> assessment;
};
Result<std::optional<Content>> find_content(Database& db, const std::string& mention_id,
                                            const std::string& brand);

}  // namespace quince
