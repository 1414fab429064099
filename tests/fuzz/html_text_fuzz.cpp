// Any bytes as HTML, as XML to mend and as a date: valid UTF-8 without control characters.
#include <cstdint>
#include <cstdlib>

#include "core/utf8.h"
#include "io/date_text.h"
#include "io/html_text.h"
#include "io/text_encoding.h"
#include "io/xml.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace quince;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string document = decode_document(bytes, {});
  if (!is_valid_utf8(document)) std::abort();
  const std::string text = html_to_text(document);
  if (!is_valid_utf8(text)) std::abort();
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') std::abort();
  if (!is_valid_utf8(html_to_text(bytes))) std::abort();
  if (!is_valid_utf8(repair_xml(document))) std::abort();
  const auto time = parse_date_text(bytes);
  if (time && (*time < Time{} || *time > *parse_rfc3339("2201-01-02T00:00:00Z"))) std::abort();
  return 0;
}
