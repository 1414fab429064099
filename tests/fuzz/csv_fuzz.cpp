// Any bytes as a table: mentions and events in valid UTF-8 with ids, or a refusal that says why.
#include "tests/fuzz/document_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  quince::parse_any_document("csv", data, size);
  return 0;
}
