// YAML as quince reads it, over yaml-cpp: every node knows its file, line and column; a key written
// twice, a document too deep (32) or too large (200,000 nodes), and an alias that leads to itself
// are refused. Scalars stay texts until a caller asks for a type, so "012" is not octal and "no" is
// not false unless a bool is asked for.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"

namespace quince {

// One fault of a file that a person wrote: where, what is wrong, and how to mend it.
struct Fault {
  std::string file;
  int line = 0;    // from 1; 0: the file as a whole
  int column = 0;  // from 1
  std::string what;
  std::string mend;  // may be empty
};

std::string to_string(const Fault& fault);  // "file:line:column: what; mend"

class YamlNode {
 public:
  enum class Kind { null, scalar, list, map };

  // Defined where the class is complete: libstdc++'s pair of an incomplete type does not compile
  // with clang.
  YamlNode();
  YamlNode(const YamlNode& other);
  YamlNode(YamlNode&& other) noexcept;
  YamlNode& operator=(const YamlNode& other);
  YamlNode& operator=(YamlNode&& other) noexcept;
  ~YamlNode();

  Kind kind = Kind::null;
  std::string scalar;
  bool quoted = false;
  std::vector<YamlNode> items;                         // of a list
  std::vector<std::pair<YamlNode, YamlNode>> members;  // of a map, in the order of the file
  std::shared_ptr<const std::string> file;
  int line = 0;
  int column = 0;

  const YamlNode* find(std::string_view key) const;  // nullptr where there is no such member
  bool is_null() const { return kind == Kind::null; }

  // The scalar as a type; nothing if it is not one.
  std::optional<std::string> as_text() const;
  std::optional<std::int64_t> as_int() const;
  std::optional<double> as_double() const;
  std::optional<bool> as_bool() const;  // true, false, yes, no, on, off

  Fault fault(std::string what, std::string mend = {}) const;
};

// Parses the one document in `text`; `file` names it in faults. An empty document is a null node.
std::expected<YamlNode, Fault> parse_yaml(std::string_view text, std::string file);

}  // namespace quince
