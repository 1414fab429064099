// The description of the desk's API, as OpenAPI 3.1: dashboard/openapi.json, built in.
#pragma once
#include <string_view>

namespace quince {

std::string_view openapi_json();

}  // namespace quince
