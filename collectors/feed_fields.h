// An item or a channel of an XML feed as a list of named fields. A field's name is its element's,
// in lower case, behind the usual prefix of its namespace, whatever prefix the document chose:
// "title", "dc:creator", "atom:link". Formats differ in where things are, not in what they say, so
// readers ask for the first field, in an order of precedence, that is there and is not empty.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/xml.h"

namespace quince {

struct FeedField {
  std::string name;
  XmlNode node;
};

using FieldNames = std::initializer_list<std::string_view>;

// The elements inside `parent`. In an Atom document elements without a namespace are Atom's.
std::vector<FeedField> fields_of(XmlNode parent, bool atom);

// The prefix under which a node's namespace is known here; the elements of every RSS have none.
std::string usual_prefix(const XmlNode& node);

// What `read` gives for the first field, in the order of `names`, for which it gives something.
template <class Read>
std::string first_of(const std::vector<FeedField>& fields, FieldNames names, Read read) {
  for (const std::string_view name : names)
    for (const FeedField& field : fields)
      if (field.name == name)
        if (std::string value = read(field.node); !value.empty()) return value;
  return {};
}

std::string raw_text(const XmlNode& node);                   // the text inside, trimmed
std::optional<std::int64_t> whole(const std::string& text);  // a number of at most 15 digits

}  // namespace quince
