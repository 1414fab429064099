// Makes a record as if new, but keeps the memory of its texts and lists for what comes next.
#pragma once
#include "core/fields.h"

namespace quince {

template <Record T>
void forget(T& record);

namespace detail {

template <class V>
void forget_member(V& v) {
  if constexpr (Record<V>) {
    forget(v);
  } else if constexpr (requires { v.clear(); }) {
    v.clear();
  } else {
    v = V{};
  }
}

}  // namespace detail

template <Record T>
void forget(T& record) {
  for_each_field<T>([&](const auto& field) { detail::forget_member(record.*(field.member)); });
}

}  // namespace quince
