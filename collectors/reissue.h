// A post that comes again under another id: its site moved to https or to another host, its guid is
// made of its title and the title was edited, a plug-in makes guids anew. Without a second look it
// would be a new post, and people would be told twice. The second look has two rules, most certain
// first:
//
//   1. the same address or guid on another host or scheme, at most two days apart;
//   2. the same author, a title at least 0.75 alike, a text over 0.98 alike, at most two days
//   apart.
//      At most three of a document: more of them is a form letter or an empty template, no repair.
//
// Known posts that the same document still has under their own id are never taken. Pure.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "core/mention.h"

namespace quince {

constexpr std::size_t reissues_by_words_max = 3;

// Gives mentions of `document` whose id is not among `known` the id and source_id of the known
// mention that they are again. `known` are the mentions that the same feed gave of late. Returns
// how many were recognised.
std::size_t recognise_reissues(std::vector<Mention>& document, std::span<const Mention> known);

// What of a document is worth keeping until the next one comes: from its end, where the latest
// stand, as much as 64 KiB of texts hold. 2,000 feeds are then at most 128 MiB.
std::vector<Mention> worth_knowing(std::span<const Mention> document);

}  // namespace quince
