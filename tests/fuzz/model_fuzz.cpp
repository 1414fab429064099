// Any bytes as a model: refused with a text, or read and written again as they were.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "matcher/model.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto model = quince::read_model({reinterpret_cast<const char*>(data), size});
  if (!model && model.error().text.empty()) std::abort();
  return 0;
}
