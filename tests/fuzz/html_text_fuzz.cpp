// Any bytes as HTML: valid UTF-8 without control characters, and the form for comparisons of it is
// its own form.
#include <cstdint>
#include <cstdlib>

#include "core/utf8.h"
#include "io/html_text.h"
#include "io/similarity.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace quince;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string text = html_to_text(bytes);
  if (!is_valid_utf8(text)) std::abort();
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') std::abort();
  const std::string form = normalized_text(text);
  if (!is_valid_utf8(form) || normalized_text(form) != form) std::abort();
  const double alike = similarity(text, text.substr(text.size() / 2));
  if (!(alike >= 0 && alike <= 1)) std::abort();
  return 0;
}
