// What the matcher is measured against: Hyperscan alone, RE2::Set alone, and the composed minimum,
// which is the least that any matcher must do with a post (read its fields, fold its text, scan it
// once for every rule). They count their matches and keep nothing.
#pragma once
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "matcher/rules.h"

namespace quince {

// Hyperscan over folded text, one call a post: the phrases and regular expressions of `rules`.
class BareScan {
 public:
  explicit BareScan(const Rules& rules);
  ~BareScan();
  BareScan(const BareScan&) = delete;
  BareScan& operator=(const BareScan&) = delete;

  std::size_t matches(std::string_view folded);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The composed minimum: simdjson reads twelve fields, the fold, Hyperscan. Nothing is decided.
class BareMinimum {
 public:
  explicit BareMinimum(const Rules& rules);
  ~BareMinimum();
  BareMinimum(const BareMinimum&) = delete;
  BareMinimum& operator=(const BareMinimum&) = delete;

  std::size_t matches(std::string_view json);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// RE2::Set over folded text; there where libre2-dev is installed.
class Re2Scan {
 public:
  static constexpr bool is_there =
#ifdef QUINCE_BENCH_RE2
      true;
#else
      false;
#endif
  explicit Re2Scan(const Rules& rules);
  ~Re2Scan();
  Re2Scan(const Re2Scan&) = delete;
  Re2Scan& operator=(const Re2Scan&) = delete;

  std::size_t matches(std::string_view folded);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace quince
