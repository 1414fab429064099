#include "io/address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <cstring>
#include <string>

namespace quince {
namespace {

sockaddr_storage address_of(const std::string& text) {
  sockaddr_storage storage{};
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  if (inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    std::memcpy(&storage, &v4, sizeof v4);
  } else {
    EXPECT_EQ(inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr), 1) << text;
    v6.sin6_family = AF_INET6;
    std::memcpy(&storage, &v6, sizeof v6);
  }
  return storage;
}

bool is_public(const std::string& text) {
  const sockaddr_storage storage = address_of(text);
  return is_public_address(reinterpret_cast<const sockaddr&>(storage));
}

bool permits(const AddressPolicy& policy, const std::string& text) {
  const sockaddr_storage storage = address_of(text);
  return policy.permits(reinterpret_cast<const sockaddr&>(storage));
}

TEST(Address, KnowsWhatIsPublic) {
  const struct {
    const char* name;
    const char* address;
    bool is_public;
  } rows[] = {
      {"a resolver", "8.8.8.8", true},
      {"a resolver, v6", "2001:4860:4860::8888", true},
      {"loopback", "127.0.0.1", false},
      {"all of loopback", "127.8.9.10", false},
      {"this host", "0.0.0.0", false},
      {"private ten", "10.0.0.1", false},
      {"below private 172", "172.15.255.255", true},
      {"private 172", "172.16.0.1", false},
      {"private 172, last", "172.31.255.255", false},
      {"above private 172", "172.32.0.1", true},
      {"private 192", "192.168.1.10", false},
      {"carrier grade, first", "100.64.0.0", false},
      {"carrier grade, last", "100.127.255.255", false},
      {"above carrier grade", "100.128.0.1", true},
      {"cloud metadata", "169.254.169.254", false},
      {"link local v4, first", "169.254.0.0", false},
      {"link local v4, last", "169.254.255.255", false},
      {"multicast, last", "239.255.255.255", false},
      {"6to4 of a private address", "2002:c0a8:10a::", false},
      {"benchmarks", "198.18.0.1", false},
      {"documentation", "203.0.113.7", false},
      {"multicast", "224.0.0.1", false},
      {"reserved", "240.0.0.1", false},
      {"broadcast", "255.255.255.255", false},
      {"loopback v6", "::1", false},
      {"unspecified v6", "::", false},
      {"v4-compatible", "::7f00:1", false},
      {"v4-mapped loopback", "::ffff:127.0.0.1", false},
      {"v4-mapped private", "::ffff:10.0.0.1", false},
      {"v4-mapped public", "::ffff:8.8.8.8", true},
      {"unique local", "fd12:3456::1", false},
      {"link local", "fe80::1", false},
      {"site local", "fec0::1", false},
      {"multicast v6", "ff02::1", false},
      {"documentation v6", "2001:db8::1", false},
      {"6to4 of loopback", "2002:7f00:1::", false},
      {"6to4 of a public address", "2002:808:808::", true},
      {"NAT64 of a private address", "64:ff9b::10.0.0.1", false},
      {"NAT64 of a public address", "64:ff9b::8.8.8.8", true},
      {"local NAT64", "64:ff9b:1::1", false},
  };
  for (const auto& row : rows) EXPECT_EQ(is_public(row.address), row.is_public) << row.name;
}

TEST(Address, PolicyAddsNamedRanges) {
  AddressPolicy policy;
  policy.allowed = {parse_address_range("127.0.0.1").value(),
                    parse_address_range("10.1.0.0/16").value(),
                    parse_address_range("fd00::/8").value()};
  EXPECT_TRUE(permits(policy, "127.0.0.1"));
  EXPECT_TRUE(permits(policy, "::ffff:127.0.0.1"));
  EXPECT_FALSE(permits(policy, "127.0.0.2"));
  EXPECT_TRUE(permits(policy, "10.1.255.1"));
  EXPECT_FALSE(permits(policy, "10.2.0.1"));
  EXPECT_TRUE(permits(policy, "fd99::1"));
  EXPECT_TRUE(permits(policy, "8.8.8.8"));
}

TEST(Address, UnknownFamiliesAreRefused) {
  sockaddr_storage storage{};
  storage.ss_family = AF_UNIX;
  EXPECT_FALSE(is_public_address(reinterpret_cast<const sockaddr&>(storage)));
  EXPECT_FALSE(AddressPolicy{}.permits(reinterpret_cast<const sockaddr&>(storage)));
}

TEST(Address, RefusesWhatIsNoRange) {
  for (const char* text : {"", "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "::1/129",
                           "::1/-1", "10.0.0.1/8x"})
    EXPECT_FALSE(parse_address_range(text).has_value()) << text;
  EXPECT_EQ(parse_address_range("0.0.0.0/0")->prefix, 96);
}

}  // namespace
}  // namespace quince
