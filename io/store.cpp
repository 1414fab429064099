#include "io/store.h"

#include <sqlite3.h>

#include <cassert>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "io/store_upgrade.h"

namespace quince {
namespace {

constexpr std::size_t jobs_max = 1024;
constexpr std::size_t jobs_per_commit_max = 256;

// A table or column that the store does not have: SQLite tells it from a fault in a job's SQL by
// its words alone.
bool is_schema_fault(std::string_view text) {
  return text.find("no such table") != text.npos || text.find("no such column") != text.npos ||
         text.find("has no column named") != text.npos;
}

std::unexpected<Error> sqlite_error(sqlite3* db, std::string_view doing) {
  const int code = sqlite3_errcode(db);
  const bool full = code == SQLITE_FULL || code == SQLITE_IOERR;
  // Only these are the job's own fault and will come again; all else (no descriptors, no memory, a
  // read-only or broken disk, a schema of another version) is the store's, and what was to be
  // stored must wait for it.
  const bool own = (code == SQLITE_ERROR && !is_schema_fault(sqlite3_errmsg(db))) ||
                   code == SQLITE_CONSTRAINT || code == SQLITE_MISMATCH || code == SQLITE_TOOBIG ||
                   code == SQLITE_RANGE || code == SQLITE_MISUSE;
  return fail(own ? Code::internal : Code::unavailable,
              "store: " + std::string(doing) + ": " + sqlite3_errmsg(db) +
                  (full ? "; free some space on the disk of store.dir" : ""));
}

}  // namespace

// --- Statement
// -------------------------------------------------------------------------------------------------------

Statement::Statement(Statement&& other) noexcept
    : db_(other.db_), stmt_(std::exchange(other.stmt_, nullptr)) {}
Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(db_, other.db_);
  std::swap(stmt_, other.stmt_);
  return *this;
}
Statement::~Statement() { sqlite3_finalize(stmt_); }

Statement& Statement::bind(int index, std::string_view text) {
  // A null pointer would bind NULL; the empty text is a text.
  sqlite3_bind_text(stmt_, index + 1, text.empty() ? "" : text.data(),
                    static_cast<int>(text.size()), SQLITE_STATIC);
  return *this;
}
Statement& Statement::bind(int index, std::int64_t number) {
  sqlite3_bind_int64(stmt_, index + 1, number);
  return *this;
}
Statement& Statement::bind(int index, double number) {
  sqlite3_bind_double(stmt_, index + 1, number);
  return *this;
}
Statement& Statement::bind(int index, std::nullptr_t) {
  sqlite3_bind_null(stmt_, index + 1);
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(stmt_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    sqlite3_reset(stmt_);
    return false;
  }
  auto error = sqlite_error(db_, "run");
  sqlite3_reset(stmt_);
  return error;
}

Result<> Statement::run() {
  while (true) {
    const auto more = step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
  }
}

void Statement::reset() { sqlite3_reset(stmt_); }

std::string_view Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(stmt_, column));
  return data
             ? std::string_view{data, static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column))}
             : std::string_view{};
}
std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(stmt_, column); }
double Statement::real(int column) const { return sqlite3_column_double(stmt_, column); }
bool Statement::is_null(int column) const {
  return sqlite3_column_type(stmt_, column) == SQLITE_NULL;
}

// --- Database
// --------------------------------------------------------------------------------------------------------

struct Database::State {
  sqlite3* db = nullptr;
  std::map<std::string, Statement, std::less<>> statements;
  ~State() {
    statements.clear();
    sqlite3_close(db);
  }
};

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::string& path, Access access) {
  auto state = std::make_unique<State>();
  const int flags = access == Access::read_only ? SQLITE_OPEN_READONLY
                                                : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  if (sqlite3_open_v2(path.c_str(), &state->db, flags | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK)
    return fail(Code::unavailable, "store: cannot open " + path + ": " + sqlite3_errmsg(state->db) +
                                       "; check that store.dir exists and may be written");
  sqlite3_busy_timeout(state->db, 5000);
  Database database(std::move(state));
  const auto pragmas = access == Access::read_only
                           ? database.execute("PRAGMA query_only=ON; PRAGMA mmap_size=268435456;")
                           : database.execute(
                                 "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA "
                                 "foreign_keys=ON; PRAGMA secure_delete=ON; "
                                 "PRAGMA wal_autocheckpoint=1000;");
  if (!pragmas) return std::unexpected(pragmas.error());
  return database;
}

Result<> Database::execute(std::string_view sql) {
  const std::string text(sql);
  if (sqlite3_exec(state_->db, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return sqlite_error(state_->db, text.substr(0, 60));
  return {};
}

Result<Statement*> Database::prepare(std::string_view sql) {
  if (const auto found = state_->statements.find(sql); found != state_->statements.end()) {
    found->second.reset();
    return &found->second;
  }
  sqlite3_stmt* stmt = nullptr;
  if (sqlite3_prepare_v3(state_->db, sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &stmt, nullptr) != SQLITE_OK)
    return sqlite_error(state_->db, sql.substr(0, 60));
  return &state_->statements.emplace(std::string(sql), Statement(state_->db, stmt)).first->second;
}

void Database::reset_all() {
  for (auto& [sql, statement] : state_->statements) statement.reset();
}

std::int64_t Database::changes() const { return sqlite3_changes64(state_->db); }

// --- StoreWriter
// -----------------------------------------------------------------------------------------------------

namespace {

struct Waiting {
  StoreWriter::Job* job;
  Result<>* result;
  bool done = false;
};

}  // namespace

struct StoreWriter::State {
  // Constant after construction.
  Database database;
  std::function<void(double)> on_commit;
  int lock_file = -1;

  // Guarded by mutex.
  std::mutex mutex;
  std::condition_variable filled, finished, space;
  std::deque<Waiting*> jobs;
  bool stopping = false;

  std::thread thread;

  explicit State(Database db) : database(std::move(db)) {}
  ~State() {
    if (lock_file >= 0) ::close(lock_file);
  }

  void loop();
  void commit(const std::vector<Waiting*>& batch);
};

// Runs the batch in one transaction. Results become visible only after the commit.
void StoreWriter::State::commit(const std::vector<Waiting*>& batch) {
  const auto start = std::chrono::steady_clock::now();
  Result<> whole = database.execute("BEGIN IMMEDIATE");
  for (Waiting* waiting : batch) {
    if (!whole) break;
    if (whole = database.execute("SAVEPOINT job"); !whole) break;
    *waiting->result = (*waiting->job)(database);
    whole = database.execute(*waiting->result ? "RELEASE job" : "ROLLBACK TO job; RELEASE job");
    // A fault such as a full disk ends the transaction by itself: that fault is the one to tell.
    if (!whole && !*waiting->result) whole = *waiting->result;
  }
  database.reset_all();
  if (whole) whole = database.execute("COMMIT");
  if (!whole) {
    (void)database.execute("ROLLBACK");
    for (Waiting* waiting : batch) *waiting->result = std::unexpected(whole.error());
  }
  if (on_commit)
    on_commit(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
}

void StoreWriter::State::loop() {
  while (true) {
    std::vector<Waiting*> batch;
    {
      std::unique_lock lock(mutex);
      filled.wait(lock, [&] { return stopping || !jobs.empty(); });
      if (jobs.empty()) return;
      while (!jobs.empty() && batch.size() < jobs_per_commit_max) {
        batch.push_back(jobs.front());
        jobs.pop_front();
      }
    }
    space.notify_all();
    commit(batch);
    {
      const std::lock_guard lock(mutex);
      for (Waiting* waiting : batch) waiting->done = true;
    }
    finished.notify_all();
  }
}

Result<std::unique_ptr<StoreWriter>> StoreWriter::open(const std::string& path,
                                                       std::string_view schema,
                                                       std::function<void(double)> on_commit) {
  const std::string lock_path = path + ".lock";
  const int lock_file = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_file < 0)
    return fail(Code::unavailable, "store: cannot make " + lock_path +
                                       "; check that store.dir exists and may be written");
  if (::flock(lock_file, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock_file);
    return fail(Code::conflict, "store: another quince is using " + path +
                                    "; stop it, or give this one its own store.dir");
  }
  auto database = Database::open(path, Database::Access::read_write);
  if (!database) {
    ::close(lock_file);
    return std::unexpected(database.error());
  }
  auto state = std::make_unique<State>(std::move(*database));
  state->lock_file = lock_file;
  state->on_commit = std::move(on_commit);
  if (auto fits = upgrade_store(state->database, path, schema); !fits)
    return std::unexpected(fits.error());
  state->thread = std::thread([raw = state.get()] { raw->loop(); });
  return std::unique_ptr<StoreWriter>(new StoreWriter(std::move(state)));
}

StoreWriter::StoreWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}

StoreWriter::~StoreWriter() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->filled.notify_all();
  state_->space.notify_all();
  state_->thread.join();
}

Result<> StoreWriter::run(Job job) {
  Result<> result;
  Waiting waiting{&job, &result};
  std::unique_lock lock(state_->mutex);
  state_->space.wait(lock, [&] { return state_->stopping || state_->jobs.size() < jobs_max; });
  if (state_->stopping) return fail(Code::unavailable, "store: it is closing");
  state_->jobs.push_back(&waiting);
  state_->filled.notify_one();
  state_->finished.wait(lock, [&] { return waiting.done; });
  return result;
}

std::size_t StoreWriter::waiting() const {
  const std::lock_guard lock(state_->mutex);
  return state_->jobs.size();
}

}  // namespace quince
