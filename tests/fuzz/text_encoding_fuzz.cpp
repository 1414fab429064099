// Any bytes as a document under the labels that its first byte picks: valid UTF-8 without NUL; and
// what was valid UTF-8 stays as it was.
#include <array>
#include <cstdint>
#include <cstdlib>

#include "core/utf8.h"
#include "io/text_encoding.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace quince;
  static constexpr std::array<std::string_view, 8> types = {"",
                                                            "text/xml",
                                                            "text/xml; charset=utf-8",
                                                            "text/xml; charset=iso-8859-1",
                                                            "text/xml; charset=shift_jis",
                                                            "text/xml; charset=iso-2022-jp",
                                                            "text/xml; charset=\"utf-16\"",
                                                            "application/xml; charset=x-unknown"};
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string text = decode_document(bytes, types[data[0] % types.size()]);
  if (!is_valid_utf8(text) || text.find('\0') != std::string::npos) std::abort();
  if (decode_document(text, "text/xml; charset=iso-8859-1") != text &&
      !text.starts_with("\xEF\xBB\xBF"))
    std::abort();
  return 0;
}
