// The little cryptography that quince needs, from OpenSSL 3: digests, HMAC (RFC 2104), random
// bytes, base64 (RFC 4648) and a comparison that takes the same time whatever differs. All
// functions are thread-safe.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace quince {

std::string sha256(std::string_view data);                             // 32 raw bytes
std::string hmac_sha256(std::string_view key, std::string_view data);  // 32 raw bytes
// "sha1", "sha256", "sha384" or "sha512" (RFC 2104); nothing for any other name.
std::optional<std::string> hmac(std::string_view algorithm, std::string_view key,
                                std::string_view data);
std::string random_bytes(std::size_t count);  // ends the program if there is no entropy

std::string to_hex(std::string_view bytes);  // lower case
std::string to_base64(std::string_view bytes);
std::optional<std::string> from_base64(
    std::string_view text);  // strict: padding required, nothing else allowed

bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace quince
