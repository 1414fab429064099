#include "io/store_upgrade.h"

#include <gtest/gtest.h>

#include "io/store_fields.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

// As an older quince made it: fewer columns, fewer tables, no index, a row in it.
constexpr std::string_view older =
    "CREATE TABLE cursors (\"target\" TEXT, \"etag\" TEXT, PRIMARY KEY (\"target\")) STRICT;"
    "CREATE TABLE seen (id TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "INSERT INTO cursors VALUES ('news', '\"v1\"');"
    "INSERT INTO seen VALUES ('rss:a', 'd');";

std::string schema() {
  return schema_sql<Cursor>("cursors") + schema_sql<Watch>("watches") +
         "CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY, digest TEXT NOT NULL, feed TEXT "
         "NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;"
         "CREATE INDEX IF NOT EXISTS seen_feed ON seen (feed);";
}

class StoreUpgrade : public testing::Test {
 protected:
  void make(std::string_view sql) {
    auto db = Database::open(path, Database::Access::read_write);
    ASSERT_TRUE(db->execute(sql));
  }
  test::TempDir dir;
  const std::string path = dir.file("q.sqlite");
};

TEST_F(StoreUpgrade, AStoreOfAnOlderSchemaGoesOn) {
  make(older);
  for (const char* run : {"upgraded", "opened again"}) {
    auto writer = StoreWriter::open(path, schema());
    ASSERT_TRUE(writer) << run << ": " << writer.error().text;
    const auto stored = (*writer)->run([](Database& db) -> Result<> {
      auto known = select_one<Cursor>(db, "cursors WHERE target = 'news'");
      if (!known) return std::unexpected(known.error());
      EXPECT_EQ((*known)->etag, "\"v1\"");
      Cursor fresh;
      fresh.target = "fresh";
      fresh.moved_to = "https://a.example/";
      if (auto put = put_row(db, "cursors", fresh); !put) return put;
      EXPECT_EQ(**select_one<Cursor>(db, "cursors WHERE target = 'fresh'"), fresh);
      EXPECT_TRUE(select<Watch>(db, "watches"));
      return db.execute("UPDATE seen SET feed = feed || 'news' WHERE id = 'rss:a'");
    });
    EXPECT_TRUE(stored) << run << ": " << stored.error().text;
  }
}

TEST_F(StoreUpgrade, AColumnYoungerThanItsRowReadsAsTheDefault) {
  make(
      "CREATE TABLE cases (\"id\" TEXT, PRIMARY KEY (\"id\")) STRICT;"
      "INSERT INTO cases VALUES ('membrillo-1');");
  auto writer = StoreWriter::open(path, schema_sql<Case>("cases"));
  ASSERT_TRUE(writer) << writer.error().text;
  Case wanted;
  wanted.id = "membrillo-1";
  EXPECT_TRUE((*writer)->run([&](Database& db) -> Result<> {
    auto known = select_one<Case>(db, "cases");
    if (!known) return std::unexpected(known.error());
    EXPECT_EQ(**known, wanted);
    return {};
  }));
}

TEST_F(StoreUpgrade, WhatWouldLoseSomethingIsRefusedWithTheFileAndLeftAlone) {
  const struct {
    const char* name;
    std::string sql, text;
  } rows[] = {
      {"another type", "CREATE TABLE cursors (\"target\" TEXT PRIMARY KEY, \"failures\" TEXT);",
       "cursors.failures"},
      {"another key", "CREATE TABLE cursors (\"etag\" TEXT PRIMARY KEY, \"target\" TEXT);",
       "cursors.target"},
      {"no key", "CREATE TABLE cursors (\"etag\" TEXT);", "cursors.target"},
      {"a newer quince", "PRAGMA user_version = " + std::to_string(store_format + 1) + ';',
       "newer quince"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const std::string file = dir.file(std::string(row.name) + ".sqlite");
    auto db = Database::open(file, Database::Access::read_write);
    ASSERT_TRUE(db->execute(row.sql + "CREATE TABLE watches (\"mention\" TEXT PRIMARY KEY);"));
    const auto refused = upgrade_store(*db, file, schema());
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().text.find(row.text), std::string::npos) << refused.error().text;
    EXPECT_NE(refused.error().text.find(file), std::string::npos) << refused.error().text;
    EXPECT_NE(refused.error().text.find("store.dir"), std::string::npos) << refused.error().text;
    EXPECT_FALSE(db->execute("SELECT kind FROM watches")) << "half upgraded";
  }
}

// Such a job is to wait, not to be thrown away.
TEST_F(StoreUpgrade, AMissingColumnOrTableIsTheStoresFault) {
  auto writer = StoreWriter::open(path, "CREATE TABLE IF NOT EXISTS t (n INTEGER) STRICT;");
  ASSERT_TRUE(writer);
  for (const char* sql : {"INSERT INTO t (m) VALUES (1)", "SELECT m FROM t", "SELECT 1 FROM u"}) {
    const auto failed = (*writer)->run([&](Database& db) { return db.execute(sql); });
    ASSERT_FALSE(failed) << sql;
    EXPECT_EQ(failed.error().code, Code::unavailable) << failed.error().text;
  }
}

}  // namespace
}  // namespace quince
