// What makes a mention the same mention: hosts, origins and ids that stay when a document is read
// again.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/mention.h"

namespace quince {

// The host of a URL in lower case, without its port; "-" where there is none.
std::string host_of(std::string_view url);

// Where an item's id is unique: a URI (it has a colon) on its whole host, so that two feeds of one
// site give the same mention; any other id, "17" say, inside its own feed alone: the host and the
// path.
std::string origin_of(std::string_view feed_url, std::string_view source_id);

// "sha256:" and 32 hex digits: for what has no id of its own.
std::string digest_id(std::string_view content);

// A source's own id as it may stand in ours: itself, or its digest where it is over 512 bytes.
std::string bounded_id(std::string_view source_id);

// Gives each item of a feed its `source_id`, where the feed gave none, and its `id`. Without an id
// of its own an item is known by its link; by link and title where the link is that of several
// items or of the feed; by title and time where the link is another one with each request; else by
// its words. Of two items with one id the first keeps it.
void identify_items(std::vector<Mention>& items, std::string_view feed_url,
                    std::string_view feed_link);

}  // namespace quince
