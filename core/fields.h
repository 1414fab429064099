// The one table of stored fields. From it come JSON in and out (io/json_fields.h), the SQLite
// schema (io/store_fields.h) and docs/json.md. A member without a row does not compile: the number
// of rows must equal the number of members.
//
// Adding a field: the member in its type's header, and its row here, in the same place.
#pragma once
#include <cstddef>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/case.h"
#include "core/cursor.h"
#include "core/delivery.h"
#include "core/event.h"
#include "core/journal_entry.h"
#include "core/notice.h"
#include "core/reading.h"
#include "core/storm.h"
#include "core/subscription.h"
#include "core/watch.h"

namespace quince {

enum class Need {
  optional,  // may be absent in JSON; left out where it is unknown
  required,  // reading JSON without it is an error
  key,       // required, and part of the primary key in SQLite
};

template <class T, class M>
struct Field {
  std::string_view name;
  M T::* member;
  Need need;
  std::string_view doc;
};

template <class T, class M>
constexpr Field<T, M> row(std::string_view name, M T::* member, std::string_view doc,
                          Need need = Need::optional) {
  return {name, member, need, doc};
}

namespace detail {
struct Anything {
  template <class U>
  operator U() const;
};
template <class T, std::size_t... I>
constexpr bool takes(std::index_sequence<I...>) {
  return requires { T{(static_cast<void>(I), Anything{})...}; };
}
}  // namespace detail

// How many members the aggregate T has (at most 64).
template <class T, std::size_t N = 64>
constexpr std::size_t member_count() {
  if constexpr (N == 0 || detail::takes<T>(std::make_index_sequence<N>{})) {
    return N;
  } else {
    return member_count<T, N - 1>();
  }
}

// Fields<T>::rows is the tuple of T's rows; Fields<T>::type its name; Fields<T>::doc one sentence.
template <class T>
struct Fields;

template <class T>
concept Record = requires { Fields<T>::rows; };

template <class T, class... Row>
constexpr auto table(Row... rows) {
  static_assert(sizeof...(Row) == member_count<T>(), "a member of T has no row in core/fields.h");
  return std::tuple{rows...};
}

// Calls fn(row) for every row of T, in order.
template <class T, class Fn>
constexpr void for_each_field(Fn&& fn) {
  std::apply([&](const auto&... rows) { (fn(rows), ...); }, Fields<T>::rows);
}

}  // namespace quince

#include "core/fields.def.h"
