// Which network addresses may be connected to. By default only public ones; a policy adds named
// ranges.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/error.h"

struct sockaddr;

namespace quince {

// A range of addresses in IPv6 form (IPv4 as ::ffff:a.b.c.d).
struct AddressRange {
  std::array<std::uint8_t, 16> bytes{};
  int prefix = 128;
  bool operator==(const AddressRange&) const = default;
};

// "127.0.0.0/8", "10.1.2.3", "::1", "fd00::/8".
Result<AddressRange> parse_address_range(std::string_view text);

struct AddressPolicy {
  std::vector<AddressRange> allowed;  // besides public addresses
  bool permits(const sockaddr& address) const;
  bool operator==(const AddressPolicy&) const = default;
};

// Not loopback, private, link-local, carrier-grade NAT, unique-local, multicast, reserved, nor a
// v4-mapped, NAT64 or 6to4 form of those (IANA special-purpose registries, RFC 6890).
bool is_public_address(const sockaddr& address);

}  // namespace quince
