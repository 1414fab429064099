#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "config/check_whole.h"

extern char** environ;

namespace quince {
namespace {

constexpr std::uintmax_t config_bytes_max = 1u << 20;
constexpr std::uintmax_t secret_bytes_max = 64u << 10;
constexpr std::uintmax_t pack_bytes_max = 4u << 20;
constexpr std::size_t packs_max = 1'000;

Result<std::string> read_whole(const std::string& path, std::uintmax_t bytes_max) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return fail(Code::invalid, "it is a folder");
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(Code::not_found, std::strerror(errno));
  std::string text;
  char block[16'384];
  while (in.read(block, sizeof block) || in.gcount() > 0) {
    text.append(block, static_cast<std::size_t>(in.gcount()));
    if (text.size() > bytes_max)
      return fail(Code::too_large, "it has more than " + std::to_string(bytes_max) + " bytes");
  }
  return text;
}

Result<SecretFile> read_secret_file(const std::string& path) {
  auto text = read_whole(path, secret_bytes_max);
  if (!text) return std::unexpected(text.error());
  struct stat status{};
  const bool by_all = stat(path.c_str(), &status) == 0 && (status.st_mode & S_IROTH) != 0;
  return SecretFile{std::move(*text), by_all};
}

bool zone_exists(const std::string& zone) {
  if (zone == "UTC") return true;  // also where no tzdata is installed
  if (zone.starts_with('/') || zone.find("..") != zone.npos) return false;
  std::error_code error;
  return std::filesystem::is_regular_file("/usr/share/zoneinfo/" + zone, error);
}

std::map<std::string, std::string> own_environment() {
  std::map<std::string, std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=');
    if (text.starts_with("QUINCE_") && equals != text.npos)
      out.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return out;
}

}  // namespace

std::expected<CheckedConfig, std::vector<Fault>> read_config(std::string_view text,
                                                             const std::string& file,
                                                             const Surroundings& around) {
  const auto root = parse_yaml(text, file);
  if (!root) return std::unexpected(std::vector{root.error()});
  OptionReader reader(*root, around);
  CheckedConfig out;
  reader.read(&*root, out.config);
  check_and_complete(out.config, around, reader);
  reader.check_environment();
  if (reader.has_faults()) return std::unexpected(std::move(reader).faults());
  out.warnings = std::move(reader).warnings();
  return out;
}

std::expected<CheckedConfig, std::vector<Fault>> load_config(const std::string& path) {
  const auto text = read_whole(path, config_bytes_max);
  if (!text)
    return std::unexpected(
        std::vector{Fault{path, 0, 0, "cannot be read: " + text.error().text,
                          "name the file with -c; config/quince.yaml is an example"}});
  return read_config(*text, path, {own_environment(), read_secret_file, zone_exists, false});
}

Result<std::vector<PackFile>> read_packs(const std::string& dir) {
  std::error_code error;
  std::vector<std::string> paths;
  for (auto at = std::filesystem::directory_iterator(dir, error);
       !error && at != std::filesystem::directory_iterator(); at.increment(error))
    if (at->path().extension() == ".yaml" || at->path().extension() == ".yml")
      paths.push_back(at->path());
  if (error)
    return fail(Code::not_found,
                "the folder of rule packs " + dir + " cannot be read: " + error.message());
  if (paths.empty())
    return fail(Code::not_found, "the folder of rule packs " + dir + " holds no *.yaml file");
  if (paths.size() > packs_max)
    return fail(Code::too_large, dir + " holds more than 1,000 rule packs");
  std::sort(paths.begin(), paths.end());
  std::vector<PackFile> packs;
  for (const std::string& path : paths) {
    auto text = read_whole(path, pack_bytes_max);
    if (!text) return fail(text.error().code, path + " cannot be read: " + text.error().text);
    packs.push_back({path, std::move(*text)});
  }
  return packs;
}

}  // namespace quince
