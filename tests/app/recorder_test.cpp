#include "app/recorder.h"

#include <gtest/gtest.h>

#include <thread>

#include "alerting/journal.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

TEST(Recorder, WhatManyThreadsChangeIsToldInTheOrderOfTheJournal) {
  constexpr int threads = 4, each = 50;
  test::TempDir dir;
  auto store = std::move(*StoreWriter::open(dir.file("q.sqlite"), journal_schema()));
  std::vector<std::int64_t> told;  // told one at a time, so it needs no lock
  Recorder recorder(*store, [&](const Changed& changed) {
    std::this_thread::yield();  // where another thread would overtake
    told.push_back(changed.entries.at(0).seq);
  });
  {
    std::vector<std::jthread> people;
    for (int i = 0; i < threads; ++i)
      people.emplace_back([&] {
        for (int n = 0; n < each; ++n)
          EXPECT_TRUE(recorder.record([](Database& db, Changed& changed) -> Result<> {
            auto entry = append_entry(db, {});
            if (!entry) return std::unexpected(entry.error());
            changed.entries.push_back(*entry);
            return {};
          }));
      });
  }
  ASSERT_EQ(told.size(), std::size_t{threads * each});
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
}

TEST(Recorder, WhatWasNotStoredIsNotTold) {
  test::TempDir dir;
  auto store = std::move(*StoreWriter::open(dir.file("q.sqlite"), journal_schema()));
  int told = 0;
  Recorder recorder(*store, [&](const Changed&) { ++told; });
  EXPECT_FALSE(recorder.record([](Database& db, Changed& changed) -> Result<> {
    changed.entries.push_back(*append_entry(db, {}));
    return fail(Code::conflict, "no");
  }));
  EXPECT_EQ(told, 0);
}

}  // namespace
}  // namespace quince
