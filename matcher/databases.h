// The Hyperscan databases of a rule set. Compiling them takes nearly all of the time that a rule
// set takes, so they can be kept from one start to the next. Where they are kept is the caller's
// matter (DatabaseCache). The key says what they were compiled from and for which Hyperscan and
// processor; bytes under another key, cut or damaged ones are refused, and compiled anew. Rules
// that differ in weights or sentences alone have the same key.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/hyperscan.h"

namespace quince {

struct Databases {
  PatternDatabase literals;
  PatternDatabase regexes;
  // The same without starts, for joined texts; empty where an expression asks where its text begins
  // or ends.
  PatternDatabase regex_finder;
};

// What they are compiled from.
struct Patterns {
  std::vector<std::string> literals;
  std::vector<std::string> regexes;
  bool has_finder = false;
};

std::string key_of(const Patterns& patterns);

std::string serialise(const Databases& databases, std::string_view key);
std::optional<Databases> deserialise(std::string_view bytes, std::string_view key);

class DatabaseCache {
 public:
  virtual ~DatabaseCache() = default;
  virtual std::string find(std::string_view key) = 0;  // the bytes that were kept, or none
  virtual void keep(std::string_view key, std::string_view bytes) = 0;
};

}  // namespace quince
