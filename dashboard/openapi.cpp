#include "dashboard/openapi.h"

#include <span>

#include "core/asset.h"

namespace quince {

std::span<const Asset> openapi_assets();  // made by cmake/EmbedAssets.cmake

std::string_view openapi_json() { return openapi_assets().front().bytes; }

}  // namespace quince
