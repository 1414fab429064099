#include "collectors/csv_text.h"

#include "core/utf8.h"
#include "io/text_encoding.h"

namespace quince {

std::size_t csv_mark_bytes(std::string_view bytes, CsvEncoding& encoding) {
  encoding = CsvEncoding::utf8_or_1252;
  if (bytes.starts_with("\xEF\xBB\xBF")) return 3;
  if (bytes.starts_with("\xFF\xFE")) return encoding = CsvEncoding::utf16_little, 2;
  if (bytes.starts_with("\xFE\xFF")) return encoding = CsvEncoding::utf16_big, 2;
  // Without a mark: the first name of a column begins with an ASCII character.
  if (bytes.size() < 2) return 0;
  if (bytes[0] != 0 && bytes[1] == 0) encoding = CsvEncoding::utf16_little;
  if (bytes[0] == 0 && bytes[1] != 0) encoding = CsvEncoding::utf16_big;
  return 0;
}

std::size_t csv_unit_bytes(CsvEncoding encoding) {
  return encoding == CsvEncoding::utf8_or_1252 ? 1 : 2;
}

std::string csv_text(std::string_view bytes, CsvEncoding encoding) {
  if (encoding == CsvEncoding::utf8_or_1252) return std::string(bytes);
  return decode_utf16(bytes,
                      encoding == CsvEncoding::utf16_big ? std::endian::big : std::endian::little);
}

std::size_t csv_raw_bytes(std::string_view text, CsvEncoding encoding) {
  if (encoding == CsvEncoding::utf8_or_1252) return text.size();
  std::size_t bytes = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode_utf8(text, at);
    bytes += next.point > 0xFFFF ? 4 : 2;
    at += next.length;
  }
  return bytes;
}

std::string csv_field(std::string_view field) {
  constexpr std::string_view blank = " \t\r\n";
  const std::size_t first = field.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return decode_mixed(field.substr(first, field.find_last_not_of(blank) - first + 1));
}

}  // namespace quince
