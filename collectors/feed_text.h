// The words of a feed's item: titles, bodies and people, as plain text. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "collectors/feed_fields.h"
#include "core/mention.h"

namespace quince {

// The plain text of an element that holds text, HTML or XHTML, as its type (Atom 1.0), mode (Atom
// 0.3) or, in RSS, custom says.
std::string plain_text(const XmlNode& node);

// The same for titles: those of RSS are often escaped twice; Atom says how its titles are escaped.
std::string title_text(const XmlNode& node);

// What an item says: its content, or its description where it has none. Where it has both and they
// say different things, both, one below the other: some put the complaint into the summary.
std::string body_text(const std::vector<FeedField>& fields);

// A teaser and what it is for; one of them where it is a part of the other.
std::string join_texts(std::string teaser, const std::string& content);

// For an item without a title: the first words of its text, at most 100 characters.
std::string stand_in_title(std::string_view text);

// The people of the first of `names` that names any: "Ana, Luis". `id` is the same as the feed
// writes it, with an address where it gives one, so that two people of one name stay two.
Author author_of(const std::vector<FeedField>& fields, FieldNames names);

// Adds a name to a list "Ana, Luis", unless it is there or the list is over 512 bytes long.
void join_name(std::string& names, std::string_view name);

}  // namespace quince
