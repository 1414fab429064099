// What the files mastodon*.cpp share: one status of the Mastodon API as a mention
// (docs.joinmastodon.org/entities/Status). Pure. An instance sees what it federates, so the same
// status comes through several of them, each with a number of its own: the id is made from the
// status's `uri`, which is the same everywhere.
#pragma once
#include "collectors/source.h"
#include "io/json_tree.h"

namespace quince {

std::string mastodon_url(const Source& source, std::string_view path);

// The id of a status that the instance at `url` knows by the number `id` and wrote itself.
std::string local_status_id(std::string_view url, std::string_view id);

// `url`: any of the instance that answered.
Mention read_status(const JsonNode& status, std::string_view url);

// The label of the reason for which a status must not be kept; empty: it may be. `by_words`: it was
// found by what it says.
std::string_view bar_of(const JsonNode& status, bool by_words);

// The status that a row stands for: of a boost the original, for its counts tell of the boost; of a
// notification what it is about.
const JsonNode& status_of(const JsonNode& row);

// Adds it to `parsed`, as a mention, barred or not, or as broken_item.
void take_status(const JsonNode& row, const Target& target, std::string_view url, Parsed& parsed);

// One event of a stream (docs.joinmastodon.org/methods/streaming), or what else comes along it.
void take_event(const StreamMessage& message, const Target& target, std::string_view url,
                Parsed& parsed);

// The answer as JSON; an error where it is none, or says that it is one.
Result<JsonNode> read_answer(const Document& document);

}  // namespace quince
