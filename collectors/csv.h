// Tables as files: the first row names the columns, every other row is a Mention or an Event
// (collectors/row.h; scanning: collectors/csv_row.h). Which column fills which member is said by
// the source's `columns`; without it by the names of the columns, where they are names of members
// ("text", "Author handle" is not, "author.handle" is). Names are compared as core/label.h does.
//
// Separator: the "sep=;" of a first line, else the one of the header. Encoding: a byte order mark
// decides (UTF-8, UTF-16); else valid UTF-8 stays and other bytes are windows-1252. A broken row is
// left out with the line where it begins ("line 12: …") and does not stop the file: after a quote
// that is never closed, or a row over its bound, reading goes on at the next line. Without a
// usable header the file is refused as a whole.
//
// A file is read in chunks; the position is an offset in raw bytes (collectors/import_file.h). A
// last row without a line break is taken once the file is at rest.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/csv_row.h"
#include "collectors/row.h"

namespace quince {

enum class CsvEncoding : std::uint8_t { utf8_or_1252, utf16_little, utf16_big };

struct CsvColumn {
  std::string member;  // that it fills
  std::string name;    // as in the header
  std::size_t index = 0;
};

struct CsvHead {
  CsvEncoding encoding = CsvEncoding::utf8_or_1252;
  char separator = ',';
  bool ends = false;               // its line break is there
  std::size_t column_count = 0;    // of the table
  std::vector<CsvColumn> columns;  // that are used, in the order of their members
  std::size_t bytes = 0;           // raw, up to the first row, with the mark and a "sep=" line
  std::int64_t lines = 0;          // in them
};

// `bytes` are those of the file's beginning; `last`: all of them.
Result<CsvHead> read_csv_head(std::string_view bytes, const Source& source, bool last);

// The next chunk of the file behind `position` ("" at first). `more`: there is another one.
Result<Parsed> read_csv_file(const Source& source, const std::string& position);

}  // namespace quince
