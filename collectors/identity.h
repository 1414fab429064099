// What makes a mention the same mention: hosts, origins and ids that stay when a document is read
// again.
#pragma once
#include <string>
#include <string_view>

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

}  // namespace quince
