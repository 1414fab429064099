// The last look at what a parser gave, the same for every kind: marks it with its source and time,
// keeps every text inside its bound, and leaves out what cannot be kept, with a reason. Pure.
#pragma once
#include "collectors/source.h"
#include "io/inbox.h"

namespace quince {

constexpr std::size_t mention_text_bytes_max = 64u << 10;
constexpr std::size_t items_max = 5'000;  // of one snapshot: 5,000 x 2 KB = 10 MB in one commit

// Sets `feed`, `seen_at` and, where the feed does not say, `lang`; a time of posting in the future
// becomes `now`, and what was said stays as the facet "posted_at". Mentions of a snapshot are put
// in the order of their times (feeds list the newest first, but what was said later must be seen
// later); one without a time keeps its place. Reasons added to `dropped`: no_id, id_too_long,
// duplicate (the same id twice in one snapshot; the first is kept), too_many_items (once for each
// behind items_max, of mentions and of events), those of `barred`, and text_cut, which drops only
// the end of a text. A reading that does not say when it was made is of `now`, and so is one of the
// future.
void take_in(Parsed& parsed, const Source& source, Time now);

// What goes to the inbox; moved out of `parsed`.
InboxBatch batch_of(Parsed& parsed);

}  // namespace quince
