#include "io/store.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <future>
#include <thread>

#include "io/store_fields.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

constexpr std::string_view schema = "CREATE TABLE IF NOT EXISTS t (n INTEGER) STRICT;";

std::int64_t count(const std::string& path) {
  auto db = Database::open(path, Database::Access::read_only);
  auto statement = db->prepare("SELECT count(*) FROM t");
  (void)(*statement)->step();
  return (*statement)->integer(0);
}

StoreWriter::Job insert(std::int64_t n) {
  return [n](Database& db) -> Result<> {
    return (*db.prepare("INSERT INTO t VALUES (?)"))->bind(0, n).run();
  };
}

TEST(StoreWriter, AFailedJobIsRolledBackAloneAndToldToItsCaller) {
  test::TempDir dir;
  auto writer = StoreWriter::open(dir.file("q.sqlite"), schema);
  ASSERT_TRUE(writer) << writer.error().text;
  EXPECT_TRUE((*writer)->run(insert(1)));
  const auto failed = (*writer)->run([](Database& db) -> Result<> {
    (void)insert(2)(db);
    return fail(Code::conflict, "not today");
  });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().text, "not today");
  EXPECT_EQ(count(dir.file("q.sqlite")), 1);
}

TEST(StoreWriter, ManyThreadsLoseNothing) {
  test::TempDir dir;
  auto writer = StoreWriter::open(dir.file("q.sqlite"), schema);
  ASSERT_TRUE(writer);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t)
      threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i) EXPECT_TRUE((*writer)->run(insert(i)));
      });
  }
  writer->reset();
  EXPECT_EQ(count(dir.file("q.sqlite")), 400);
}

// The first job is held until the others wait: they go to disk in one commit.
TEST(StoreWriter, WhatWaitsSharesACommit) {
  test::TempDir dir;
  int commits = 0;
  auto writer = StoreWriter::open(dir.file("q.sqlite"), schema, [&](double) { ++commits; });
  ASSERT_TRUE(writer);
  constexpr std::size_t others = 8;
  std::promise<void> held;
  {
    std::vector<std::jthread> threads;
    threads.emplace_back([&] {
      EXPECT_TRUE((*writer)->run([&](Database& db) {
        held.set_value();
        while ((*writer)->waiting() < others) std::this_thread::yield();
        return insert(0)(db);
      }));
    });
    held.get_future().wait();
    for (std::size_t t = 0; t < others; ++t)
      threads.emplace_back([&] { EXPECT_TRUE((*writer)->run(insert(1))); });
  }
  writer->reset();
  EXPECT_EQ(commits, 2);
  EXPECT_EQ(count(dir.file("q.sqlite")), 9);
}

TEST(StoreWriter, ASecondWriterOnTheSameFileIsRefused) {
  test::TempDir dir;
  auto first = StoreWriter::open(dir.file("q.sqlite"), schema);
  ASSERT_TRUE(first);
  auto second = StoreWriter::open(dir.file("q.sqlite"), schema);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::conflict);
  first->reset();
  EXPECT_TRUE(StoreWriter::open(dir.file("q.sqlite"), schema));
}

TEST(StoreWriter, AFolderThatIsNotThereIsToldWithTheCure) {
  const auto writer = StoreWriter::open("/nonexistent/q.sqlite", schema);
  ASSERT_FALSE(writer);
  EXPECT_NE(writer.error().text.find("store.dir"), std::string::npos);
}

TEST(StoreWriter, AReadThatAJobLeavesOpenDoesNotKeepTheLogGrowing) {
  test::TempDir dir;
  auto writer = StoreWriter::open(dir.file("q.sqlite"), schema);
  ASSERT_TRUE(writer);
  ASSERT_TRUE((*writer)->run(insert(1)));
  const auto half_read = [](Database& db) -> Result<> {
    (void)(*db.prepare("SELECT count(*), n FROM t GROUP BY n"))->step();
    return {};
  };
  ASSERT_TRUE((*writer)->run(half_read));
  for (int i = 0; i < 3000; ++i) ASSERT_TRUE((*writer)->run(insert(i)));
  // 1,000 pages of 4 KiB and their headers, then it starts anew.
  EXPECT_LT(std::filesystem::file_size(dir.file("q.sqlite-wal")), 6'000'000u);
}

TEST(StoreWriter, WhatIsTheStoresFaultMayBeTriedAgainAndWhatIsTheJobsMayNot) {
  test::TempDir dir;
  auto writer = StoreWriter::open(dir.file("q.sqlite"), schema);
  ASSERT_TRUE(writer);
  const auto own =
      (*writer)->run([](Database& db) { return db.execute("INSERT INTO t VALUES ('no number')"); });
  ASSERT_FALSE(own);
  EXPECT_FALSE(own.error().retryable);
  const auto readonly = (*writer)->run([](Database& db) -> Result<> {
    if (auto set = db.execute("PRAGMA query_only=ON"); !set) return set;
    auto put = insert(1)(db);
    (void)db.execute("PRAGMA query_only=OFF");
    return put;
  });
  ASSERT_FALSE(readonly);
  EXPECT_TRUE(readonly.error().retryable) << readonly.error().text;
}

// As a full disk does: the transaction is gone, and with it the savepoint.
TEST(StoreWriter, AFaultThatEndsTheTransactionIsTheOneThatIsTold) {
  test::TempDir dir;
  auto writer = StoreWriter::open(dir.file("q.sqlite"), schema);
  ASSERT_TRUE(writer);
  const auto failed = (*writer)->run([](Database& db) -> Result<> {
    (void)db.execute("ROLLBACK");
    return fail(Code::unavailable, "the disk is full");
  });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().text, "the disk is full");
  EXPECT_TRUE((*writer)->run(insert(1)));
}

TEST(StoreFields, EveryStoredTypeComesBackAsItWent) {
  test::TempDir dir;
  auto db = Database::open(dir.file("q.sqlite"), Database::Access::read_write);
  ASSERT_TRUE(db);
  ASSERT_TRUE(db->execute(schema_sql<Case>("cases") + schema_sql<Mention>("mentions") +
                          schema_sql<Assessment>("assessments")));

  Case c;
  c.id = "membrillo-1";
  c.state = CaseState::contacted;
  c.outcome = Outcome::momentum;
  c.complaint = Decimal{9312};
  c.aspects = {"delay", "refund"};
  c.mentions = {"a", "b"};
  c.spread = {4, 0, 31, Decimal{1700}};
  c.due_at = from_unix_ms(15);
  c.followers = 0;
  ASSERT_TRUE(put_row(*db, "cases", c));
  const auto cases = select<Case>(*db, "cases");
  ASSERT_TRUE(cases) << cases.error().text;
  EXPECT_EQ(*cases, std::vector<Case>{c});

  Mention m;
  m.id = "a";
  m.text = "año";
  m.counts.likes = 0;
  m.author.handle = "x";
  m.facets = {{"route", "MB 1515"}};
  ASSERT_TRUE(put_row(*db, "mentions", m));
  EXPECT_EQ(**select_one<Mention>(*db, "mentions WHERE id = ?", std::string_view{"a"}), m);

  Assessment a;
  a.id = "a";
  a.signals = {{"es.x", Decimal{-5000}, {{Part::text, 0, 4}}}};
  ASSERT_TRUE(put_row(*db, "assessments", a));
  EXPECT_EQ(**select_one<Assessment>(*db, "assessments"), a);
}

}  // namespace
}  // namespace quince
