// The beginning of a table: encoding, separator, and which column fills what.
#include <algorithm>

#include "collectors/csv.h"
#include "collectors/csv_text.h"
#include "core/label.h"
#include "core/nearest.h"

namespace quince {
namespace {

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string list_of(const std::vector<std::string>& names) {
  constexpr std::size_t shown_max = 20;
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), shown_max); ++i)
    list += (i > 0 ? ", " : "") + quoted(names[i]);
  return names.size() > shown_max ? list + " …" : list;
}

// Where `wanted` stands among the names; their number where it does not.
std::size_t find_column(const std::vector<std::string>& names, std::string_view wanted) {
  const std::string key = label_key(wanted);
  const auto found =
      std::ranges::find_if(names, [&](std::string_view name) { return label_key(name) == key; });
  return static_cast<std::size_t>(found - names.begin());
}

Result<std::vector<CsvColumn>> mapped_columns(const std::vector<std::string>& names,
                                              const Source& source) {
  std::vector<CsvColumn> columns;
  for (const auto& [member, wanted] : source.columns) {
    const std::size_t index = find_column(names, wanted);
    if (index == names.size()) {
      const std::string near = nearest(wanted, names);
      return fail(Code::invalid, "there is no column " + quoted(wanted) + " for " + member + "; " +
                                     (near.empty() ? "there are " + list_of(names)
                                                   : "did you mean " + quoted(near) + "?"));
    }
    columns.push_back({member, names[index], index});
  }
  return columns;
}

// The member that a column is named for; empty: none.
std::string member_named(std::string_view name, RowType type) {
  for (const std::string& member : row_members(type)) {
    if (label_key(member) == label_key(name)) return member;
    if (member.ends_with('.') && name.starts_with(member)) return std::string(name);
  }
  return {};
}

std::vector<CsvColumn> named_columns(const std::vector<std::string>& names) {
  const RowType type =
      find_column(names, "event") < names.size() ? RowType::event : RowType::mention;
  std::vector<CsvColumn> columns;
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::string member = member_named(names[i], type);
    if (!member.empty() && is_row_member(type, member))
      columns.push_back({std::move(member), names[i], i});
  }
  std::ranges::stable_sort(columns, {}, &CsvColumn::member);
  const auto twice = std::ranges::unique(columns, {}, &CsvColumn::member);
  columns.erase(twice.begin(), twice.end());
  return columns;
}

bool fills(const std::vector<CsvColumn>& columns, std::string_view member) {
  return std::ranges::find(columns, member, &CsvColumn::member) != columns.end();
}

Result<std::vector<CsvColumn>> choose_columns(const std::vector<std::string>& names,
                                              const Source& source) {
  if (names.size() > csv_columns_max)
    return fail(Code::too_large, "there are " + std::to_string(names.size()) + " columns, over " +
                                     std::to_string(csv_columns_max));
  if (names.size() == 1 && names[0].empty()) return fail(Code::invalid, "there is no header");
  auto columns = source.columns.empty() ? Result<std::vector<CsvColumn>>(named_columns(names))
                                        : mapped_columns(names, source);
  if (!columns) return columns;
  if (fills(*columns, "event") && !fills(*columns, "at"))
    return fail(Code::invalid,
                "no column is the time of an event; name it with columns: {at: …}; "
                "there are " +
                    list_of(names));
  if (!fills(*columns, "event") && !fills(*columns, "text") && !fills(*columns, "title"))
    return fail(Code::invalid,
                "no column is the text of a mention; name it with columns: "
                "{text: …}; there are " +
                    list_of(names));
  return columns;
}

// Excel's own way to say it: a first line "sep=;".
bool take_separator_line(std::string_view text, CsvHead& head, std::size_t& taken) {
  constexpr std::string_view prefix = "sep=";
  const std::string_view line = first_line(text);
  if (line.size() <= prefix.size() || label_key(line.substr(0, prefix.size())) != prefix)
    return false;
  const char separator = line[prefix.size()];
  if (separator == '\r' || separator == '\n' || separator == '"') return false;
  head.separator = separator;
  taken += line.size();
  return true;
}

bool is_blank_line(std::string_view line) {
  return !line.empty() && line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

Result<CsvHead> read_csv_head(std::string_view bytes, const Source& source, bool last) {
  CsvHead head;
  const std::size_t mark = csv_mark_bytes(bytes, head.encoding);
  const std::string text = csv_text(bytes.substr(mark), head.encoding);
  std::size_t at = 0;
  const bool is_told = take_separator_line(text, head, at);
  while (is_blank_line(first_line(std::string_view(text).substr(at))))
    at += first_line(std::string_view(text).substr(at)).size();
  const std::string_view rest = std::string_view(text).substr(at);
  if (!is_told) head.separator = find_csv_separator(first_line(rest));

  CsvRow row = scan_csv_row(rest, head.separator, last);
  const std::string line = "line " + std::to_string(1 + count_line_breaks(text.substr(0, at)));
  if (!row.ends && (!last || row.open_quote))
    return fail(Code::invalid, line + ": the header does not end");
  std::vector<std::string> names;
  for (const std::string& field : row.fields) names.push_back(csv_field(field));
  auto columns = choose_columns(names, source);
  if (!columns) return fail(columns.error().code, line + ": " + columns.error().text);

  const std::string_view taken = std::string_view(text).substr(0, at + row.bytes);
  head.ends = row.ends;
  head.column_count = names.size();
  head.columns = std::move(*columns);
  head.bytes = mark + csv_raw_bytes(taken, head.encoding);
  head.lines = count_line_breaks(taken);
  return head;
}

}  // namespace quince
