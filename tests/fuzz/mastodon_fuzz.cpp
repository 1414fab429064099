// Any bytes as a document of the kind "mastodon": mentions in valid UTF-8 with ids, or a refusal
// that says why.
#include "tests/fuzz/document_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  quince::parse_any_document("mastodon", data, size);
  return 0;
}
