#include "app/history.h"

#include <algorithm>

#include "app/terminal.h"
#include "core/utf8.h"
#include "io/json_fields.h"

namespace quince {
namespace {

class HistoryReader {
 public:
  std::vector<Mention> mentions;

  Result<> take(std::string_view line) {
    if (line.starts_with('{')) return take_json(line);
    if (is_first_) return take_head(line);
    return header_.empty() ? take_text(line) : take_row(line);
  }

 private:
  Result<> take_json(std::string_view line) {
    is_first_ = false;
    return json_.read_into(line, mentions.emplace_back());
  }

  Result<> take_head(std::string_view line) {
    is_first_ = false;
    const auto cells = cells_of(line);
    if (std::ranges::find(cells, "text") != cells.end()) {
      header_.assign(cells.begin(), cells.end());
      return {};
    }
    if (cells.size() > 1)
      return fail(Code::invalid, "no column is called text; name it in the first line");
    return take_text(line);
  }

  Result<> take_text(std::string_view line) {
    mentions.emplace_back().text = line;
    return {};
  }

  Result<> take_row(std::string_view line) {
    const auto cells = cells_of(line);
    const auto cell = [&](std::string_view name) {
      const auto column =
          static_cast<std::size_t>(std::ranges::find(header_, name) - header_.begin());
      return column < cells.size() ? cells[column] : std::string_view{};
    };
    Mention& mention = mentions.emplace_back();
    mention.id = cell("id");
    mention.text = cell("text");
    mention.lang = cell("lang");
    const std::string_view posted_at = cell("posted_at");
    mention.posted_at = parse_rfc3339(posted_at);
    if (!posted_at.empty() && !mention.posted_at)
      return fail(Code::invalid, "posted_at is \"" + std::string(posted_at) +
                                     "\"; write it as 2026-11-22T10:00:00Z");
    return {};
  }

  bool is_first_ = true;
  std::vector<std::string> header_;  // of a tab-separated file
  JsonParser json_;
};

}  // namespace

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  while (true) {
    const auto tab = line.find('\t');
    cells.push_back(line.substr(0, tab));
    if (tab == line.npos) return cells;
    line.remove_prefix(tab + 1);
  }
}

Result<std::vector<Mention>> read_history(const std::string& file) {
  HistoryReader reader;
  Result<> good;
  std::int64_t number = 0;
  const auto whole = for_each_line(file, [&](std::string_view line) {
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || !good) return;
    good = reader.take(repair_utf8(line));
    if (!good)
      good =
          fail(good.error().code, file + ':' + std::to_string(number) + ": " + good.error().text);
    else if (!reader.mentions.empty() && reader.mentions.back().id.empty())
      reader.mentions.back().id = std::to_string(number);
  });
  if (!whole) return std::unexpected(whole.error());
  if (!good) return std::unexpected(good.error());
  return std::move(reader.mentions);
}

}  // namespace quince
