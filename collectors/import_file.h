// A file that is read in chunks over many runs of the program. Where the reading stands is kept as
// text: "<offset>/<line>/<digest>", the offset in raw bytes, the number of the line at it (from 1),
// and a digest of the file's first bytes, of those before the offset, and of how the source says to
// read it. A file that grew is read on; one that was replaced, rewritten or cut is read anew, and
// so is one whose `columns` or `date_format` changed: lines that were bad may be good now, and what
// was taken before is known by its ids. Not thread-safe.
#pragma once
#include <cstdint>
#include <fstream>
#include <string>

#include "collectors/source.h"

namespace quince {

class ImportFile {
 public:
  // A position that does not fit the file, or is no position, is the beginning.
  static Result<ImportFile> open(const Source& source, const std::string& position);

  std::uint64_t offset() const { return offset_; }  // of what was not read yet
  std::int64_t line() const { return line_; }
  std::uint64_t size() const { return size_; }  // when it was opened

  // Shorter at the end of the file.
  std::string read(std::uint64_t offset, std::size_t bytes);
  std::string position_at(std::uint64_t offset, std::int64_t line);

  // Whether nobody has written to it for some seconds: what stands behind the last line break is
  // not the half of a line that is being written.
  bool is_at_rest() const;

 private:
  std::string digest(std::uint64_t offset);

  std::string path_;
  std::string way_;  // how the source says to read it
  std::ifstream file_;
  std::uint64_t size_ = 0, offset_ = 0;
  std::int64_t line_ = 1;
};

}  // namespace quince
