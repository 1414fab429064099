// JSON lines: one Mention a line, as described in docs/json.md (`id` and `text` are required). A
// bad line is left out, with its number and what is wrong, and does not stop the file. A file is
// read in chunks of at most 1 MiB; the position behind the last whole line is remembered with a
// digest of the file's beginning, so that a file that grew is read on, and a file that was replaced
// (it begins otherwise, or is shorter than what was read) is read anew.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/source.h"

namespace quince {

struct JsonlChunk {
  std::vector<Mention> mentions;
  std::vector<std::string> faults;   // "line 12: text is missing", at most 20
  std::vector<std::string> dropped;  // one reason label for each bad line
  std::size_t bytes = 0;             // taken from the chunk
  std::int64_t lines = 0;            // in them, empty ones included
};

// Reads the whole lines of `chunk`, whose first line has the number `first_line`. What follows the
// last line break is taken only if `last` (nothing follows in the file) and it is a whole Mention:
// a writer may be in the middle of it.
JsonlChunk read_jsonl(std::string_view chunk, std::int64_t first_line, bool last);

// The next chunk of the file behind `position` ("" at first). `more`: there is another one.
Result<Parsed> read_jsonl_file(const std::string& path, const std::string& position);

}  // namespace quince
