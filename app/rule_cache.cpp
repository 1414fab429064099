#include "app/rule_cache.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <vector>

namespace quince {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t files_max = 4;
constexpr std::uintmax_t file_bytes_max = 64u << 20;
constexpr std::string_view prefix = "rules-";

// Under another name first, so that whoever reads meanwhile sees a whole file or none.
void write_whole(const std::string& path, std::string_view bytes) {
  std::string aside = path + ".XXXXXX";
  const int file = ::mkstemp(aside.data());
  if (file < 0) return;
  ::close(file);
  std::ofstream out(aside, std::ios::binary);
  out << bytes;
  out.close();
  std::error_code error;
  if (out) fs::rename(aside, path, error);
  if (!out || error) fs::remove(aside, error);
}

}  // namespace

RuleCache RuleCache::of_user() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return RuleCache(std::string(cache) + "/quince");
  const char* home = std::getenv("HOME");
  return RuleCache(home != nullptr && *home == '/' ? std::string(home) + "/.cache/quince" : "");
}

std::string RuleCache::path_of(std::string_view key) const {
  return dir_ + '/' + std::string(prefix) + std::string(key);
}

std::string RuleCache::find(std::string_view key) {
  if (dir_.empty()) return {};
  const std::string path = path_of(key);
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error || size > file_bytes_max) return {};
  std::string bytes(size, '\0');
  std::ifstream in(path, std::ios::binary);
  in.read(bytes.data(), static_cast<std::streamsize>(size));
  return in ? bytes : std::string{};
}

void RuleCache::keep(std::string_view key, std::string_view bytes) {
  if (dir_.empty() || bytes.size() > file_bytes_max) return;
  std::error_code error;
  fs::create_directories(dir_, error);
  write_whole(path_of(key), bytes);
  drop_oldest();
}

// Those left behind by a crash in the middle of writing count too.
void RuleCache::drop_oldest() const {
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  std::error_code error;
  for (auto at = fs::directory_iterator(dir_, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    std::error_code gone;  // another process tidies too
    const auto written = at->last_write_time(gone);
    if (!gone && at->path().filename().string().starts_with(prefix))
      files.emplace_back(written, at->path());
  }
  std::sort(files.begin(), files.end(), std::greater{});
  for (std::size_t i = files_max; i < files.size(); ++i) fs::remove(files[i].second, error);
}

}  // namespace quince
