#include "io/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <charconv>
#include <cstring>
#include <optional>
#include <string>

namespace quince {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

constexpr int mapped_prefix = 96;  // of ::ffff:0:0/96, the IPv6 form of all IPv4 addresses

Bytes map_v4(const std::uint8_t (&v4)[4]) {
  Bytes bytes{};
  bytes[10] = bytes[11] = 0xFF;
  std::memcpy(bytes.data() + 12, v4, 4);
  return bytes;
}

bool has_prefix(const Bytes& address, const Bytes& range, int prefix) {
  const int whole = prefix / 8;
  if (std::memcmp(address.data(), range.data(), static_cast<std::size_t>(whole)) != 0) return false;
  const int rest = prefix % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xFF << (8 - rest));
  const auto at = static_cast<std::size_t>(whole);
  return (address[at] & mask) == (range[at] & mask);
}

std::optional<Bytes> bytes_of(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof v4);
    std::uint8_t raw[4];
    std::memcpy(raw, &v4.sin_addr, 4);
    return map_v4(raw);
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &address, sizeof v6);
    Bytes bytes;
    std::memcpy(bytes.data(), &v6.sin6_addr, 16);
    return bytes;
  }
  return std::nullopt;
}

// What is not globally reachable in the IANA special-purpose registries for IPv4 and IPv6, and
// multicast.
constexpr const char* special_ranges[] = {
    "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",
    "::/96",         "64:ff9b:1::/48",  "100::/64",       "2001::/23",      "2001:db8::/32",
    "3fff::/20",     "5f00::/16",       "fc00::/7",       "fe80::/9",       "ff00::/8",
};

bool is_special(const Bytes& address) {
  static const std::vector<AddressRange> ranges = [] {
    std::vector<AddressRange> list;
    for (const char* text : special_ranges) list.push_back(parse_address_range(text).value());
    return list;
  }();
  for (const AddressRange& range : ranges)
    if (has_prefix(address, range.bytes, range.prefix)) return true;
  return false;
}

// The IPv4 address that an IPv6 address leads to: NAT64 (RFC 6052) has it at the end, 6to4 (RFC
// 3056) behind 2002.
std::optional<Bytes> embedded_v4(const Bytes& address) {
  static const Bytes nat64{0x00, 0x64, 0xFF, 0x9B};
  static const Bytes six_to_four{0x20, 0x02};
  std::uint8_t v4[4];
  if (has_prefix(address, nat64, 96)) {
    std::memcpy(v4, address.data() + 12, 4);
  } else if (has_prefix(address, six_to_four, 16)) {
    std::memcpy(v4, address.data() + 2, 4);
  } else {
    return std::nullopt;
  }
  return map_v4(v4);
}

}  // namespace

Result<AddressRange> parse_address_range(std::string_view text) {
  const auto broken = [&] {
    return fail(Code::invalid, "\"" + std::string(text) +
                                   "\" is not an address range such as 10.0.0.0/8 or fd00::/8");
  };
  const std::size_t slash = text.find('/');
  const std::string address(text.substr(0, slash));
  AddressRange range;
  int widest = 128;
  std::uint8_t v4[4];
  if (inet_pton(AF_INET, address.c_str(), v4) == 1) {
    range.bytes = map_v4(v4);
    widest = 32;
  } else if (inet_pton(AF_INET6, address.c_str(), range.bytes.data()) != 1) {
    return broken();
  }
  int prefix = widest;
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    if (error != std::errc{} || end != digits.data() + digits.size() || prefix < 0 ||
        prefix > widest)
      return broken();
  }
  range.prefix = widest == 32 ? prefix + mapped_prefix : prefix;
  return range;
}

bool is_public_address(const sockaddr& address) {
  const auto bytes = bytes_of(address);
  if (!bytes || is_special(*bytes)) return false;
  const auto inner = embedded_v4(*bytes);
  return !inner || !is_special(*inner);
}

bool AddressPolicy::permits(const sockaddr& address) const {
  const auto bytes = bytes_of(address);
  if (!bytes) return false;
  for (const AddressRange& range : allowed)
    if (has_prefix(*bytes, range.bytes, range.prefix)) return true;
  return is_public_address(address);
}

}  // namespace quince
