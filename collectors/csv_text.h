// The bytes of a table as text, and back to a number of bytes, so that a position in the text is
// one in the file. UTF-16 is converted as a whole; in every other encoding the bytes are kept until
// a field is read, since separators, quotes and line breaks are ASCII there.
#pragma once
#include <string>
#include <string_view>

#include "collectors/csv.h"

namespace quince {

// How long the byte order mark is; sets the encoding that it, or the first character, shows.
std::size_t csv_mark_bytes(std::string_view bytes, CsvEncoding& encoding);
std::size_t csv_unit_bytes(CsvEncoding encoding);  // of one character at least

std::string csv_text(std::string_view bytes, CsvEncoding encoding);
std::size_t csv_raw_bytes(std::string_view text, CsvEncoding encoding);  // that `text` was made of

// A field as valid UTF-8, without blanks at its ends.
std::string csv_field(std::string_view field);

}  // namespace quince
