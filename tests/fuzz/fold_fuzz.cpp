// Any bytes through the fold: it is valid UTF-8 for valid input, a second fold changes nothing,
// spans stay inside.
#include <cstdint>
#include <cstdlib>

#include "core/utf8.h"
#include "matcher/fold.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace quince;
  const std::string_view raw(reinterpret_cast<const char*>(data), size);
  fold(raw);
  const std::string source = repair_utf8(raw);
  std::string folded;
  FoldMap map;
  fold(source, folded, &map);
  if (!is_valid_utf8(folded) || fold(folded) != folded) std::abort();
  for (std::size_t at = 0; at < folded.size(); ++at) {
    const auto [begin, end] = map.widen(at, at + 1, source);
    if (begin >= end || end > source.size() ||
        !is_valid_utf8(std::string_view(source).substr(begin, end - begin)))
      std::abort();
  }
  return 0;
}
