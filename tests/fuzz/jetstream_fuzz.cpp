// Any bytes as a capture of Jetstream.
#include "tests/fuzz/document_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  quince::parse_any_document("jetstream", data, size);
  return 0;
}
