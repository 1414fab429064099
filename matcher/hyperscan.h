// One Hyperscan database and what a thread needs to scan with it. Hyperscan reports every end of
// every pattern; starts are known for literals (end minus length) and asked for only where a
// regular expression was found (SOM_LEFTMOST, several times dearer than asking for ends). Plain
// literals without flags compile in milliseconds and scan fastest; word boundaries and logic are
// ours, after the match. Source: Hyperscan 5.4 developer's reference.
#pragma once
#include <cstdint>
#include <expected>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct hs_database;
struct hs_scratch;

namespace quince {

struct RawHit {
  std::uint32_t pattern = 0;
  std::uint32_t begin = 0;  // of a literal: 0, the caller knows its length
  std::uint32_t end = 0;
};

class PatternDatabase {  // immutable; may be shared by threads
 public:
  struct Refusal {
    std::size_t pattern = 0;  // patterns.size() where it is none in particular
    std::string why;
  };

  PatternDatabase() = default;  // matches nothing
  static std::expected<PatternDatabase, Refusal> of_literals(
      const std::vector<std::string>& literals);
  static std::expected<PatternDatabase, Refusal> of_regexes(
      const std::vector<std::string>& regexes);
  // Finds their ends alone.
  static std::expected<PatternDatabase, Refusal> of_regex_ends(
      const std::vector<std::string>& regexes);

  bool is_empty() const { return handle_ == nullptr; }

  // Its bytes fit the Hyperscan and the processor that platform() names, and no other. Throws
  // std::bad_alloc where there is no memory.
  std::string serialise() const;
  static std::optional<PatternDatabase> deserialise(std::string_view bytes);
  static std::string platform();

 private:
  explicit PatternDatabase(hs_database* owned);
  friend class Scratch;
  static std::expected<PatternDatabase, Refusal> compile(const std::vector<std::string>& patterns,
                                                         unsigned flags);

  std::shared_ptr<const hs_database> handle_;
};

class Scratch {  // one a thread
 public:
  // Memory for scanning with any of them. Throws std::bad_alloc where there is none.
  explicit Scratch(std::initializer_list<const PatternDatabase*> databases);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  // Appends every hit in `text` (under 4 GB) to `hits`.
  void scan(const PatternDatabase& database, std::string_view text, std::vector<RawHit>& hits);

 private:
  hs_scratch* handle_ = nullptr;
};

}  // namespace quince
