// robots.txt (RFC 9309): what a server asks programs not to read. Pure.
//
// The groups of the product token "quince" count, or those of "*" where it is not named. Of the
// rules that match a path the longest decides, and allow beats disallow; "*" stands for any
// characters, "$" at the end for the end. Percent-encoded and plain characters are the same.
// Crawl-delay is no part of the RFC, but in use.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace quince {

constexpr std::size_t robots_bytes_max = 512u << 10;  // RFC 9309, 2.5: at least 500 KiB are read
constexpr Duration crawl_delay_max = std::chrono::seconds{60};

class Robots {
 public:
  Robots() = default;  // allows everything
  static Robots parse(std::string_view text);
  static Robots that_refuses_all();

  bool allows(std::string_view url) const;  // its path and query count
  Duration crawl_delay() const { return crawl_delay_; }

 private:
  struct Rule {
    std::string pattern;
    bool allow = false;
  };
  struct Group;
  void take(const Group& group);

  std::vector<Rule> rules_;
  Duration crawl_delay_{};
};

// "https://host:port/robots.txt" of a URL.
std::string robots_url(std::string_view url);

}  // namespace quince
