#include "io/store_upgrade.h"

#include <algorithm>
#include <vector>

namespace quince {
namespace {

constexpr std::string_view cure =
    "; start the quince that wrote it, or give this one another store.dir";

struct Column {
  std::string table, name, type, standard;  // `standard`: its DEFAULT, as SQL
  bool required = false, key = false;
};

Result<std::vector<Column>> columns_of(Database& db) {
  auto rows = db.prepare(
      "SELECT t.name, c.name, c.type, c.dflt_value, c.\"notnull\", c.pk "
      "FROM sqlite_schema t, pragma_table_info(t.name) c "
      "WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
  if (!rows) return std::unexpected(rows.error());
  std::vector<Column> columns;
  while (true) {
    const auto more = (*rows)->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return columns;
    const auto text = [&](int column) { return std::string((*rows)->text(column)); };
    columns.push_back(
        {text(0), text(1), text(2), text(3), (*rows)->integer(4) != 0, (*rows)->integer(5) != 0});
  }
}

// What `schema` makes where nothing is yet.
Result<std::vector<Column>> columns_of(std::string_view schema) {
  auto empty = Database::open(":memory:", Database::Access::read_write);
  if (!empty) return std::unexpected(empty.error());
  if (auto made = empty->execute(schema); !made) return std::unexpected(made.error());
  return columns_of(*empty);
}

Result<std::int64_t> format_of(Database& db) {
  auto version = db.prepare("PRAGMA user_version");
  if (!version) return std::unexpected(version.error());
  if (auto row = (*version)->step(); !row) return std::unexpected(row.error());
  const std::int64_t format = (*version)->integer(0);
  (*version)->reset();
  return format;
}

Result<> add(Database& db, const Column& column) {
  return db.execute("ALTER TABLE \"" + column.table + "\" ADD COLUMN \"" + column.name + "\" " +
                    column.type + (column.required ? " NOT NULL" : "") +
                    (column.standard.empty() ? "" : " DEFAULT " + column.standard));
}

Result<> fit(Database& db, const std::string& path, const std::vector<Column>& stored,
             const Column& wanted) {
  const auto in_table = [&](const Column& column) { return column.table == wanted.table; };
  if (std::none_of(stored.begin(), stored.end(), in_table)) return {};  // the schema makes it
  const auto known = std::find_if(stored.begin(), stored.end(), [&](const Column& column) {
    return in_table(column) && column.name == wanted.name;
  });
  if (known == stored.end() && !wanted.key) return add(db, wanted);
  if (known != stored.end() && known->type == wanted.type && known->key == wanted.key) return {};
  return fail(Code::conflict, "store: " + path + ": " + wanted.table + '.' + wanted.name +
                                  " is not of the form that this quince needs" + std::string(cure));
}

Result<> upgrade(Database& db, const std::string& path, std::string_view schema) {
  const auto format = format_of(db);
  if (!format) return std::unexpected(format.error());
  if (*format > store_format)
    return fail(Code::conflict, "store: " + path + " was written by a newer quince (format " +
                                    std::to_string(*format) + ", this one knows " +
                                    std::to_string(store_format) + ")" + std::string(cure));
  const auto stored = columns_of(db);
  if (!stored) return std::unexpected(stored.error());
  const auto wanted = columns_of(schema);
  if (!wanted) return std::unexpected(wanted.error());
  for (const Column& column : *wanted)
    if (auto fits = fit(db, path, *stored, column); !fits) return fits;
  // After the columns: the schema may have indices on them.
  if (auto made = db.execute(schema); !made) return made;
  return db.execute("PRAGMA user_version = " + std::to_string(store_format));
}

}  // namespace

Result<> upgrade_store(Database& db, const std::string& path, std::string_view schema) {
  if (auto begun = db.execute("BEGIN IMMEDIATE"); !begun) return begun;
  auto upgraded = upgrade(db, path, schema);
  db.reset_all();
  if (upgraded) upgraded = db.execute("COMMIT");
  if (!upgraded) (void)db.execute("ROLLBACK");
  return upgraded;
}

}  // namespace quince
