#include "io/json_fields.h"

#include <simdjson.h>

#include <array>
#include <cstring>
#include <utility>

#include "core/forget.h"
#include "core/utf8.h"

namespace quince {

namespace sj = simdjson::ondemand;

struct JsonParser::State {
  sj::parser parser;
  std::string buffer;  // the document with simdjson's padding behind it
};

namespace {

// What went wrong while reading one value; empty: nothing.
using Fault = std::string;

template <Record T>
Fault read_value(sj::value& in, T& out);

Fault wrong_type(const char* wanted) { return std::string("must be ") + wanted; }

Fault read_value(sj::value& in, std::string& out) {
  sj::json_type type;
  if (in.type().get(type) != simdjson::SUCCESS) return "is not valid JSON";
  if (type == sj::json_type::string) {
    const std::string_view token = in.raw_json_token();  // white space may follow its quote
    const std::string_view plain = token.substr(1, token.rfind('"') - 1);
    if (!plain.contains('\\')) return out.assign(plain), Fault{};  // nearly every text
    std::string_view text;
    if (in.get_string().get(text) != simdjson::SUCCESS)
      return "has a broken escape or a lone surrogate";
    // NUL would cut the text in C libraries; it becomes U+FFFD, as in repair_utf8.
    if (std::memchr(text.data(), 0, text.size()) != nullptr) {
      out = repair_utf8(text);
    } else {
      out.assign(text);
    }
    return {};
  }
  if (type == sj::json_type::number) {  // ids come as numbers or as strings
    std::string_view raw = in.raw_json_token();
    while (!raw.empty() &&
           (raw.back() == ' ' || raw.back() == '\n' || raw.back() == '\r' || raw.back() == '\t'))
      raw.remove_suffix(1);
    double ignored;
    if (in.get_double().get(ignored) != simdjson::SUCCESS) return "is not a valid number";
    out.assign(raw);
    return {};
  }
  return wrong_type("a text");
}

Fault read_value(sj::value& in, std::int64_t& out) {
  if (in.get_int64().get(out) == simdjson::SUCCESS) return {};
  double number;
  if (in.get_double().get(number) != simdjson::SUCCESS || !(number >= -9e15 && number <= 9e15) ||
      number != static_cast<double>(static_cast<std::int64_t>(number)))
    return wrong_type("a whole number");
  out = static_cast<std::int64_t>(number);
  return {};
}

Fault read_value(sj::value& in, bool& out) {
  return in.get_bool().get(out) == simdjson::SUCCESS ? Fault{} : wrong_type("true or false");
}

Fault read_value(sj::value& in, Decimal& out) {
  double number;
  if (in.get_double().get(number) != simdjson::SUCCESS) return wrong_type("a number");
  out = Decimal::from_double(number);
  return {};
}

Fault read_value(sj::value& in, Time& out) {
  std::string_view text;
  if (in.get_string().get(text) != simdjson::SUCCESS) return wrong_type("an RFC 3339 time");
  const auto time = parse_rfc3339(text);
  if (!time) return wrong_type("an RFC 3339 time such as 2026-11-22T10:00:00Z");
  out = *time;
  return {};
}

template <NamedEnum E>
Fault read_value(sj::value& in, E& out) {
  std::string_view text;
  if (in.get_string().get(text) != simdjson::SUCCESS) return wrong_type("a text");
  const auto value = from_name<E>(text);
  if (!value) {
    Fault known;
    for (const std::string_view one : EnumNames<E>::names)
      if (!one.empty()) known.append(known.empty() ? "" : ", ").append(one);
    return wrong_type(("one of " + known).c_str());
  }
  out = *value;
  return {};
}

template <class V>
Fault read_value(sj::value& in, std::optional<V>& out) {
  out.emplace();
  Fault fault = read_value(in, *out);
  if (!fault.empty()) out.reset();
  return fault;
}

template <class V>
Fault read_value(sj::value& in, std::vector<V>& out) {
  sj::array array;
  if (in.get_array().get(array) != simdjson::SUCCESS) return wrong_type("a list");
  out.clear();
  for (auto element : array) {
    sj::value item;
    if (element.get(item) != simdjson::SUCCESS) return "is not valid JSON";
    if (Fault fault = read_value(item, out.emplace_back()); !fault.empty())
      return "holds an item that " + fault;
  }
  return {};
}

Fault read_value(sj::value& in, std::map<std::string, std::string>& out) {
  sj::object object;
  if (in.get_object().get(object) != simdjson::SUCCESS) return wrong_type("an object of texts");
  out.clear();
  for (auto element : object) {
    std::string_view key;
    sj::value item;
    if (element.unescaped_key().get(key) != simdjson::SUCCESS) return "is not valid JSON";
    std::string name(key);
    if (element.value().get(item) != simdjson::SUCCESS) return "is not valid JSON";
    if (Fault fault = read_value(item, out[name]); !fault.empty())
      return fault.insert(0, "holds " + name.append(", which "));
  }
  return {};
}

template <Record T>
struct MemberReader {
  std::string_view name;
  bool is_required;
  Fault (*read)(sj::value& in, T& out);
};

template <Record T, std::size_t I>
Fault read_member(sj::value& in, T& out) {
  return read_value(in, out.*(std::get<I>(Fields<T>::rows).member));
}

// The rows of T, to be found while reading.
template <Record T>
constexpr auto member_readers = []<std::size_t... I>(std::index_sequence<I...>) {
  const auto& rows = Fields<T>::rows;
  // A key with a default (revision, brand) may be left out; a text that is a key may not.
  return std::array{MemberReader<T>{
      std::get<I>(rows).name, std::get<I>(rows).need == Need::required, read_member<T, I>}...};
}(std::make_index_sequence<member_count<T>()>{});

// Members nearly always come in the order of their rows, so the search begins behind the last one.
template <Record T, class Key>
std::size_t row_of(std::size_t expected, Key is_key) {
  constexpr auto& readers = member_readers<T>;
  for (std::size_t row = expected; row < readers.size(); ++row)
    if (is_key(readers[row].name)) return row;
  for (std::size_t row = 0; row < expected; ++row)
    if (is_key(readers[row].name)) return row;
  return readers.size();
}

// Nearly every key is written without escapes, and is compared where it stands; it ends with a
// quote in any case, or simdjson would have refused the document, and is padded.
template <Record T>
std::expected<std::size_t, Fault> row_of(sj::field& member, std::size_t expected) {
  const char* raw = member.key().raw();
  const std::size_t row = row_of<T>(expected, [&](std::string_view name) {
    return *raw == name.front() && std::memcmp(raw, name.data(), name.size()) == 0 &&
           raw[name.size()] == '"';
  });
  if (row < member_readers<T>.size() || raw[std::strcspn(raw, "\"\\")] == '"') return row;
  std::string_view key;
  if (member.unescaped_key().get(key) != simdjson::SUCCESS)
    return std::unexpected("the JSON is broken");
  return row_of<T>(expected, [&](std::string_view name) { return name == key; });
}

template <Record T>
Fault read_object(sj::object object, T& out) {
  constexpr auto& readers = member_readers<T>;
  std::uint64_t seen = 0;
  std::size_t expected = 0;
  for (auto element : object) {
    if (element.error() != simdjson::SUCCESS) return "the JSON is broken";
    sj::field& member = element.value_unsafe();
    const auto row = row_of<T>(member, expected);
    if (!row) return row.error();
    sj::value& in = member.value();
    bool absent = false;
    if (in.is_null().get(absent) != simdjson::SUCCESS) return "the JSON is broken";
    if (absent) continue;
    if (*row == readers.size()) continue;
    if (const Fault bad = readers[*row].read(in, out); !bad.empty())
      return std::string(readers[*row].name) + ' ' + bad;
    seen |= std::uint64_t{1} << *row;
    expected = *row + 1;
  }
  for (std::size_t row = 0; row < readers.size(); ++row)
    if (readers[row].is_required && !(seen >> row & 1))
      return std::string(readers[row].name) + " is missing";
  return {};
}

template <Record T>
Fault read_value(sj::value& in, T& out) {
  sj::object object;
  if (in.get_object().get(object) != simdjson::SUCCESS) return wrong_type("an object");
  return read_object(object, out);
}

// Pads, iterates, and refuses what stands behind the value that `fn` has read.
template <class Fn>
Fault with_document(JsonParser::State& state, std::string_view json, Fn&& fn) {
  state.buffer.assign(json);
  state.buffer.reserve(json.size() + simdjson::SIMDJSON_PADDING);
  sj::document document;
  const auto error = state.parser
                         .iterate(simdjson::padded_string_view(state.buffer.data(), json.size(),
                                                               state.buffer.capacity()))
                         .get(document);
  if (error == simdjson::UTF8_ERROR) return "the text is not valid UTF-8";
  if (error != simdjson::SUCCESS) return json.empty() ? "it is empty" : "it is not JSON";
  if (Fault fault = fn(document); !fault.empty()) return fault;
  const bool at_end = document.current_location().error() == simdjson::OUT_OF_BOUNDS;
  return at_end ? Fault{} : "something stands behind the JSON";
}

}  // namespace

JsonParser::JsonParser() : state_(std::make_unique<State>()) {}
JsonParser::~JsonParser() = default;
JsonParser::JsonParser(JsonParser&&) noexcept = default;
JsonParser& JsonParser::operator=(JsonParser&&) noexcept = default;

template <Record T>
Result<T> JsonParser::read(std::string_view json) {
  T record;
  if (auto read = read_into(json, record); !read) return std::unexpected(std::move(read.error()));
  return record;
}

template <Record T>
Result<> JsonParser::read_into(std::string_view json, T& record) {
  forget(record);
  const Fault fault = with_document(*state_, json, [&](sj::document& document) -> Fault {
    sj::object object;
    if (document.get_object().get(object) != simdjson::SUCCESS) return "it is not a JSON object";
    return read_object(object, record);
  });
  if (!fault.empty()) return fail(Code::invalid, std::string(Fields<T>::type) + ": " + fault);
  return {};
}

template <Record T>
Result<std::vector<T>> JsonParser::read_list(std::string_view json) {
  std::vector<T> list;
  const Fault fault = with_document(*state_, json, [&](sj::document& document) -> Fault {
    sj::value value;
    if (document.get_value().get(value) != simdjson::SUCCESS) return "it is not a JSON list";
    return read_value(value, list);
  });
  if (!fault.empty())
    return fail(Code::invalid, "list of " + std::string(Fields<T>::type) + ": " + fault);
  return list;
}

std::optional<std::string> JsonParser::find_text(std::string_view json, std::string_view name) {
  std::optional<std::string> found;
  (void)with_document(*state_, json, [&](sj::document& document) -> Fault {
    sj::object object;
    sj::value value;
    std::string text;
    if (document.get_object().get(object) != simdjson::SUCCESS) return {};
    if (object.find_field_unordered(name).get(value) != simdjson::SUCCESS) return {};
    if (read_value(value, text).empty()) found = std::move(text);
    return {};
  });
  return found;
}

Result<std::vector<std::string>> JsonParser::read_objects(std::string_view json) {
  std::vector<std::string> objects;
  const Fault fault = with_document(*state_, json, [&](sj::document& document) -> Fault {
    sj::array array;
    if (document.get_array().get(array) != simdjson::SUCCESS) return "it is not a JSON list";
    for (auto element : array) {
      sj::object object;
      std::string_view text;
      if (element.get_object().get(object) != simdjson::SUCCESS)
        return "item " + std::to_string(objects.size()) + " is not a JSON object";
      if (object.raw_json().get(text) != simdjson::SUCCESS) return "the JSON is broken";
      objects.emplace_back(text);
    }
    return {};
  });
  if (!fault.empty()) return fail(Code::invalid, fault);
  return objects;
}

Result<std::vector<std::string>> JsonParser::read_strings(std::string_view json) {
  std::vector<std::string> list;
  const Fault fault = with_document(*state_, json, [&](sj::document& document) -> Fault {
    sj::value value;
    if (document.get_value().get(value) != simdjson::SUCCESS) return "it is not a JSON list";
    return read_value(value, list);
  });
  if (!fault.empty()) return fail(Code::invalid, "list of texts: " + fault);
  return list;
}

Result<std::map<std::string, std::string>> JsonParser::read_map(std::string_view json) {
  std::map<std::string, std::string> map;
  const Fault fault = with_document(*state_, json, [&](sj::document& document) -> Fault {
    sj::value value;
    if (document.get_value().get(value) != simdjson::SUCCESS) return "it is not a JSON object";
    return read_value(value, map);
  });
  if (!fault.empty()) return fail(Code::invalid, "object of texts: " + fault);
  return map;
}

template Result<> JsonParser::read_into<Mention>(std::string_view, Mention&);
template Result<Mention> JsonParser::read<Mention>(std::string_view);
template Result<Author> JsonParser::read<Author>(std::string_view);
template Result<Counts> JsonParser::read<Counts>(std::string_view);
template Result<Reading> JsonParser::read<Reading>(std::string_view);
template Result<Event> JsonParser::read<Event>(std::string_view);
template Result<Spread> JsonParser::read<Spread>(std::string_view);
template Result<Assessment> JsonParser::read<Assessment>(std::string_view);
template Result<Case> JsonParser::read<Case>(std::string_view);
template Result<Storm> JsonParser::read<Storm>(std::string_view);
template Result<Watch> JsonParser::read<Watch>(std::string_view);
template Result<Subscription> JsonParser::read<Subscription>(std::string_view);
template Result<Notice> JsonParser::read<Notice>(std::string_view);
template Result<Delivery> JsonParser::read<Delivery>(std::string_view);
template Result<Cursor> JsonParser::read<Cursor>(std::string_view);
template Result<JournalEntry> JsonParser::read<JournalEntry>(std::string_view);
template Result<std::vector<Signal>> JsonParser::read_list<Signal>(std::string_view);
template Result<std::vector<Mention>> JsonParser::read_list<Mention>(std::string_view);

}  // namespace quince
