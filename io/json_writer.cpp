#include "io/json_writer.h"

#include <array>
#include <charconv>

namespace quince {
namespace {

constexpr char hex_digits[] = "0123456789abcdef";

// U+2028 and U+2029, which end a line in JavaScript.
bool is_separator(std::string_view text) {
  return text.starts_with("\xE2\x80\xA8") || text.starts_with("\xE2\x80\xA9");
}

// What may stand in a string as it is; of E2, with which separators begin, that is seen later.
constexpr std::array<bool, 256> is_plain = [] {
  std::array<bool, 256> made{};
  for (std::size_t byte = 0x20; byte < made.size(); ++byte)
    made[byte] = byte != '"' && byte != '\\' && byte != '<' && byte != 0x7F && byte != 0xE2;
  return made;
}();

void append_code(std::string& out, unsigned code) {
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += hex_digits[(code >> shift) & 0xF];
}

void append_escape(std::string& out, std::string_view character) {
  if (character.size() > 1) return append_code(out, character[2] == '\xA8' ? 0x2028 : 0x2029);
  switch (character.front()) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      append_code(out, static_cast<unsigned char>(character.front()));
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;  // start of the run that needs no escape
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_plain[static_cast<unsigned char>(text[i])]) continue;
    const bool is_e2 = text[i] == '\xE2';
    if (is_e2 && !is_separator(text.substr(i))) continue;
    out.append(text, plain, i - plain);
    append_escape(out, is_e2 ? text.substr(i, 3) : text.substr(i, 1));
    if (is_e2) i += 2;
    plain = i + 1;
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

void JsonWriter::comma() {
  if (!first_) out_ += ',';
  first_ = false;
}

JsonWriter& JsonWriter::open(char bracket) {
  comma();
  out_ += bracket;
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_ += bracket;
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  comma();
  append_json_string(out_, name);
  out_ += ':';
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  comma();
  append_json_string(out_, text);
  return *this;
}

JsonWriter& JsonWriter::value(std::int64_t number) {
  comma();
  char buffer[24];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  out_.append(buffer, end);
  return *this;
}

JsonWriter& JsonWriter::value(Decimal number) {
  comma();
  append(out_, number);
  return *this;
}

JsonWriter& JsonWriter::value(bool truth) {
  comma();
  out_ += truth ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::null() {
  comma();
  out_ += "null";
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  comma();
  out_ += json;
  return *this;
}

}  // namespace quince
