// The promise of the store, seen from outside: killed with SIGKILL at 20 random moments of its day
// and started again, the demo ends with the same mentions and the same cases as a day that was left
// in peace, no case twice, and every notice at the far side. A failing run prints its seed;
// QUINCE_SEED repeats it.
#include <gtest/gtest.h>
#include <signal.h>

#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "alerting/journal.h"
#include "app/demo/day.h"
#include "app/demo/serve.h"
#include "io/http_server.h"
#include "io/redis.h"
#include "io/store_fields.h"
#include "tests/app/demo_day.h"
#include "tests/support/process.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

constexpr int kills = 20;
constexpr const char* minutes = "0.5";

// Where the notices go: it outlives every kill, and remembers what it accepted.
class FarSide {
 public:
  FarSide() {
    server_ = std::move(*HttpServer::start({}, [this](const ServerRequest& request) {
      const std::lock_guard lock(mutex_);
      auto& bodies = accepted_[std::string(request.header("webhook-id"))];
      bodies.insert(request.body);
      return ServerResponse{};
    }));
  }
  std::string url() const {
    return "http://127.0.0.1:" + std::to_string(server_->port()) + "/hook";
  }
  std::map<std::string, std::set<std::string>> accepted() {
    const std::lock_guard lock(mutex_);
    return accepted_;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::set<std::string>> accepted_;  // by webhook-id
  std::unique_ptr<HttpServer> server_;
};

std::set<std::string> column(Database& db, const std::string& sql) {
  std::set<std::string> values;
  auto rows = db.prepare(sql);
  EXPECT_TRUE(rows);
  while (*(*rows)->step()) values.insert(std::string((*rows)->text(0)));
  return values;
}

struct Ending {
  std::set<std::string> mentions, cases, authors, notices, unsent;
  std::set<std::string> openers;  // the mentions that opened the cases
  std::set<std::string>
      mistold;                   // "<case> <channel>" where it was not told once that it was opened
  std::set<std::string> stream;  // ids in the team's Redis stream
  std::int64_t pending = 0;
  std::optional<BrokenLink> broken;
};

Ending look_at(const std::string& store) {
  Ending ending;
  auto db = Database::open(store + "/quince.sqlite", Database::Access::read_only);
  EXPECT_TRUE(db);
  ending.mentions = column(*db, "SELECT id FROM seen");
  ending.cases = column(*db, "SELECT id FROM cases");
  ending.openers = column(*db, "SELECT json_extract(mentions, '$[0]') FROM cases");
  ending.mistold = column(
      *db,
      "SELECT cases.id || ' ' || channel.value FROM cases, json_each('[\"webhook\",\"stream\"]') "
      "AS channel WHERE (SELECT count(*) FROM notices WHERE case_id = cases.id AND channel = "
      "channel.value AND why = 'opened') <> 1 + (SELECT count(*) FROM journal WHERE subject = "
      "cases.id AND action = 'case.reopened')");
  ending.authors = column(*db, "SELECT DISTINCT brand || ' ' || author FROM cases");
  ending.notices = column(*db, "SELECT id FROM notices WHERE channel = 'webhook'");
  ending.unsent = column(*db, "SELECT notice FROM deliveries WHERE state <> 'sent'");
  ending.pending =
      static_cast<std::int64_t>(column(*db, "SELECT cast(seq AS TEXT) FROM inbox").size());
  ending.broken = *verify_journal(*db);

  RedisServer redis({"--dir", store, "--appendonly", "yes"});
  auto client = Redis::connect(redis.url());
  EXPECT_TRUE(client);
  const auto read = [&] {
    return client->command({"XRANGE", "quince:{membrillo}:alerts:care", "-", "+"});
  };
  auto entries = read();
  for (int tries = 0; tries < 100'000 && entries && to_text(*entries).starts_with("LOADING");
       ++tries)
    entries = read();
  EXPECT_TRUE(entries && !entries->is_error()) << to_text(*entries);
  for (const RedisReply& entry : entries->items)
    ending.stream.insert(entry.items.at(1).items.at(1).text);
  return ending;
}

std::vector<std::string> demo(const std::string& store, const std::string& url) {
  return {test::quince_program(),
          "demo",
          "--minutes",
          minutes,
          "--port",
          "0",
          "--exit",
          "--store",
          store,
          "--webhook",
          url};
}

std::set<std::string> only_in(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::set<std::string> rest;
  for (const std::string& value : a)
    if (!b.contains(value)) rest.insert(value);
  return rest;
}

// Mentions whose post is not among those that may differ.
std::set<std::string> unexplained(const std::set<std::string>& mentions,
                                  const std::set<std::string>& source_ids) {
  std::set<std::string> rest;
  for (const std::string& mention : mentions)
    if (std::none_of(source_ids.begin(), source_ids.end(), [&](const std::string& id) {
          return mention.ends_with(':' + id) || mention.ends_with('/' + id);
        }))
      rest.insert(mention);
  return rest;
}

// How a post is known in the feed that it is served in.
std::string source_id(const Day& day, const Post& post) {
  switch (post.via) {
    case Via::mastodon:
      return status_id(day, post);
    case Via::forum:
      return "https://foro.membrillo.example/t/" + post.id;
    case Via::reviews:
      return post.id;
  }
  return {};
}

TEST(Kill, AtTwentyRandomMomentsNothingIsLostAndNothingIsDoubled) {
  const char* given = std::getenv("QUINCE_SEED");
  const unsigned seed = given ? static_cast<unsigned>(std::atoi(given)) : std::random_device{}();
  RecordProperty("seed", std::to_string(seed));
  SCOPED_TRACE("QUINCE_SEED=" + std::to_string(seed));
  std::mt19937 random(seed);

  test::TempDir calm_dir, killed_dir;
  FarSide calm_side, killed_side;
  test::Process calm(demo(calm_dir.path(), calm_side.url()));
  for (int i = 0; i < kills; ++i) {
    test::Process process(demo(killed_dir.path(), killed_side.url()));
    ASSERT_NE(process.wait_for_line("desk: "), "") << process.output();
    std::this_thread::sleep_for(
        std::chrono::milliseconds{random() % 1200});  // the random moment itself
    process.kill(SIGKILL);
  }
  const test::Finished last = test::run_program(demo(killed_dir.path(), killed_side.url()));
  ASSERT_EQ(last.status, 0) << last.output;
  ASSERT_EQ(calm.wait(), 0) << calm.output();

  const Ending peace = look_at(calm_dir.path()), war = look_at(killed_dir.path());
  // A post that its author deleted while quince was dead was never there to be seen; an edited one
  // may have been seen in its second form alone. These posts, and no others, may differ.
  const Day day = demo_day();
  std::set<std::string> deleted, fleeting_authors, by_them;
  for (const Post& post : day.posts) {
    if (post.deleted_at) deleted.insert(source_id(day, post));
    if (post.deleted_at || post.edit) fleeting_authors.insert(post.by);
  }
  for (const Post& post : day.posts)
    if (fleeting_authors.contains(post.by)) by_them.insert(source_id(day, post));
  using Ids = std::set<std::string>;
  EXPECT_GE(peace.mentions.size(), day.posts.size() - deleted.size());
  EXPECT_EQ(unexplained(only_in(peace.mentions, war.mentions), deleted), Ids{});
  EXPECT_EQ(unexplained(only_in(war.mentions, peace.mentions), deleted), Ids{});
  EXPECT_EQ(unexplained(only_in(peace.openers, war.openers), by_them), Ids{});
  EXPECT_EQ(unexplained(only_in(war.openers, peace.openers), by_them), Ids{});
  EXPECT_EQ(war.openers.size(), war.cases.size());
  EXPECT_EQ(peace.mistold, Ids{});
  EXPECT_EQ(war.mistold, Ids{});
  EXPECT_GE(war.cases.size(), 20u);
  EXPECT_EQ(war.cases.size(), war.authors.size()) << "a customer has two cases for one problem";
  EXPECT_EQ(war.pending, 0);
  EXPECT_TRUE(war.unsent.empty());
  EXPECT_FALSE(war.broken) << war.broken->what;

  const auto accepted = killed_side.accepted();
  std::set<std::string> accepted_ids;
  for (const auto& [id, bodies] : accepted) {
    accepted_ids.insert(id);
    EXPECT_EQ(bodies.size(), 1u) << "one id was told with two different contents";
  }
  EXPECT_EQ(only_in(war.notices, accepted_ids), std::set<std::string>{})
      << "notices that never arrived";
  EXPECT_EQ(only_in(accepted_ids, war.notices), std::set<std::string>{})
      << "notices that the store does not know";
  EXPECT_EQ(war.stream.size(), war.notices.size())
      << "the stream and the webhook carry the same changes";
}

}  // namespace
}  // namespace quince
