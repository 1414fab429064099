// How an expected failure is told: a code for machines, whether trying again may help, and a text
// for people that names the thing and, where there is one, the cure. Programmer mistakes are
// asserted; exceptions stay inside io/.
#pragma once
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace quince {

// The codes are metric labels too: few, stable, lower case.
enum class Code : std::uint8_t {
  invalid,      // the input is not what it must be; the same input will fail again
  not_found,    // the named thing does not exist
  conflict,     // somebody else was first, or the state does not allow it
  too_large,    // a body, a text or a queue is over its bound
  timeout,      // a deadline passed
  unavailable,  // the other side is away or refuses for now
  refused,      // a rule of safety forbids it (address, signature, origin)
  internal,     // a library failed in a way that is not the input's fault
};

constexpr std::string_view name(Code code) {
  constexpr std::string_view names[] = {"invalid", "not_found",   "conflict", "too_large",
                                        "timeout", "unavailable", "refused",  "internal"};
  return names[static_cast<std::size_t>(code)];
}

struct Error {
  Code code = Code::internal;
  bool retryable = false;
  std::string text;
};

template <class T = void>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Code code, std::string text) {
  const bool retryable = code == Code::timeout || code == Code::unavailable;
  return std::unexpected(Error{code, retryable, std::move(text)});
}

}  // namespace quince
