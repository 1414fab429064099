#include "app/terminal.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace quince {
namespace {

constexpr std::size_t line_bytes_max = 4u << 20;

struct Closer {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};
using File = std::unique_ptr<std::FILE, Closer>;

Result<File> open(const std::string& file) {
  if (file.empty() || file == "-") return File(stdin);
  File opened(std::fopen(file.c_str(), "rb"));
  if (!opened)
    return fail(Code::not_found, "cannot read " + file + "; check the name and its permissions");
  return opened;
}

std::string coloured(std::string_view text, const char* code) {
  static const bool colours = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  if (!colours) return std::string(text);
  return "\x1b[" + std::string(code) + 'm' + std::string(text) + "\x1b[0m";
}

// fopen takes a folder; only reading it fails.
Result<> whole(std::FILE* read, const std::string& file) {
  if (std::ferror(read) == 0) return {};
  return fail(Code::unavailable, "cannot read " + (file.empty() ? "standard input" : file) + ": " +
                                     std::strerror(errno));
}

}  // namespace

Result<> for_each_line(const std::string& file, const std::function<void(std::string_view)>& line) {
  auto opened = open(file);
  if (!opened) return std::unexpected(opened.error());
  std::string rest;
  bool skipping = false;  // the rest of a line that was too long
  char buffer[1 << 16];
  while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, opened->get())) {
    std::string_view chunk(buffer, got);
    for (auto end = chunk.find('\n'); end != std::string_view::npos; end = chunk.find('\n')) {
      if (!skipping && rest.empty()) {  // whole where it was read
        line(chunk.substr(0, end));
      } else if (!skipping) {
        line(rest.append(chunk.substr(0, end)));
      }
      skipping = false;
      rest.clear();
      chunk.remove_prefix(end + 1);
    }
    if (!skipping) rest.append(chunk);
    if (rest.size() > line_bytes_max) {
      rest.resize(line_bytes_max);
      line(rest);
      rest.clear();
      skipping = true;
    }
  }
  if (!rest.empty()) line(rest);
  return whole(opened->get(), file);
}

Result<std::string> read_all(const std::string& file, std::size_t bytes_max) {
  auto opened = open(file);
  if (!opened) return std::unexpected(opened.error());
  std::string bytes;
  char buffer[1 << 16];
  while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, opened->get())) {
    bytes.append(buffer, got);
    if (bytes.size() > bytes_max)
      return fail(Code::too_large,
                  file + " is larger than " + std::to_string(bytes_max >> 20) + " MiB");
  }
  if (auto good = whole(opened->get(), file); !good) return std::unexpected(good.error());
  return bytes;
}

std::string bold(std::string_view text) { return coloured(text, "1"); }
std::string red(std::string_view text) { return coloured(text, "31"); }
std::string green(std::string_view text) { return coloured(text, "32"); }
std::string yellow(std::string_view text) { return coloured(text, "33"); }
std::string dim(std::string_view text) { return coloured(text, "2"); }

Progress::Progress(std::string what)
    : what_(std::move(what)),
      shown_(isatty(STDERR_FILENO) != 0),
      start_(std::chrono::steady_clock::now()) {
  last_ = start_ + std::chrono::milliseconds{750};
}

Progress::~Progress() {
  if (shown_ && last_ > start_ + std::chrono::seconds{1}) std::fputs("\r\x1b[K", stderr);
}

void Progress::advance(std::int64_t by) {
  done_ += by;
  if (!shown_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_ < std::chrono::milliseconds{250}) return;
  last_ = now;
  std::fprintf(stderr, "\r\x1b[K%s %lld …", what_.c_str(), static_cast<long long>(done_));
}

}  // namespace quince
