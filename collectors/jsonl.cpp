#include "collectors/jsonl.h"

#include "collectors/import_file.h"
#include "collectors/kinds.h"
#include "collectors/record.h"

namespace quince {
namespace {

constexpr std::size_t chunk_bytes = 1u << 20;  // also the longest line
constexpr std::int64_t lines_max = 2'000;      // at once: one commit
constexpr std::size_t faults_max = 20;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

void add_fault(Parsed& into, std::string_view reason, std::int64_t line, const std::string& what) {
  into.dropped.emplace_back(reason);
  if (into.faults.size() < faults_max)
    into.faults.push_back("line " + std::to_string(line) + ": " + what);
}

}  // namespace

JsonlTaken read_jsonl(std::string_view chunk, const Source& source, std::int64_t first_line,
                      bool last, Parsed& into) {
  JsonParser parser;
  JsonlTaken taken;
  while (taken.bytes < chunk.size()) {
    if (taken.lines == lines_max) return taken.all = false, taken;
    const std::size_t end = chunk.find('\n', taken.bytes);
    const bool whole = end != std::string_view::npos;
    if (!whole && !last) break;
    std::string_view text =
        chunk.substr(taken.bytes, whole ? end - taken.bytes : std::string_view::npos);
    if (first_line + taken.lines == 1 && text.starts_with(byte_order_mark))
      text.remove_prefix(byte_order_mark.size());
    if (!is_blank(text)) {
      const auto added = add_record(parser, text, source, into);
      if (!added && !whole) break;
      if (!added) add_fault(into, "bad_line", first_line + taken.lines, added.error().text);
    }
    taken.bytes = whole ? end + 1 : chunk.size();
    ++taken.lines;
  }
  return taken;
}

Result<Parsed> read_jsonl_file(const Source& source, const std::string& position) {
  auto file = ImportFile::open(source, position);
  if (!file) return std::unexpected(file.error());
  Parsed parsed;
  parsed.is_log = true;
  const std::string chunk = file->read(file->offset(), chunk_bytes);
  const bool last = chunk.size() < chunk_bytes;
  JsonlTaken taken = read_jsonl(chunk, source, file->line(), last, parsed);
  if (taken.bytes == 0 && !last) {  // a line longer than a chunk: its pieces are bad lines
    taken.bytes = chunk.size();
    add_fault(parsed, "line_too_long", file->line(),
              "over " + std::to_string(chunk_bytes) + " bytes");
  }
  parsed.more = !last || !taken.all;
  const std::uint64_t offset = file->offset() + taken.bytes;
  if (offset > 0) parsed.position = file->position_at(offset, file->line() + taken.lines);
  return parsed;
}

Result<Parsed> parse_jsonl(const Target& target, const Document& document) {
  Parsed parsed;
  parsed.is_log = true;
  std::string_view rest = document.bytes;
  std::int64_t line = 1;
  for (bool all = false; !all;) {
    const JsonlTaken taken = read_jsonl(rest, *target.source, line, true, parsed);
    rest.remove_prefix(taken.bytes);
    line += taken.lines;
    all = taken.all;
  }
  if (!rest.empty()) add_fault(parsed, "bad_line", line, "it is not a whole record");
  return parsed;
}

}  // namespace quince
