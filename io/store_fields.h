// SQLite for every type that has rows in core/fields.h: the table's schema, insert-or-replace, and
// reading a row back. Texts, numbers and enums are columns; lists, maps and records within are
// columns of JSON; times are Unix milliseconds; decimals are their integer ten-thousandths.
#pragma once
#include <string>
#include <vector>

#include "io/json_fields.h"
#include "io/store.h"

namespace quince {

namespace detail {

template <class V>
struct Unwrapped {
  using type = V;
};
template <class V>
struct Unwrapped<std::optional<V>> {
  using type = V;
};

template <class V>
constexpr bool is_integer_column = std::is_same_v<V, std::int64_t> || std::is_same_v<V, bool> ||
                                   std::is_same_v<V, Decimal> || std::is_same_v<V, Time>;

inline std::int64_t to_column(std::int64_t v) { return v; }
inline std::int64_t to_column(bool v) { return v ? 1 : 0; }
inline std::int64_t to_column(Decimal v) { return v.e4; }
inline std::int64_t to_column(Time v) { return to_unix_ms(v); }
inline void from_column(std::int64_t in, std::int64_t& out) { out = in; }
inline void from_column(std::int64_t in, bool& out) { out = in != 0; }
inline void from_column(std::int64_t in, Decimal& out) { out.e4 = in; }
inline void from_column(std::int64_t in, Time& out) { out = from_unix_ms(in); }

// `kept` holds texts made for binding until the statement has run.
template <class V>
void bind_value(Statement& statement, int index, const V& v, std::vector<std::string>& kept) {
  if constexpr (requires { v.has_value(); }) {
    if (v) {
      bind_value(statement, index, *v, kept);
    } else {
      statement.bind(index, nullptr);
    }
  } else if constexpr (is_integer_column<V>) {
    statement.bind(index, to_column(v));
  } else if constexpr (NamedEnum<V>) {
    statement.bind(index, name(v));
  } else if constexpr (std::is_same_v<V, std::string>) {
    statement.bind(index, std::string_view{v});
  } else {
    statement.bind(index, std::string_view{kept.emplace_back(value_to_json(v))});
  }
}

template <class V>
Result<> read_column(const Statement& statement, int column, V& v, JsonParser& parser) {
  if constexpr (requires { v.has_value(); }) {
    if (statement.is_null(column)) {
      v.reset();
      return {};
    }
    v.emplace();
    return read_column(statement, column, *v, parser);
  } else if (statement.is_null(column)) {  // a column that is younger than its row
    return {};
  } else if constexpr (is_integer_column<V>) {
    from_column(statement.integer(column), v);
  } else if constexpr (NamedEnum<V>) {
    if (const auto value = from_name<V>(statement.text(column))) v = *value;
  } else if constexpr (std::is_same_v<V, std::string>) {
    v = statement.text(column);
  } else {
    const std::string json(statement.text(column));
    auto got = [&] {
      if constexpr (Record<V>) {
        return parser.read<V>(json);
      } else if constexpr (requires { v.find(std::string{}); }) {
        return parser.read_map(json);
      } else if constexpr (Record<typename V::value_type>) {
        return parser.read_list<typename V::value_type>(json);
      } else {
        return parser.read_strings(json);
      }
    }();
    if (!got) return std::unexpected(got.error());
    v = std::move(*got);
  }
  return {};
}

}  // namespace detail

// CREATE TABLE IF NOT EXISTS for T under `table`.
template <Record T>
std::string schema_sql(std::string_view table) {
  std::string sql = "CREATE TABLE IF NOT EXISTS " + std::string(table) + " (";
  std::string keys;
  for_each_field<T>([&](const auto& field) {
    using V = typename detail::Unwrapped<
        std::remove_cvref_t<decltype(std::declval<T>().*(field.member))>>::type;
    sql += '"' + std::string(field.name) +
           (detail::is_integer_column<V> ? "\" INTEGER, " : "\" TEXT, ");
    if (field.need == Need::key)
      keys += (keys.empty() ? "\"" : ", \"") + std::string(field.name) + '"';
  });
  return sql + "PRIMARY KEY (" + keys + ")) STRICT;\n";
}

// "a", "b", … in the order of the rows, for SELECT; put what else is wanted behind them.
template <Record T>
const std::string& columns_sql() {
  static const std::string columns = [] {
    std::string list;
    for_each_field<T>([&](const auto& field) {
      list += (list.empty() ? "\"" : ", \"") + std::string(field.name) + '"';
    });
    return list;
  }();
  return columns;
}

// Inserts `record`, or replaces the row with the same key.
template <Record T>
Result<> put_row(Database& db, std::string_view table, const T& record) {
  std::string marks;
  for_each_field<T>([&](const auto&) { marks += marks.empty() ? "?" : ",?"; });
  auto statement = db.prepare("INSERT OR REPLACE INTO " + std::string(table) + " (" +
                              columns_sql<T>() + ") VALUES (" + marks + ")");
  if (!statement) return std::unexpected(statement.error());
  std::vector<std::string> kept;
  kept.reserve(64);
  int index = 0;
  for_each_field<T>([&](const auto& field) {
    detail::bind_value(**statement, index++, record.*(field.member), kept);
  });
  return (*statement)->run();
}

// Reads the current row of a statement that selected columns_sql<T>() first.
template <Record T>
Result<T> read_row(const Statement& statement, JsonParser& parser) {
  T record;
  Result<> result;
  int column = 0;
  for_each_field<T>([&](const auto& field) {
    if (result) result = detail::read_column(statement, column, record.*(field.member), parser);
    ++column;
  });
  if (!result) return std::unexpected(result.error());
  return record;
}

// All rows of "SELECT <columns of T> FROM <rest>" with the given parameters bound in order.
template <Record T, class... P>
Result<std::vector<T>> select(Database& db, std::string_view rest, const P&... parameters) {
  auto statement = db.prepare("SELECT " + columns_sql<T>() + " FROM " + std::string(rest));
  if (!statement) return std::unexpected(statement.error());
  int index = 0;
  ((*statement)->bind(index++, parameters), ...);
  std::vector<T> rows;
  JsonParser parser;
  while (true) {
    const auto more = (*statement)->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    auto row = read_row<T>(**statement, parser);
    if (!row) return std::unexpected(row.error());
    rows.push_back(std::move(*row));
  }
  (*statement)->reset();
  return rows;
}

// The one row, or nothing.
template <Record T, class... P>
Result<std::optional<T>> select_one(Database& db, std::string_view rest, const P&... parameters) {
  auto rows = select<T>(db, rest, parameters...);
  if (!rows) return std::unexpected(rows.error());
  if (rows->empty()) return std::optional<T>{};
  return std::optional<T>{std::move(rows->front())};
}

}  // namespace quince
