#include "matcher/digest.h"

#include <xxhash.h>

namespace quince {
namespace {

std::string hex_of(XXH128_hash_t hash) {
  constexpr char digits[] = "0123456789abcdef";
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, hash);
  std::string hex;
  for (const unsigned char byte : canonical.digest) hex += {digits[byte >> 4], digits[byte & 15]};
  return hex;
}

}  // namespace

Digest::Digest() : state_(XXH3_createState()) { XXH3_128bits_reset(state_); }
Digest::~Digest() { XXH3_freeState(state_); }

void Digest::add(std::string_view text) {
  const std::string length = std::to_string(text.size()) + ':';
  XXH3_128bits_update(state_, length.data(), length.size());
  XXH3_128bits_update(state_, text.data(), text.size());
}

void Digest::add(const std::vector<std::string>& texts) {
  add(std::to_string(texts.size()));
  for (const std::string& text : texts) add(text);
}

std::string Digest::hex() const { return hex_of(XXH3_128bits_digest(state_)); }

std::string checksum(std::string_view bytes) {
  return hex_of(XXH3_128bits(bytes.data(), bytes.size()));
}

}  // namespace quince
