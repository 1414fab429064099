// Appends JSON (RFC 8259) to a string. Strings must be valid UTF-8 (text inside the program is);
// "<" and the line separators U+2028/9 are written as escapes, so that JSON may stand inside a page
// or a log line. Commas are kept here.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "core/decimal.h"

namespace quince {

void append_json_string(std::string& out, std::string_view text);

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view{text}); }
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(Decimal number);
  JsonWriter& value(bool truth);
  JsonWriter& null();
  JsonWriter& raw(std::string_view json);  // a finished value

  template <class V>
  JsonWriter& member(std::string_view name, const V& v) {
    return key(name).value(v);
  }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void comma();

  std::string& out_;
  bool first_ = true;  // nothing was written yet at this level
};

}  // namespace quince
