// JSON of somebody else's making as a tree of values, over simdjson: for API answers, whose types
// cannot be relied on. Asking for what is not there gives the null value, so a path reads as it is
// written:
//
//   Result<JsonNode> answer = parse_json(body);
//   std::string name = (*answer)["account"]["display_name"].text();
//
// Broken UTF-8, raw control characters and lone surrogates are mended. Bounds: 64 levels, 400,000
// values.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"

namespace quince {

class JsonNode {
 public:
  enum class Type : std::uint8_t { null, boolean, number, text, list, object };

  Type type() const { return type_; }
  bool is_null() const { return type_ == Type::null; }
  const JsonNode& operator[](std::string_view member) const;  // the null value where there is none
  const std::vector<JsonNode>& items() const;  // of a list; of all else there are none
  std::string text() const;                    // a text, or a number as digits; else empty
  std::optional<std::int64_t> whole() const;   // a whole number, also one written as a text
  std::optional<bool> truth() const;

 private:
  friend struct JsonBuilder;
  Type type_ = Type::null;
  std::string text_;             // also the digits of a number, and "true"
  std::vector<JsonNode> items_;  // of an object: the values of `names_`
  std::vector<std::string> names_;
};

Result<JsonNode> parse_json(std::string_view text);

}  // namespace quince
