// What names a rule set, and what shows that bytes are as they were written: 128 bits of XXH3, as
// 32 hex digits. Against accidents, not against somebody who means harm.
#pragma once
#include <string>
#include <string_view>
#include <vector>

struct XXH3_state_s;

namespace quince {

constexpr std::size_t digest_size = 32;

class Digest {
 public:
  Digest();
  ~Digest();
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;

  // With its length before it, so that "ab","c" is not "a","bc".
  void add(std::string_view text);
  void add(const std::vector<std::string>& texts);

  std::string hex() const;

 private:
  XXH3_state_s* state_;
};

std::string checksum(std::string_view bytes);

}  // namespace quince
