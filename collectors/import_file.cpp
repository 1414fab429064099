#include "collectors/import_file.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>

#include "io/crypto.h"

namespace quince {
namespace {

constexpr std::uint64_t mark_bytes = 256;  // that tell a file from another, at either place
constexpr std::chrono::seconds rest{5};

std::string way_of(const Source& source) {
  std::string way = source.date_format;
  for (const auto& [member, column] : source.columns) way += '\n' + member + '=' + column;
  return way;
}

}  // namespace

Result<ImportFile> ImportFile::open(const Source& source, const std::string& position) {
  ImportFile import;
  import.path_ = source.file;
  import.way_ = way_of(source);
  import.file_.open(source.file, std::ios::binary);
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(source.file, error);
  if (!import.file_ || error) return fail(Code::not_found, source.file + ": cannot be read");
  import.size_ = size;

  const std::string_view text = position;
  const std::size_t first = text.find('/'), second = text.find('/', first + 1);
  if (first == text.npos || second == text.npos) return import;
  std::uint64_t offset = 0;
  std::int64_t line = 1;
  std::from_chars(text.data(), text.data() + first, offset);
  std::from_chars(text.data() + first + 1, text.data() + second, line);
  if (offset == 0 || offset > size || import.digest(offset) != text.substr(second + 1))
    return import;
  import.offset_ = offset;
  import.line_ = line;
  return import;
}

std::string ImportFile::read(std::uint64_t offset, std::size_t bytes) {
  std::string data(bytes, '\0');
  file_.clear();
  file_.seekg(static_cast<std::streamoff>(offset));
  file_.read(data.data(), static_cast<std::streamsize>(bytes));
  data.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file_.gcount())));
  return data;
}

// Only of what was read already, so that it stays the same while the file grows.
std::string ImportFile::digest(std::uint64_t offset) {
  const std::uint64_t bytes = std::min(offset, mark_bytes);
  return to_hex(sha256(read(0, bytes) + read(offset - bytes, bytes) + way_)).substr(0, 16);
}

std::string ImportFile::position_at(std::uint64_t offset, std::int64_t line) {
  return std::to_string(offset) + '/' + std::to_string(line) + '/' + digest(offset);
}

bool ImportFile::is_at_rest() const {
  std::error_code error;
  const auto written = std::filesystem::last_write_time(path_, error);
  return !error && std::filesystem::file_time_type::clock::now() - written >= rest;
}

}  // namespace quince
