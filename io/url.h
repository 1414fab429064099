// Small things that everybody does with URLs (RFC 3986). Pure.
#pragma once
#include <string>
#include <string_view>

namespace quince {

// Everything but unreserved characters as %XX: for a path segment or a query's value.
std::string percent_encoded(std::string_view text);

}  // namespace quince
