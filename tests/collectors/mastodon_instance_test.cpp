// Two made-up instances that federate, read by the engine into the real inbox: no status is lost,
// and none comes twice.
#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>

#include "io/watches.h"
#include "tests/collectors/running.h"
#include "tests/support/fake_web.h"

namespace quince {
namespace {

using namespace quince::test;

struct Status {
  std::int64_t id = 0;  // the instance's own
  std::string uri, text;
  bool edited = false;
};

std::string to_json(const Status& status) {
  return R"({"id":")" + std::to_string(status.id) + R"(","uri":")" + status.uri +
         R"(","visibility":"public","content":"<p>)" + status.text + R"(</p>","edited_at":)" +
         (status.edited ? R"("2026-11-22T10:30:00Z")" : "null") +
         R"(,"account":{"acct":"a"},"reblogs_count":0})";
}

std::int64_t parameter(const Asked& asked, const std::string& name, std::int64_t otherwise) {
  const std::size_t at = asked.target.find(name + '=');
  if (at == std::string::npos) return otherwise;
  std::int64_t value = 0;
  const char* const first = asked.target.data() + at + name.size() + 1;
  std::from_chars(first, asked.target.data() + asked.target.size(), value);
  return value;
}

class FakeInstance {
 public:
  explicit FakeInstance(bool takes_batches = true) {
    web_.answer_with("/api/v1/timelines/tag/membrillo",
                     [this](const Asked& asked) { return timeline(asked); });
    web_.answer_with("/api/v1/statuses/*", [this](const Asked& asked) { return one(asked); });
    if (takes_batches)
      web_.answer_with("/api/v1/statuses", [this](const Asked& asked) { return many(asked); });
  }

  void post(std::int64_t id, const std::string& uri) {
    const std::lock_guard lock(mutex_);
    statuses_[id] = {id, uri, "words of " + uri};
  }
  void edit(std::int64_t id, const std::string& text) {
    const std::lock_guard lock(mutex_);
    statuses_[id].text = text;
    statuses_[id].edited = true;
  }
  void remove(std::int64_t id) {
    const std::lock_guard lock(mutex_);
    statuses_.erase(id);
  }
  Source source(const std::string& name) const {
    Source source = rss(name, web_.url("/"));
    source.kind = "mastodon";
    source.tags = {"membrillo"};
    source.every = 5min;
    return source;
  }
  const FakeWeb& web() const { return web_; }

 private:
  static Reply list(const std::vector<Status>& statuses) {
    std::string json = "[";
    for (const Status& status : statuses) json += (json.size() > 1 ? "," : "") + to_json(status);
    return {.headers = {{"Content-Type", "application/json"}}, .body = json + ']'};
  }
  // With min_id the page right above it, else the newest; newest first.
  Reply timeline(const Asked& asked) {
    const std::lock_guard lock(mutex_);
    const std::int64_t above = parameter(asked, "min_id", 0);
    const std::int64_t below = parameter(asked, "max_id", INT64_MAX);
    const auto limit = static_cast<std::size_t>(parameter(asked, "limit", 20));
    std::vector<Status> page;
    for (const auto& [id, status] : statuses_)
      if (id > above && id < below) page.push_back(status);
    if (page.size() > limit && above > 0) page.resize(limit);
    if (page.size() > limit) page.erase(page.begin(), page.end() - static_cast<long>(limit));
    std::reverse(page.begin(), page.end());
    return list(page);
  }
  Reply many(const Asked& asked) {
    const std::lock_guard lock(mutex_);
    std::vector<Status> found;
    for (const auto& [id, status] : statuses_)
      if ((asked.target + '&').find("%5B%5D=" + std::to_string(id) + '&') != std::string::npos)
        found.push_back(status);
    return list(found);
  }
  Reply one(const Asked& asked) {
    const std::lock_guard lock(mutex_);
    const auto at = statuses_.find(std::strtoll(
        asked.target.c_str() + std::string_view("/api/v1/statuses/").size(), nullptr, 10));
    if (at == statuses_.end()) return {.status = 404, .body = R"({"error":"Record not found"})"};
    return {.body = to_json(at->second)};
  }

  std::mutex mutex_;
  std::map<std::int64_t, Status> statuses_;  // guarded by mutex_
  FakeWeb web_;                              // last: its threads use all of the above
};

class InboxSpool final : public Spool {
 public:
  Result<PutCount> put(InboxBatch batch, const Cursor& cursor) override {
    if (cursor.target == "beat") return PutCount{};
    return inbox_.put(std::move(batch), cursor);
  }
  Result<std::optional<Cursor>> cursor(std::string_view target) override {
    return inbox_.cursor(target);
  }
  Result<std::vector<Watch>> due_watches(std::string_view feed, Time now,
                                         std::size_t most) override {
    return inbox_.due_watches(feed, now, most);
  }

  void watch(const Mention& mention, Time due_at) {
    Watch watch;
    watch.mention = mention.id;
    watch.feed = mention.feed;
    watch.source_id = mention.source_id;
    watch.due_at = due_at;
    ASSERT_TRUE(writer_->run([&](Database& db) { return put_watch(db, watch); }));
  }
  // All mentions that ever came in, by id: their revisions in order.
  std::map<std::string, std::vector<Mention>> mentions() {
    std::map<std::string, std::vector<Mention>> found;
    const auto taken = inbox_.take(0, 100'000);
    for (const InboxItem& item : taken->items)
      if (const auto* mention = std::get_if<Mention>(&item.item))
        found[mention->id].push_back(*mention);
    return found;
  }
  std::string position(const std::string& target) { return (*inbox_.cursor(target))->position; }

 private:
  TempDir folder_;
  std::unique_ptr<StoreWriter> writer_ =
      std::move(*StoreWriter::open(folder_.file("q.sqlite"), Inbox::schema()));
  Inbox inbox_{*writer_};
};

std::string uri(int n) { return "https://origin.example/users/a/statuses/" + std::to_string(n); }
std::string id(int n) { return "mastodon:origin.example:" + std::to_string(n); }

FetchOptions patient() {
  FetchOptions options = Running::quick();
  options.pages_max = 20;
  return options;
}

// Until a forward read of `target` has found nothing more.
void settle(Running& running, const std::string& target) {
  std::size_t count = std::max<std::size_t>(running.reports(target), 1);
  while (running.report(target, count).next_at <= running.clock.now()) ++count;
}

TEST(MastodonInstance, NoStatusIsLostAndNoneComesTwice) {
  FakeInstance ours, theirs;
  int next = 0;
  const auto post_many = [&](int count) {
    for (int i = 0; i < count; ++i, ++next) {
      ours.post(1000 + 10 * next, uri(next));
      theirs.post(500'000 + 7 * next, uri(next));  // the same, under a number of its own
    }
  };
  post_many(30);
  InboxSpool spool;
  Running running({ours.source("ours"), theirs.source("theirs")}, spool, patient());
  settle(running, "ours#membrillo");
  settle(running, "theirs#membrillo");
  EXPECT_EQ(spool.mentions().size(), 30u);

  post_many(130);  // more than three pages between two reads
  running.advance(6min);
  settle(running, "ours#membrillo");
  settle(running, "theirs#membrillo");
  EXPECT_EQ(spool.mentions().size(), 160u);

  ours.post(1000 + 10 * 155 + 5, uri(9000));  // it came late, behind the cursor
  running.advance(6min);
  settle(running, "ours#membrillo");
  running.advance(10min);
  settle(running, "ours#membrillo");
  const auto mentions = spool.mentions();
  EXPECT_TRUE(mentions.contains(id(9000)));
  EXPECT_EQ(mentions.size(), 161u);
  for (const auto& [key, revisions] : mentions) EXPECT_EQ(revisions.size(), 1u) << key;
  EXPECT_EQ(spool.position("ours#membrillo"), std::to_string(1000 + 10 * 159));
}

TEST(MastodonInstance, EditsAndDeletionsAreFoundWhenReadAgain) {
  for (const bool takes_batches : {true, false}) {
    FakeInstance instance(takes_batches);
    for (int n = 0; n < 3; ++n) instance.post(1000 + n, uri(n));
    InboxSpool spool;
    Running running({instance.source("ours")}, spool);
    settle(running, "ours#membrillo");
    for (int n = 0; n < 3; ++n)
      spool.watch(spool.mentions().at(id(n)).front(), running.clock.now() + 10min);
    instance.edit(1001, "other words");
    instance.remove(1002);
    // All three; an old instance is asked for them together in vain first.
    const std::size_t reports = takes_batches ? 1 : 4;
    running.advance(11min);
    running.report("ours~counts", reports);
    running.advance(17min);  // the one that was missing again
    running.report("ours~counts", reports + 1);
    const auto mentions = spool.mentions();
    EXPECT_EQ(mentions.at(id(0)).size(), 1u);
    ASSERT_EQ(mentions.at(id(1)).size(), 2u) << takes_batches;
    EXPECT_EQ(mentions.at(id(1))[1].text, "other words");
    EXPECT_EQ(mentions.at(id(1))[1].revision, 1);
    ASSERT_EQ(mentions.at(id(2)).size(), 2u) << takes_batches;
    EXPECT_TRUE(mentions.at(id(2))[1].deleted);
    EXPECT_EQ(spool.position("ours~counts"), takes_batches ? "" : "1");
  }
}

}  // namespace
}  // namespace quince
