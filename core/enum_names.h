// The written form of an enum: one list of names, in the order of its values, used in JSON, SQLite,
// metrics and logs. An enum joins by specialising EnumNames; the value of `none`-like members may
// have the empty name, which is absent.
#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

namespace quince {

template <class E>
struct EnumNames;

template <class E>
concept NamedEnum = std::is_enum_v<E> && requires { EnumNames<E>::names.size(); };

template <NamedEnum E>
constexpr std::string_view name(E value) {
  return EnumNames<E>::names[static_cast<std::size_t>(value)];
}

template <NamedEnum E>
constexpr std::optional<E> from_name(std::string_view text) {
  for (std::size_t i = 0; i < EnumNames<E>::names.size(); ++i)
    if (EnumNames<E>::names[i] == text) return static_cast<E>(i);
  return std::nullopt;
}

}  // namespace quince
