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

// What an item says: its content, else its description. An item of RSS that has both a description
// and a summary, and says different things there, says both.
std::string body_text(const std::vector<Field>& fields);

// For an item without a title: the first words of its text, at most 100 characters, or its address.
std::string stand_in_title(std::string_view text, std::string_view url);

// The people of the first of `names` that names any: "Ana, Luis". `id` is the same as the feed
// writes it, with an address where it gives one, so that two people of one name stay two.
Author author_of(const std::vector<Field>& fields, FieldNames names);

// Adds a name to a list "Ana, Luis", unless it is there.
void join_name(std::string& names, std::string_view name);

}  // namespace quince
