// What the answers of a server leave in a target's cursor, and what the next request makes of it.
// Pure.
//
// A permanent redirect (301, 308) is followed, and remembered; but a hotel's portal answers every
// request with one. So the new address takes the old one's place only after it was the same for 7
// days with a document that could be read; at once where only http became https, or where the old
// address is gone by now (404, 410). If the new one fails in that way itself, it is forgotten.
#pragma once
#include <string>

#include "collectors/source.h"
#include "core/cursor.h"
#include "io/http_client.h"

namespace quince {

// Whether the request carries the validators. After a week of "not modified" it does not, once:
// some servers are stuck on one ETag.
bool is_conditional(const Cursor& cursor, Time now);

// The address to ask instead of `url`.
std::string address_now(const std::string& url, const Cursor& cursor, Time now);

// A document that came from `asked` and could be read.
void note_document(Cursor& cursor, const std::string& asked, const HttpResponse& response,
                   Time now);
void note_unchanged(Cursor& cursor, Time now);

// Of any answer: its status and what it says of a budget.
void note_budget(Cursor& cursor, const HttpResponse& response, Time now);

// An answer that was no success; `status` is 0 where none came.
void note_failure(Cursor& cursor, int status, Time now);

// Whether the target is gone, not only away: 410, or 404 or 401 for 7 days in a row.
bool is_gone(const Cursor& cursor, int status, Time now);

// `asked` answered with 404 or 410: true if another address is to be tried at once.
bool take_other_address(Cursor& cursor, const std::string& url, const std::string& asked,
                        int status, Time now);

// How many watches go into one request: the kind's most, or fewer where that was learned.
std::size_t batch_max_of(const Reread& reread, const Cursor& cursor);

}  // namespace quince
