#include "io/text_encoding.h"

#include <unicode/ucnv.h>
#include <unicode/utf16.h>

#include <memory>
#include <utility>

#include "core/ascii.h"
#include "core/utf8.h"

namespace quince {
namespace {

struct ConverterCloser {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, ConverterCloser>;

constexpr std::size_t prolog_bytes_max =
    1024;  // how far into a document its declaration is looked for

// The value behind `key` and "=" in `text`, without quotes; empty where there is none.
std::string value_after(std::string_view text, std::string_view key) {
  std::size_t at = text.find(key);
  if (at == std::string_view::npos) return {};
  at = text.find_first_not_of(" \t\r\n", at + key.size());
  if (at == std::string_view::npos || text[at] != '=') return {};
  at = text.find_first_not_of(" \t\r\n\"'", at + 1);
  if (at == std::string_view::npos) return {};
  return std::string(text.substr(at, text.find_first_of("\"'; \t\r\n?>", at) - at));
}

std::string label_of(std::string_view bytes, std::string_view content_type) {
  std::string label = value_after(lower_ascii(content_type), "charset");
  if (!label.empty()) return label;
  const std::string prolog = lower_ascii(bytes.substr(0, prolog_bytes_max));
  const std::size_t declaration = prolog.find("<?xml");
  if (declaration == std::string::npos) return {};
  return value_after(
      std::string_view(prolog).substr(declaration, prolog.find("?>", declaration) - declaration),
      "encoding");
}

// Empty: the encoding is not known.
std::string convert(std::string_view bytes, const std::string& encoding) {
  UErrorCode error = U_ZERO_ERROR;
  const Converter converter(ucnv_open(encoding.c_str(), &error));
  if (U_FAILURE(error)) return {};
  std::u16string wide(bytes.size() + 16, u'\0');
  error = U_ZERO_ERROR;
  const std::int32_t units =
      ucnv_toUChars(converter.get(), wide.data(), static_cast<std::int32_t>(wide.size()),
                    bytes.data(), static_cast<std::int32_t>(bytes.size()), &error);
  if (U_FAILURE(error)) return {};
  std::string out;
  for (std::int32_t i = 0; i < units; ++i) {
    char32_t point = wide[static_cast<std::size_t>(i)];
    if (point >= 0xD800 && point < 0xDC00 && i + 1 < units)
      point = 0x10000 + ((point - 0xD800) << 10) + (wide[static_cast<std::size_t>(++i)] - 0xDC00u);
    append_utf8(out, point == 0 || (point >= 0xD800 && point < 0xE000) || point > 0x10FFFF ? 0xFFFD
                                                                                           : point);
  }
  return out;
}

// Labels that are used for more than they name: the bytes of the larger set are in the documents.
std::string superset_of(const std::string& label) {
  static constexpr std::pair<std::string_view, std::string_view> supersets[] = {
      {"iso-8859-1", "windows-1252"}, {"iso8859-1", "windows-1252"},
      {"iso_8859-1", "windows-1252"}, {"latin1", "windows-1252"},
      {"latin-1", "windows-1252"},    {"us-ascii", "windows-1252"},
      {"ascii", "windows-1252"},      {"iso-8859-9", "windows-1254"},
      {"iso-8859-11", "windows-874"}, {"tis-620", "windows-874"},
      {"gb2312", "gb18030"},          {"gbk", "gb18030"},
      {"shift_jis", "windows-31j"},   {"shift-jis", "windows-31j"},
      {"euc-kr", "windows-949"},      {"ks_c_5601-1987", "windows-949"}};
  for (const auto& [name, larger] : supersets)
    if (label == name) return std::string(larger);
  return label;
}

// The encoding that a byte order mark, or a "<" between NULs, shows; nothing where there is
// neither.
std::string_view marked_encoding(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xFF\xFE\0\0"sv) || bytes.starts_with("<\0\0\0"sv)) return "UTF-32LE";
  if (bytes.starts_with("\0\0\xFE\xFF"sv) || bytes.starts_with("\0\0\0<"sv)) return "UTF-32BE";
  if (bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("<\0"sv)) return "UTF-16LE";
  if (bytes.starts_with("\xFE\xFF"sv) || bytes.starts_with("\0<"sv)) return "UTF-16BE";
  return {};
}

}  // namespace

char32_t from_windows_1252(char32_t value) {
  static constexpr char32_t high[32] = {
      0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
  return value >= 0x80 && value <= 0x9F ? high[value - 0x80] : value;
}

std::string decode_mixed(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (std::size_t at = 0; at < bytes.size();) {
    const Decoded next = decode_utf8(bytes, at);
    if (next.valid) {
      append_utf8(out, next.point == 0 ? 0xFFFD : next.point);
      at += next.length;
    } else {
      append_utf8(out, from_windows_1252(static_cast<unsigned char>(bytes[at])));
      ++at;
    }
  }
  return out;
}

std::string decode_utf16(std::string_view bytes, std::endian order) {
  const std::size_t high = order == std::endian::big ? 0 : 1;
  std::u16string units;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2)
    units += static_cast<char16_t>(static_cast<unsigned char>(bytes[at + high]) << 8 |
                                   static_cast<unsigned char>(bytes[at + 1 - high]));
  std::string out;
  for (std::size_t at = 0; at < units.size();) {
    UChar32 point = 0;
    U16_NEXT(units.data(), at, units.size(), point);
    append_utf8(out, point == 0 || U_IS_SURROGATE(point) ? 0xFFFD : static_cast<char32_t>(point));
  }
  return out;
}

std::string decode_document(std::string_view bytes, std::string_view content_type) {
  constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
  if (const auto encoding = marked_encoding(bytes); !encoding.empty()) {
    std::string text = convert(bytes, std::string(encoding));
    return text.starts_with(utf8_mark) ? text.substr(utf8_mark.size()) : text;
  }
  if (bytes.starts_with(utf8_mark)) return decode_mixed(bytes.substr(utf8_mark.size()));

  const std::string label = label_of(bytes, content_type);
  const bool shifts =
      label.starts_with("iso-2022") || label.starts_with("hz");  // seven bits, yet not ASCII
  if (!shifts && is_valid_utf8(bytes)) return repair_utf8(bytes);
  if (label.empty() || label.starts_with("utf-8") || label == "utf8" ||
      label.starts_with("utf-16") || label.starts_with("utf-32") || label.starts_with("unicode"))
    return decode_mixed(bytes);
  const std::string text = convert(bytes, superset_of(label));
  return text.empty() ? convert(bytes, "windows-1252") : text;
}

}  // namespace quince
