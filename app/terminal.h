// What the subcommands share of the terminal: reading a file or standard input by lines, colours
// that respect NO_COLOR and pipes, and a progress line for what takes longer than a second.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/error.h"

namespace quince {

// Calls `line` for each line, without its newline; lines over 4 MiB are cut there and the rest of
// them is skipped.
Result<> for_each_line(const std::string& file, const std::function<void(std::string_view)>& line);
Result<std::string> read_all(const std::string& file, std::size_t bytes_max);

// Text in a colour, or plain where standard output is no terminal or NO_COLOR is set.
std::string bold(std::string_view text);
std::string red(std::string_view text);
std::string green(std::string_view text);
std::string yellow(std::string_view text);
std::string dim(std::string_view text);

// "assess 12,000 …" on standard error, at most four times a second, and only where that is a
// terminal.
class Progress {
 public:
  explicit Progress(std::string what);
  ~Progress();
  void advance(std::int64_t by = 1);

 private:
  const std::string what_;
  const bool shown_;
  std::int64_t done_ = 0;
  std::chrono::steady_clock::time_point last_, start_;
};

}  // namespace quince
