// The last look at what a parser gave, the same for every kind: marks it with its source and time,
// keeps every text inside its bound, and leaves out what cannot be kept, with a reason. Pure.
#pragma once
#include "collectors/source.h"
#include "io/inbox.h"

namespace quince {

constexpr std::size_t mention_text_bytes_max = 64u << 10;

// Sets `feed`, `seen_at` and, where the feed does not say, `lang`; a time of posting in the future
// becomes `now`. Reasons added to `dropped`: no_id, id_too_long, duplicate (the same id twice in
// one document; the first is kept), those of `barred`, and text_cut, which drops only the end of a
// text.
// A reading is of `now`.
void take_in(Parsed& parsed, const Source& source, Time now);

// What goes to the inbox; moved out of `parsed`.
InboxBatch batch_of(Parsed& parsed);

}  // namespace quince
