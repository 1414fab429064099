#include "collectors/csv_row.h"

#include <algorithm>

namespace quince {
namespace {

// How long the line break at `at` is; 0: there is none, or its second half has not come yet.
std::size_t line_break(std::string_view text, std::size_t at, bool last) {
  if (text[at] == '\n') return 1;
  if (text[at] != '\r') return 0;
  if (at + 1 == text.size()) return last ? 1 : 0;
  return text[at + 1] == '\n' ? 2 : 1;
}

}  // namespace

bool CsvRow::is_blank() const {
  return fields.size() == 1 && fields[0].find_first_not_of(" \t") == std::string::npos;
}

CsvRow scan_csv_row(std::string_view text, char separator, bool last) {
  if (text.size() > csv_row_bytes_max) {
    text = text.substr(0, csv_row_bytes_max);
    last = false;
  }
  enum class In : std::uint8_t { start, plain, quotes, behind_quotes } in = In::start;
  CsvRow row;
  std::string field;
  const auto end_field = [&] {
    row.fields.push_back(std::move(field));
    field.clear();
    in = In::start;
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (in == In::quotes) {
      const bool doubled = c == '"' && at + 1 < text.size() && text[at + 1] == '"';
      if (doubled) ++at;
      if (c != '"' || doubled) field += c;
      if (c == '"' && !doubled) in = In::behind_quotes;
    } else if (c == separator) {
      end_field();
    } else if (const std::size_t length = line_break(text, at, last); length > 0) {
      end_field();
      row.bytes = at + length;
      row.ends = true;
      return row;
    } else if (c == '"' && in == In::start) {
      field.clear();
      in = In::quotes;
    } else {
      field += c;
      if (in == In::start && c != ' ') in = In::plain;
    }
  }
  row.open_quote = in == In::quotes;
  end_field();
  row.bytes = text.size();
  return row;
}

std::string_view first_line(std::string_view text) {
  const std::size_t at = text.find_first_of("\r\n");
  if (at == std::string_view::npos) return text;
  return text.substr(0, at + line_break(text, at, true));
}

std::int64_t count_line_breaks(std::string_view text) {
  std::int64_t count = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = first_line(rest);
    if (line.ends_with('\n') || line.ends_with('\r')) ++count;
    rest.remove_prefix(line.size());
  }
  return count;
}

char find_csv_separator(std::string_view header_line) {
  constexpr std::string_view separators = ",;\t";
  std::ptrdiff_t counts[separators.size()] = {};
  bool quotes = false;
  for (const char c : header_line) {
    if (c == '"') quotes = !quotes;
    const std::size_t which = separators.find(c);
    if (!quotes && which != std::string_view::npos) ++counts[which];
  }
  return separators[static_cast<std::size_t>(std::ranges::max_element(counts) - counts)];
}

}  // namespace quince
