// A target that has more to give than one answer holds.
#include <gtest/gtest.h>

#include "tests/collectors/running.h"
#include "tests/support/fake_web.h"

namespace quince {
namespace {

using namespace quince::test;

namespace pages {

// A page a request, without end, or the same one for ever.
HttpRequest request(const Target& target, const Cursor& cursor) {
  HttpRequest request;
  request.url = target.source->url + (cursor.position.empty() ? "0" : cursor.position);
  return request;
}
Result<Parsed> parse(const Target&, const Document& document) {
  Parsed parsed;
  parsed.position = document.bytes;
  parsed.more = true;
  return parsed;
}
const Kind kind{
    .name = "pages", .takes = "url", .needs = "url", .request = &request, .parse = &parse};
const Kind* find(std::string_view name) { return name == kind.name ? &kind : find_kind(name); }

}  // namespace pages

TEST(FetcherPages, AfterManyPagesItComesBackSoon) {
  FakeWeb web;
  for (int page = 0; page < 30; ++page)
    web.serve("/" + std::to_string(page), Reply{.body = std::to_string(page + 1)});
  Source source = rss("deep", web.url("/"));
  source.kind = "pages";
  MemorySpool spool;
  FetchOptions options = Running::quick();
  options.find_kind = &pages::find;
  options.host_gap = 2s;
  Running running({source}, spool, options);
  for (std::size_t page = 1; page <= 10; ++page) {
    running.report("deep", page);
    running.clock.advance(2s);
  }
  EXPECT_EQ(spool.saved("deep").next_at, start + 18s + 20s)
      << "the others of the host have as long";
  running.clock.advance(18s);
  running.report("deep", 11);
  EXPECT_EQ(spool.saved("deep").position, "11");
}

// Once more is a look back (collectors/mastodon.cpp); after that it would go round and round.
TEST(FetcherPages, APageThatLeadsToItselfIsNotReadForEver) {
  FakeWeb web;
  web.serve("/0", Reply{.body = "0"});
  Source source = rss("stuck", web.url("/"));
  source.kind = "pages";
  MemorySpool spool;
  Cursor at;
  at.target = "stuck";
  at.position = "0";
  spool.save(at);
  FetchOptions options = Running::quick();
  options.find_kind = &pages::find;
  Running running({source}, spool, options);
  EXPECT_GE(running.report("stuck", 2).next_at, start + 15min);
}

TEST(FetcherPages, ALongFileIsReadAtOnce) {
  TempDir folder;
  Source source;
  source.name = "import";
  source.kind = "jsonl";
  source.file = folder.file("import.jsonl");
  source.every = 1h;
  {
    std::ofstream out(source.file);
    const std::string line = "{\"id\":\"a\",\"text\":\"" + std::string(64'000, 'x') + "\"}\n";
    for (int i = 0; i < 200; ++i) out << line;  // 12 chunks
  }
  MemorySpool spool;
  Running running({source}, spool);
  running.report("import", 13);
  EXPECT_EQ(spool.mentions().size(), 200u);
}

// A site that moves to another host gives each of its posts a new guid.
TEST(FetcherPages, APostUnderAnotherIdIsNotANewOne) {
  const auto document = [](const std::string& host) {
    return feed(item("https://" + host + "/posts/1", "Mi maleta no llega") +
                item("https://" + host + "/posts/2", "Nadie contesta al teléfono"));
  };
  FakeWeb web;
  web.serve("/feed",
            {Reply{.body = document("old.example")}, Reply{.body = document("new.example")},
             Reply{.body = document("new.example")}});
  MemorySpool spool;
  Running running({rss("news", web.url("/feed"))}, spool);
  EXPECT_EQ(running.report("news").counts.fresh, 2);
  running.clock.advance(20min);
  EXPECT_EQ(running.report("news", 2).counts.fresh, 0);
  running.clock.advance(20min);
  EXPECT_EQ(running.report("news", 3).counts.fresh, 0) << "and it stays recognised";
}

}  // namespace
}  // namespace quince
