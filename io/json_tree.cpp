#include "io/json_tree.h"

#include <simdjson.h>

#include <charconv>

#include "core/utf8.h"

namespace quince {

namespace dom = simdjson::dom;

namespace {

constexpr std::size_t depth_max = 64;
// "[]," is three bytes and a value of 88, its name 32 more, twice that while a list grows: 400,000
// values are 100 MB at most, and five thousand posts of eighty members.
constexpr std::size_t values_max = 400'000;

bool is_hex4(std::string_view text, std::size_t at, char first, std::string_view second) {
  return text.size() >= at + 6 && text[at] == '\\' && text[at + 1] == 'u' &&
         (text[at + 2] | 0x20) == first &&
         second.find(static_cast<char>(text[at + 3] | 0x20)) != std::string_view::npos;
}

// Inside strings: raw control characters become spaces, lone surrogate escapes become U+FFFD.
std::string repair_json(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool inside = false;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (inside && c == '\\' && at + 1 < text.size()) {
      if (is_hex4(text, at, 'd', "89ab") && is_hex4(text, at + 6, 'd', "cdef")) {
        out.append(text, at, 12), at += 12;
      } else if (is_hex4(text, at, 'd', "89abcdef")) {
        out += "\\ufffd", at += 6;
      } else {
        out.append(text, at, 2), at += 2;
      }
      continue;
    }
    if (c == '"') inside = !inside;
    out += inside && static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    ++at;
  }
  return out;
}

std::string number_text(const dom::element& in) {
  char buffer[32];
  char* const end = buffer + sizeof buffer;
  std::int64_t whole = 0;
  std::uint64_t positive = 0;
  double number = 0;
  if (in.get(whole) == simdjson::SUCCESS) return {buffer, std::to_chars(buffer, end, whole).ptr};
  if (in.get(positive) == simdjson::SUCCESS)
    return {buffer, std::to_chars(buffer, end, positive).ptr};
  if (in.get(number) == simdjson::SUCCESS) return {buffer, std::to_chars(buffer, end, number).ptr};
  return {};
}

}  // namespace

struct JsonBuilder {
  std::size_t values = 0;

  bool is_full() const { return values > values_max; }

  JsonNode list(const dom::array& in) {
    JsonNode node;
    node.type_ = JsonNode::Type::list;
    for (const dom::element item : in) {
      node.items_.push_back(build(item));
      if (is_full()) break;
    }
    return node;
  }

  JsonNode object(const dom::object& in) {
    JsonNode node;
    node.type_ = JsonNode::Type::object;
    for (const dom::key_value_pair member : in) {
      node.names_.emplace_back(member.key);
      node.items_.push_back(build(member.value));
      if (is_full()) break;
    }
    return node;
  }

  JsonNode build(const dom::element& in) {
    ++values;
    JsonNode node;
    std::string_view text;
    bool truth = false;
    dom::array items;
    dom::object members;
    if (in.get(text) == simdjson::SUCCESS) {
      node.type_ = JsonNode::Type::text;
      node.text_ = repair_utf8(text);
    } else if (in.get(items) == simdjson::SUCCESS) {
      return list(items);
    } else if (in.get(members) == simdjson::SUCCESS) {
      return object(members);
    } else if (in.get(truth) == simdjson::SUCCESS) {
      node.type_ = JsonNode::Type::boolean;
      node.text_ = truth ? "true" : "false";
    } else if (!in.is_null()) {
      node.type_ = JsonNode::Type::number;
      node.text_ = number_text(in);
    }
    return node;
  }
};

const JsonNode& JsonNode::operator[](std::string_view member) const {
  static const JsonNode nothing;
  for (std::size_t i = 0; i < names_.size(); ++i)
    if (names_[i] == member) return items_[i];
  return nothing;
}

const std::vector<JsonNode>& JsonNode::items() const {
  static const std::vector<JsonNode> none;
  return type_ == Type::list ? items_ : none;
}

std::string JsonNode::text() const {
  return type_ == Type::text || type_ == Type::number ? text_ : std::string{};
}

std::optional<std::int64_t> JsonNode::whole() const {
  const std::string digits = text();
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size())
    return std::nullopt;
  return value;
}

std::optional<bool> JsonNode::truth() const {
  if (type_ != Type::boolean) return std::nullopt;
  return text_ == "true";
}

Result<JsonNode> parse_json(std::string_view text) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (text.starts_with(mark)) text.remove_prefix(mark.size());
  dom::parser parser;
  if (parser.allocate(text.size(), depth_max) != simdjson::SUCCESS)
    return fail(Code::too_large, "the JSON is too large");
  dom::element root;
  auto error = parser.parse(text.data(), text.size()).get(root);
  if (error == simdjson::UTF8_ERROR || error == simdjson::UNESCAPED_CHARS ||
      error == simdjson::STRING_ERROR) {
    const std::string mended = repair_json(repair_utf8(text));
    if (parser.allocate(mended.size(), depth_max) != simdjson::SUCCESS)
      return fail(Code::too_large, "the JSON is too large");
    error = parser.parse(mended).get(root);
  }
  if (error == simdjson::DEPTH_ERROR) return fail(Code::too_large, "the JSON is nested too deep");
  if (error != simdjson::SUCCESS)
    return fail(Code::invalid, text.empty() ? "it is empty" : "it is not JSON");
  JsonBuilder builder;
  JsonNode tree = builder.build(root);
  if (builder.is_full())
    return fail(Code::too_large,
                "the JSON has more than " + std::to_string(values_max) + " values");
  return tree;
}

}  // namespace quince
