#include "io/crypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <cstdlib>

namespace quince {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

std::string sha256(std::string_view data) {
  std::string digest(32, '\0');
  unsigned length = 32;
  if (EVP_Digest(data.data(), data.size(), bytes_of(digest), &length, EVP_sha256(), nullptr) != 1)
    std::abort();
  return digest;
}

std::optional<std::string> hmac(std::string_view algorithm, std::string_view key,
                                std::string_view data) {
  const EVP_MD* digest = algorithm == "sha256"   ? EVP_sha256()
                         : algorithm == "sha1"   ? EVP_sha1()
                         : algorithm == "sha384" ? EVP_sha384()
                         : algorithm == "sha512" ? EVP_sha512()
                                                 : nullptr;
  if (digest == nullptr) return std::nullopt;
  std::string mac(EVP_MAX_MD_SIZE, '\0');
  unsigned length = EVP_MAX_MD_SIZE;
  if (HMAC(digest, key.data(), static_cast<int>(key.size()), bytes_of(data), data.size(),
           bytes_of(mac), &length) == nullptr)
    std::abort();
  mac.resize(length);
  return mac;
}

std::string hmac_sha256(std::string_view key, std::string_view data) {
  return *hmac("sha256", key, data);
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(bytes_of(bytes), static_cast<int>(count)) != 1) std::abort();
  return bytes;
}

std::string to_hex(std::string_view bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4];
    text += digits[byte & 0xF];
  }
  return text;
}

std::string to_base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP writes a closing NUL
  const int written =
      EVP_EncodeBlock(bytes_of(text), bytes_of(bytes), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(written));
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::size_t padding = 0;
  if (text.ends_with("==")) {
    padding = 2;
  } else if (text.ends_with('=')) {
    padding = 1;
  }
  if (text.substr(0, text.size() - padding).find_first_not_of(alphabet) != std::string_view::npos)
    return std::nullopt;
  std::string bytes(text.size() / 4 * 3, '\0');
  if (EVP_DecodeBlock(bytes_of(bytes), bytes_of(text), static_cast<int>(text.size())) < 0)
    return std::nullopt;
  bytes.resize(bytes.size() - padding);
  return bytes;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace quince
