// The addresses in an XML feed: what an item is about, and where relative ones start. Pure.
#pragma once
#include <string>
#include <vector>

#include "collectors/feed_fields.h"

namespace quince {

// Where a relative address inside `node` starts: xml:base of the element and those around it,
// joined; where there is none, `otherwise`.
std::string base_of(const XmlNode& node, const std::string& otherwise);

// The page of an item, as the feed writes it: feedburner:origLink, the links in the order in which
// the format means them, a guid that is an address, an enclosure; empty where there is none.
std::string item_link(const std::vector<FeedField>& fields, bool atom);

// The page of the whole feed.
std::string channel_link(const std::vector<FeedField>& fields);

// The href of the feed's own link with this rel: "hub" and "self" are WebSub's
// (https://www.w3.org/TR/websub/, section 4).
std::string link_with_rel(const std::vector<FeedField>& fields, std::string_view rel);

// A relative reference, as some Atom feeds have for an id: "/posts/7" or "posts/7". "17" is none:
// it is an id that means nothing.
bool is_relative_path(std::string_view id);

}  // namespace quince
