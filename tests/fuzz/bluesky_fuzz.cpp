// Any bytes as an answer of Bluesky, whatever it was asked; also as counts that were read again.
#include "tests/fuzz/document_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  quince::parse_any_document("bluesky", data, size);
  quince::Watch watch;
  watch.mention = "bluesky:did:plc:inventedana:1";
  watch.source_id = "at://did:plc:inventedana/app.bsky.feed.post/1";
  const quince::Source source;
  const auto parsed = quince::find_kind("bluesky")->reread->parse(
      source, {&watch, 1}, {{reinterpret_cast<const char*>(data), size}, {}, {}});
  if (parsed && parsed->readings.size() + parsed->missing.size() != 1) std::abort();
  return 0;
}
