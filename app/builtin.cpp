#include "app/builtin.h"

#include <span>

#include "app/terminal.h"
#include "config/config.h"
#include "core/asset.h"

namespace quince {

std::span<const Asset> pack_assets();    // made by cmake/EmbedAssets.cmake
std::span<const Asset> config_assets();  // likewise
std::span<const Asset> day_assets();     // likewise
std::span<const Asset> model_assets();   // likewise

std::vector<PackFile> builtin_packs() {
  std::vector<PackFile> packs;
  for (const Asset& asset : pack_assets())
    packs.push_back({std::string(asset.path), std::string(asset.bytes)});
  return packs;
}

std::string_view builtin_config() { return config_assets().front().bytes; }
std::string_view builtin_day() { return day_assets().front().bytes; }

Result<std::vector<PackFile>> packs_from(const std::string& dir) {
  return dir.empty() ? builtin_packs() : read_packs(dir);
}

Result<std::shared_ptr<const Model>> model_from(const std::string& dir) {
  if (dir == "none") return nullptr;
  Result<std::string> bytes = dir.empty() ? std::string(model_assets().front().bytes)
                                          : read_all(dir + "/model.bin", std::size_t{64} << 20);
  if (!bytes) return std::unexpected(bytes.error());
  auto read = read_model(*bytes);
  if (!read) return std::unexpected(read.error());
  return std::make_shared<const Model>(std::move(*read));
}

}  // namespace quince
