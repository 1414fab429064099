// JSON out and in for every type that has rows in core/fields.h. Out: members in the order of their
// rows; what is unknown (empty text, empty list, absent optional, empty record) is left out. In:
// unknown members are ignored, a required member that is absent or of the wrong type is an error
// that names it. Reading uses simdjson (On-Demand).
//
//   std::string line = to_json(mention);
//   JsonParser parser;                                  // one a thread, re-used
//   Result<Mention> mention = parser.read<Mention>(line);
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/error.h"
#include "core/fields.h"
#include "io/json_writer.h"

namespace quince {

template <Record T>
void write_json(JsonWriter& out, const T& record);

namespace detail {

inline void write_value(JsonWriter& out, const std::string& v) { out.value(std::string_view{v}); }
inline void write_value(JsonWriter& out, std::int64_t v) { out.value(v); }
inline void write_value(JsonWriter& out, bool v) { out.value(v); }
inline void write_value(JsonWriter& out, Decimal v) { out.value(v); }
inline void write_value(JsonWriter& out, Time v) { out.value(std::string_view{to_rfc3339(v)}); }
template <NamedEnum E>
void write_value(JsonWriter& out, E v) {
  out.value(name(v));
}
template <Record T>
void write_value(JsonWriter& out, const T& v) {
  write_json(out, v);
}
template <class V>
void write_value(JsonWriter& out, const std::optional<V>& v) {
  write_value(out, *v);
}
template <class V>
void write_value(JsonWriter& out, const std::vector<V>& v) {
  out.begin_array();
  for (const auto& item : v) write_value(out, item);
  out.end_array();
}
inline void write_value(JsonWriter& out, const std::map<std::string, std::string>& v) {
  out.begin_object();
  for (const auto& [key, value] : v) out.member(key, std::string_view{value});
  out.end_object();
}

// Whether there is nothing to tell: such members are not written.
template <class V>
bool is_unknown(const V& v) {
  if constexpr (NamedEnum<V>) {
    return name(v).empty();
  } else if constexpr (requires { v.has_value(); }) {
    return !v.has_value();
  } else if constexpr (requires { v.empty(); }) {
    return v.empty();
  } else if constexpr (Record<V>) {
    bool all = true;
    for_each_field<V>([&](const auto& field) { all = all && is_unknown(v.*(field.member)); });
    return all;
  } else {
    return false;
  }
}

}  // namespace detail

template <Record T>
void write_json(JsonWriter& out, const T& record) {
  out.begin_object();
  for_each_field<T>([&](const auto& field) {
    const auto& member = record.*(field.member);
    if (field.need == Need::optional && detail::is_unknown(member)) return;
    if (field.need == Need::key && detail::is_unknown(member)) return;
    out.key(field.name);
    detail::write_value(out, member);
  });
  out.end_object();
}

template <Record T>
std::string to_json(const T& record) {
  std::string out;
  JsonWriter writer(out);
  write_json(writer, record);
  return out;
}

template <class V>
std::string value_to_json(const V& value) {
  std::string out;
  JsonWriter writer(out);
  detail::write_value(writer, value);
  return out;
}

// Not thread-safe: one a thread. Its buffers are re-used from document to document.
class JsonParser {
 public:
  JsonParser();
  ~JsonParser();
  JsonParser(JsonParser&&) noexcept;
  JsonParser& operator=(JsonParser&&) noexcept;

  // Reads one object. Instantiated in json_fields.cpp for every stored type.
  template <Record T>
  Result<T> read(std::string_view json);
  // The same into the memory of a record that is no longer needed; after an error its content says
  // nothing.
  template <Record T>
  Result<> read_into(std::string_view json, T& record);

  // The text or number that stands under `name` at the top of an object, whatever else is wrong
  // with it.
  std::optional<std::string> find_text(std::string_view json, std::string_view name);

  // The items of a JSON array, which must be objects, each as it is written.
  Result<std::vector<std::string>> read_objects(std::string_view json);

  // A JSON array of texts, or of records: for SQLite columns.
  Result<std::vector<std::string>> read_strings(std::string_view json);
  Result<std::map<std::string, std::string>> read_map(std::string_view json);
  template <Record T>
  Result<std::vector<T>> read_list(std::string_view json);

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace quince
