#include "collectors/jsonl.h"

#include <charconv>
#include <fstream>

#include "collectors/kinds.h"
#include "io/crypto.h"
#include "io/json_fields.h"

namespace quince {
namespace {

constexpr std::size_t chunk_bytes = 1u << 20;  // also the longest line
constexpr std::size_t head_bytes = 256;  // how much of a file's beginning tells it from another
constexpr std::size_t faults_max = 20;

// "<offset>/<line>/<digest of the first bytes>".
struct Position {
  std::uint64_t offset = 0;
  std::int64_t line = 1;
  std::string head;
};

Position parse_position(std::string_view text) {
  Position position;
  const std::size_t first = text.find('/'),
                    second = text.find('/', first == text.npos ? first : first + 1);
  if (second == std::string_view::npos) return position;
  std::from_chars(text.data(), text.data() + first, position.offset);
  std::from_chars(text.data() + first + 1, text.data() + second, position.line);
  position.head = text.substr(second + 1);
  return position;
}

std::string read_at(std::ifstream& file, std::uint64_t offset, std::size_t bytes) {
  std::string data(bytes, '\0');
  file.clear();
  file.seekg(static_cast<std::streamoff>(offset));
  file.read(data.data(), static_cast<std::streamsize>(bytes));
  data.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
  return data;
}

std::uint64_t size_of(std::ifstream& file) {
  file.seekg(0, std::ios::end);
  return static_cast<std::uint64_t>(std::max<std::streamoff>(0, file.tellg()));
}

// Of at most what was read already, so that it stays the same while the file grows.
std::string head_digest(std::ifstream& file, std::uint64_t offset) {
  return to_hex(sha256(read_at(file, 0, std::min<std::uint64_t>(offset, head_bytes))))
      .substr(0, 16);
}

// The Mention of one line, or what is wrong with it.
Result<Mention> read_line(JsonParser& parser, std::string_view line) {
  auto mention = parser.read<Mention>(line);
  if (mention && mention->id.empty()) return fail(Code::invalid, "Mention: id is missing");
  if (mention && mention->kind.empty()) mention->kind = "jsonl";
  return mention;
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

JsonlChunk read_jsonl(std::string_view chunk, std::int64_t first_line, bool last) {
  JsonParser parser;
  JsonlChunk result;
  while (result.bytes < chunk.size()) {
    const std::size_t end = chunk.find('\n', result.bytes);
    const bool whole = end != std::string_view::npos;
    if (!whole && !last) break;
    const std::string_view text =
        chunk.substr(result.bytes, whole ? end - result.bytes : std::string_view::npos);
    if (!is_blank(text)) {
      auto mention = read_line(parser, text);
      if (mention) {
        result.mentions.push_back(std::move(*mention));
      } else if (!whole) {
        break;
      } else {
        result.dropped.emplace_back("bad_line");
        if (result.faults.size() < faults_max)
          result.faults.push_back("line " + std::to_string(first_line + result.lines) + ": " +
                                  mention.error().text);
      }
    }
    result.bytes = whole ? end + 1 : chunk.size();
    ++result.lines;
  }
  return result;
}

Result<Parsed> read_jsonl_file(const std::string& path, const std::string& position) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Code::not_found, path + ": cannot be read");
  Position at = parse_position(position);
  if (at.offset > size_of(file) || (at.offset > 0 && head_digest(file, at.offset) != at.head))
    at = {};  // another file

  const std::string chunk = read_at(file, at.offset, chunk_bytes);
  const bool last = chunk.size() < chunk_bytes;
  JsonlChunk read = read_jsonl(chunk, at.line, last);
  if (read.bytes == 0 && !last) {  // a line longer than a chunk: its pieces are bad lines
    read.bytes = chunk.size();
    read.dropped.emplace_back("line_too_long");
    read.faults.push_back("line " + std::to_string(at.line) + ": over " +
                          std::to_string(chunk_bytes) + " bytes");
  }
  Parsed parsed;
  parsed.is_log = true;
  parsed.mentions = std::move(read.mentions);
  parsed.dropped = std::move(read.dropped);
  parsed.faults = std::move(read.faults);
  parsed.more = !last;
  at.offset += read.bytes;
  if (at.offset > 0 || !position.empty())
    parsed.position = std::to_string(at.offset) + '/' + std::to_string(at.line + read.lines) + '/' +
                      head_digest(file, at.offset);
  return parsed;
}

Result<Parsed> parse_jsonl(const Target&, const Document& document) {
  JsonlChunk read = read_jsonl(document.bytes, 1, true);
  Parsed parsed;
  parsed.is_log = true;
  parsed.mentions = std::move(read.mentions);
  parsed.dropped = std::move(read.dropped);
  parsed.faults = std::move(read.faults);
  parsed.is_log = true;
  if (read.bytes < document.bytes.size()) {
    parsed.dropped.emplace_back("bad_line");
    parsed.faults.push_back("line " + std::to_string(1 + read.lines) +
                            ": it is not a whole Mention");
  }
  return parsed;
}

}  // namespace quince
