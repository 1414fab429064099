// One row of comma-separated values as RFC 4180 has it, with what spreadsheets really write: any
// separator, lines that end in LF, CR or both, blanks before a quote, and a quote inside a field
// that did not begin with one, which is itself. Bytes stay as they are; separators, quotes and line
// breaks are ASCII, so any encoding that keeps ASCII may be read. Pure.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace quince {

constexpr std::size_t csv_row_bytes_max = 64u << 10;
constexpr std::size_t csv_columns_max = 200;

struct CsvRow {
  std::vector<std::string> fields;
  std::size_t bytes = 0;    // with its line break; all of the text where it does not end
  bool ends = false;        // its line break is there
  bool open_quote = false;  // it does not end because of a quote that is never closed
  bool is_blank() const;    // an empty line
};

// The row at the beginning of `text`; at most csv_row_bytes_max of it are looked at. Where `last`
// (nothing follows the text in the file), a CR at its very end ends the row.
CsvRow scan_csv_row(std::string_view text, char separator, bool last);

// The first line of `text`, with its line break; of quotes it knows nothing.
std::string_view first_line(std::string_view text);
std::int64_t count_line_breaks(std::string_view text);

// Comma, semicolon or tab: the one that stands most often outside quotes; comma where none does.
char find_csv_separator(std::string_view header_line);

}  // namespace quince
