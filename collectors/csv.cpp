#include "collectors/csv.h"

#include <algorithm>

#include "collectors/csv_text.h"
#include "collectors/import_file.h"
#include "collectors/kinds.h"

namespace quince {
namespace {

// A row of 64 KiB is 128 KiB in UTF-16, so every chunk holds a whole row or shows that it is too
// long.
constexpr std::size_t chunk_bytes = 1u << 20;
constexpr std::size_t head_bytes_max = 3 * csv_row_bytes_max;
constexpr std::size_t rows_max = 2'000;  // at once: one commit
constexpr std::size_t faults_max = 20;

// What stands behind the text: more of the file, nothing yet (it may be written to just now), or
// nothing.
enum class Behind : std::uint8_t { more, nothing_yet, nothing };

struct Taken {
  std::size_t bytes = 0;   // of the text
  std::int64_t lines = 0;  // in them
  bool all = true;         // false: rows_max came first
};

Result<> take_row(const CsvRow& row, const CsvHead& head, const Source& source, Parsed& into) {
  if (row.is_blank()) return {};
  const auto count = static_cast<std::size_t>(
      std::ranges::find_if(row.fields.rbegin(), row.fields.rend(),
                           [](const std::string& field) { return !field.empty(); })
          .base() -
      row.fields.begin());
  if (count > head.column_count)
    return fail(Code::invalid, "it has " + std::to_string(count) + " columns, and the header " +
                                   std::to_string(head.column_count) +
                                   "; a text that holds the separator must stand in quotes");
  std::vector<Cell> cells;
  for (const CsvColumn& column : head.columns) {
    if (column.index >= row.fields.size())
      return fail(Code::invalid, "it ends before the column \"" + column.name + '"');
    cells.push_back({column.member, column.name, csv_field(row.fields[column.index])});
  }
  return add_row(cells, source, into);
}

void add_fault(Parsed& into, std::int64_t line, const std::string& what) {
  into.dropped.emplace_back("bad_row");
  if (into.faults.size() < faults_max)
    into.faults.push_back("line " + std::to_string(line) + ": " + what);
}

// The rows of `text`, whose first line has the number `line`.
Taken take_rows(std::string_view text, std::int64_t line, Behind behind, const CsvHead& head,
                const Source& source, Parsed& into) {
  Taken taken;
  for (std::size_t rows = 0; taken.bytes < text.size(); ++rows) {
    if (rows == rows_max) return taken.all = false, taken;
    std::string_view rest = text.substr(taken.bytes);
    const CsvRow row = scan_csv_row(rest, head.separator, behind != Behind::more);
    const bool too_long = !row.ends && rest.size() > csv_row_bytes_max;
    if (!row.ends && !too_long && behind != Behind::nothing) return taken;
    const bool lost = too_long || row.open_quote;
    const std::int64_t here = line + taken.lines;
    if (too_long) {
      add_fault(into, here, "the row is over " + std::to_string(csv_row_bytes_max) + " bytes");
    } else if (lost) {
      add_fault(into, here, "a quote is never closed");
    } else if (const auto added = take_row(row, head, source, into); !added) {
      add_fault(into, here, added.error().text);
    }
    rest = lost ? first_line(rest) : rest.substr(0, row.bytes);
    taken.bytes += rest.size();
    taken.lines += count_line_breaks(rest);
  }
  return taken;
}

}  // namespace

Result<Parsed> parse_csv(const Target& target, const Document& document) {
  Parsed parsed;
  parsed.is_log = true;
  if (document.bytes.empty()) return parsed;
  const auto head = read_csv_head(document.bytes, *target.source, true);
  if (!head) return std::unexpected(head.error());
  const std::string text = csv_text(document.bytes.substr(head->bytes), head->encoding);
  std::string_view rest = text;
  for (std::int64_t line = 1 + head->lines; !rest.empty();) {
    const Taken taken = take_rows(rest, line, Behind::nothing, *head, *target.source, parsed);
    rest.remove_prefix(taken.bytes);
    line += taken.lines;
  }
  return parsed;
}

Result<Parsed> read_csv_file(const Source& source, const std::string& position) {
  auto file = ImportFile::open(source, position);
  if (!file) return std::unexpected(file.error());
  Parsed parsed;
  parsed.is_log = true;
  const bool at_rest = file->is_at_rest();
  const std::string beginning = file->read(0, head_bytes_max);
  const auto head = read_csv_head(beginning, source, beginning.size() < head_bytes_max);
  const bool waits = !at_rest && file->size() < head_bytes_max;
  if (file->size() == 0 || (waits && (!head || !head->ends))) return parsed;
  if (!head) return fail(head.error().code, source.file + ": " + head.error().text);

  std::uint64_t offset = std::max<std::uint64_t>(file->offset(), head->bytes);
  std::int64_t line = file->offset() == 0 ? 1 + head->lines : file->line();
  const std::size_t unit = csv_unit_bytes(head->encoding);
  const std::string chunk = file->read(offset - unit, unit + chunk_bytes);
  const bool last = chunk.size() < unit + chunk_bytes;
  const std::string before = csv_text(chunk.substr(0, unit), head->encoding);
  const std::string text = csv_text(std::string_view(chunk).substr(unit), head->encoding);
  const Behind behind = !last ? Behind::more : at_rest ? Behind::nothing : Behind::nothing_yet;

  // Amid a line that was too long, or behind a last one that had no line break: its rest is no row.
  std::size_t skipped = 0;
  if (before != "\n" && before != "\r") skipped = first_line(text).size();
  const auto skipped_lines = count_line_breaks(std::string_view(text).substr(0, skipped));
  const Taken taken = take_rows(std::string_view(text).substr(skipped), line + skipped_lines,
                                behind, *head, source, parsed);
  offset += csv_raw_bytes(std::string_view(text).substr(0, skipped + taken.bytes), head->encoding);
  line += skipped_lines + taken.lines;
  parsed.more = !last || !taken.all;
  parsed.position = file->position_at(offset, line);
  return parsed;
}

}  // namespace quince
