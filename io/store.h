// SQLite, wrapped once. A Database is one connection and belongs to one thread at a time. A
// StoreWriter owns the only connection that writes: other threads hand it jobs, it runs many of
// them in one transaction, commits (WAL, synchronous=FULL: the commit is on disk), and only then
// lets their callers go on. A job that fails is rolled back alone (a savepoint) and its error goes
// to its caller; the others are not touched.
//
// Bounds: 1,024 jobs wait at most, up to 256 of them share a commit.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace quince {

// A prepared statement. Parameters and columns count from 0. Text that is bound must live until the
// next step.
class Statement {
 public:
  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) noexcept;
  ~Statement();

  Statement& bind(int index, std::string_view text);
  Statement& bind(int index, std::int64_t number);
  Statement& bind(int index, double number);
  Statement& bind(int index, std::nullptr_t);

  Result<bool> step();  // true: there is a row; false: done
  Result<> run();       // steps to the end and makes ready for the next run
  void reset();

  std::string_view text(int column) const;  // valid until the next step
  std::int64_t integer(int column) const;
  double real(int column) const;
  bool is_null(int column) const;

 private:
  friend class Database;
  Statement(sqlite3* db, sqlite3_stmt* stmt) : db_(db), stmt_(stmt) {}
  sqlite3* db_;
  sqlite3_stmt* stmt_;
};

class Database {
 public:
  enum class Access { read_write, read_only };
  static Result<Database> open(const std::string& path, Access access);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  Result<> execute(std::string_view sql);  // one or more statements without parameters
  // Statements are kept: asking again for the same SQL gives the same one, reset.
  Result<Statement*> prepare(std::string_view sql);
  void reset_all();  // ends every read: one left open keeps the log from ever being reused
  std::int64_t changes() const;  // rows changed by the last statement

 private:
  struct State;
  explicit Database(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class StoreWriter {
 public:
  using Job = std::function<Result<>(Database&)>;

  // Opens (or makes) the file, takes the one-writer lock beside it ("<path>.lock"), brings it to
  // `schema` (io/store_upgrade.h), starts the thread. A second process on the same file is refused
  // with Code::conflict.
  static Result<std::unique_ptr<StoreWriter>> open(
      const std::string& path, std::string_view schema,
      std::function<void(double seconds)> on_commit = {});
  ~StoreWriter();  // finishes what waits, then closes

  Result<> run(Job job);        // waits until the job's commit is on disk; any thread
  std::size_t waiting() const;  // jobs that are not yet being run

 private:
  struct State;
  explicit StoreWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace quince
