// JSON lines: one Mention, Event or Reading a line (collectors/record.h). A bad line is left out,
// with its number and what is wrong, and does not stop the file. A file is read in chunks of at
// most 1 MiB; the position is the one behind the last whole line (collectors/import_file.h).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "collectors/source.h"

namespace quince {

struct JsonlTaken {
  std::size_t bytes = 0;   // of the chunk
  std::int64_t lines = 0;  // in them, empty ones included
  bool all = true;         // false: there were too many lines for one commit
};

// Reads the whole lines of `chunk`, whose first line has the number `first_line`. What follows the
// last line break is taken only if `last` (nothing follows in the file) and it is a whole record:
// a writer may be in the middle of it. Faults are "line 12: text is missing", at most 20.
JsonlTaken read_jsonl(std::string_view chunk, const Source& source, std::int64_t first_line,
                      bool last, Parsed& into);

// The next chunk of the file behind `position` ("" at first). `more`: there is another one.
Result<Parsed> read_jsonl_file(const Source& source, const std::string& position);

}  // namespace quince
