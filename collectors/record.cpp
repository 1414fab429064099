#include "collectors/record.h"

#include "collectors/identity.h"
#include "collectors/row.h"
#include "io/json_tree.h"

namespace quince {
namespace {

// The value at "a.b.c": a member of that name, or one within another.
const JsonNode& at_path(const JsonNode& object, std::string_view path) {
  const JsonNode& whole = object[path];
  const std::size_t dot = path.find('.');
  if (!whole.is_null() || dot == std::string_view::npos) return whole;
  return at_path(object[path.substr(0, dot)], path.substr(dot + 1));
}

std::string text_of(const JsonNode& node) {
  if (const auto truth = node.truth()) return *truth ? "true" : "false";
  return node.text();
}

Result<> add_object_as_row(std::string_view json, const Source& source, Parsed& into) {
  const auto object = parse_json(json);
  if (!object) return std::unexpected(object.error());
  if (object->type() != JsonNode::Type::object)
    return fail(Code::invalid, "it is not a JSON object");
  std::vector<Cell> cells;
  for (const auto& [member, column] : source.columns)
    cells.push_back({member, column, text_of(at_path(*object, column))});
  return add_row(cells, source, into);
}

Result<> add_event(JsonParser& parser, std::string_view json, const Source& source, Parsed& into) {
  auto event = parser.read<Event>(json);
  if (!event) return std::unexpected(event.error());
  if (event->id.empty()) event->id = source.kind + ':' + source.name + ':' + digest_id(json);
  into.events.push_back(std::move(*event));
  return {};
}

Result<> add_reading(JsonParser& parser, std::string_view json, Parsed& into) {
  auto reading = parser.read<Reading>(json);
  if (!reading) return std::unexpected(reading.error());
  if (reading->mention.empty()) return fail(Code::invalid, "Reading: mention is empty");
  into.readings.push_back(std::move(*reading));
  return {};
}

Result<> add_mention(JsonParser& parser, std::string_view json, const Source& source,
                     Parsed& into) {
  auto mention = parser.read<Mention>(json);
  if (!mention) return std::unexpected(mention.error());
  if (mention->id.empty()) return fail(Code::invalid, "Mention: id is missing");
  if (mention->kind.empty()) mention->kind = source.kind;
  into.mentions.push_back(std::move(*mention));
  return {};
}

}  // namespace

Result<> add_record(JsonParser& parser, std::string_view json, const Source& source, Parsed& into) {
  if (!source.columns.empty()) return add_object_as_row(json, source, into);
  if (parser.find_text(json, "event")) return add_event(parser, json, source, into);
  if (parser.find_text(json, "mention")) return add_reading(parser, json, into);
  return add_mention(parser, json, source, into);
}

}  // namespace quince
