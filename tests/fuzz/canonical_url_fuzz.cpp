// Any bytes as an address: its canonical form is its own, and dropping what tracks is done once.
#include <cstdint>
#include <cstdlib>

#include "collectors/canonical_url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace quince;
  const std::string_view url(reinterpret_cast<const char*>(data), size);
  const std::string canonical = canonical_url(url);
  if (canonical_url(canonical) != canonical) std::abort();
  const std::string clean = without_tracking(url, "https://feeds.example/feed");
  if (without_tracking(clean, "https://feeds.example/feed") != clean) std::abort();
  if (clean.size() > url.size()) std::abort();
  if (!address_on_any_host(url).empty() && has_request_token(url) && url.empty()) std::abort();
  return 0;
}
