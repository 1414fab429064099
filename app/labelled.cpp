#include "app/labelled.h"

#include <fmt/core.h>

#include "app/history.h"
#include "app/terminal.h"
#include "core/utf8.h"
#include "io/json_tree.h"

namespace quince {
namespace {

// Where the columns stand: by the header of a tab-separated file.
struct Header {
  std::size_t text = 0, label = 0, severity = 0, lang = 0, channel = 0;  // number + 1; 0: none
};

Result<Header> read_header(std::string_view line) {
  Header header;
  const auto cells = cells_of(line);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i] == "text") header.text = i + 1;
    if (cells[i] == "label" || cells[i] == "complaint") header.label = i + 1;
    if (cells[i] == "severity") header.severity = i + 1;
    if (cells[i] == "lang") header.lang = i + 1;
    if (cells[i] == "channel") header.channel = i + 1;
  }
  if (header.text == 0 || header.label == 0)
    return fail(Code::invalid,
                "the first line must name the columns text and label, separated by tabs");
  return header;
}

Result<Labelled> labelled_of(std::string_view text, std::string_view label,
                             std::string_view severity, std::string_view lang) {
  Labelled row;
  if (label != "0" && label != "1")
    return fail(Code::invalid, "label is \"" + std::string(label) + "\"; write 1 (complaint) or 0");
  row.complaint = label == "1";
  row.mention.text = repair_utf8(text);
  row.mention.lang = lang;
  if (severity.empty()) return row;
  if (severity.size() != 1 || severity[0] < '0' || severity[0] > '4')
    return fail(Code::invalid, "severity is \"" + std::string(severity) + "\"; write 0 to 4");
  row.severity = severity[0] - '0';
  return row;
}

Result<Labelled> read_tsv(const Header& header, std::string_view line) {
  const auto cells = cells_of(line);
  const auto cell = [&](std::size_t number) {
    return number == 0 || number > cells.size() ? std::string_view{} : cells[number - 1];
  };
  if (cells.size() < std::max(header.text, header.label))
    return fail(Code::invalid, "the line has fewer columns than the header");
  auto row =
      labelled_of(cell(header.text), cell(header.label), cell(header.severity), cell(header.lang));
  if (row) row->channel = cell(header.channel);
  return row;
}

Result<Labelled> read_json(std::string_view line) {
  const auto node = parse_json(line);
  if (!node) return std::unexpected(node.error());
  const auto& label = (*node)["label"];
  const std::string text = label.truth() ? (*label.truth() ? "1" : "0") : label.text();
  auto row =
      labelled_of((*node)["text"].text(), text, (*node)["severity"].text(), (*node)["lang"].text());
  if (row) row->channel = (*node)["channel"].text();
  return row;
}

// Adds the rows of one file; false where something was told to be wrong.
bool read_file(const std::string& file, std::size_t source, std::vector<Labelled>& rows) {
  std::int64_t number = 0;
  std::optional<Header> header;
  std::string wrong;
  const auto read = for_each_line(file, [&](std::string_view line) {
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || !wrong.empty()) return;
    const bool is_json = line.starts_with('{');
    if (!is_json && !header) {
      auto found = read_header(line);
      if (found) {
        header = *found;
      } else {
        wrong = found.error().text;
      }
      return;
    }
    auto row = is_json ? read_json(line) : read_tsv(*header, line);
    if (row) {
      row->source = source;
      rows.push_back(std::move(*row));
    } else {
      wrong = row.error().text;
    }
  });
  if (!read) wrong = read.error().text;
  if (!wrong.empty()) fmt::print(stderr, "{}:{}: {}\n", file, number, wrong);
  return wrong.empty();
}

}  // namespace

std::optional<std::vector<Labelled>> read_labelled(const std::vector<std::string>& files) {
  std::vector<Labelled> rows;
  for (std::size_t i = 0; i < files.size(); ++i)
    if (!read_file(files[i], i, rows)) return std::nullopt;
  return rows;
}

}  // namespace quince
