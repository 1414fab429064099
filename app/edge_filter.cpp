#include "app/edge_filter.h"

#include "io/log.h"

namespace quince {
namespace {

constexpr std::int64_t posts_max = 200'000;  // some 200 bytes each

// Calls `fn` with the texts of the first two columns of each row.
template <class Fn>
Result<> for_each_row(Statement& rows, Fn fn) {
  while (true) {
    const auto more = rows.step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    fn(std::string(rows.text(0)), std::string(rows.text(1)));
  }
}

}  // namespace

Result<std::unique_ptr<Edge>> Edge::open(const std::vector<Brand>& brands, StoreWriter& store) {
  auto rules = compile_rules({}, brands);  // brands alone: there is nothing to judge here
  if (!rules) return fail(Code::invalid, "brands: " + to_string(rules.error().front()));
  std::unique_ptr<Edge> edge(new Edge(std::move(*rules), store));
  auto loaded = store.run([&](Database& db) { return edge->load(db); });
  if (!loaded) return std::unexpected(loaded.error());
  return edge;
}

Result<> Edge::load(Database& db) {
  auto open_cases = db.prepare(
      "SELECT author, id FROM cases WHERE state IN ('new', 'claimed', 'contacted', 'waiting')");
  if (!open_cases) return std::unexpected(open_cases.error());
  auto read = for_each_row(**open_cases, [&](std::string author, std::string id) {
    authors_[std::move(author)].insert(std::move(id));
  });
  if (!read) return read;
  auto posts = db.prepare(
      "SELECT source_id, id FROM mentions WHERE source_id <> '' AND id IN (SELECT mention FROM "
      "case_mentions) ORDER BY seen_at DESC LIMIT ?");
  if (!posts) return std::unexpected(posts.error());
  (*posts)->bind(0, posts_max);
  return for_each_row(**posts, [&](std::string source_id, const std::string&) {
    // The newest is read first and is to be forgotten last.
    if (posts_.insert(source_id).second) posts_in_order_.push_front(std::move(source_id));
  });
}

bool Edge::passes(const Mention& mention) {
  const std::lock_guard lock(mutex_);
  return posts_.contains(mention.reply_to) || posts_.contains(mention.thread) ||
         authors_.contains(mention.author.id) || !assessor_.assess({&mention, 1}).empty();
}

void Edge::remember(std::string source_id) {
  if (source_id.empty() || !posts_.insert(source_id).second) return;
  posts_in_order_.push_back(std::move(source_id));
  if (posts_in_order_.size() <= static_cast<std::size_t>(posts_max)) return;
  posts_.erase(posts_in_order_.front());
  posts_in_order_.pop_front();
}

void Edge::learn(const Changed& changed) {
  if (changed.cases.empty()) return;
  std::vector<std::string> source_ids;
  const auto looked_up = store_.run([&](Database& db) -> Result<> {
    source_ids.clear();
    auto posts = db.prepare("SELECT source_id, id FROM mentions WHERE id = ?");
    if (!posts) return std::unexpected(posts.error());
    for (const JournalEntry& entry : changed.entries) {
      if (entry.mention.empty()) continue;
      (*posts)->reset();
      (*posts)->bind(0, std::string_view{entry.mention});
      auto read = for_each_row(**posts, [&](std::string source_id, const std::string&) {
        source_ids.push_back(std::move(source_id));
      });
      if (!read) return read;
    }
    return {};
  });
  if (!looked_up)
    log_warn("answers to new cases may be missed until the next start",
             {{"error", looked_up.error().text}});
  const std::lock_guard lock(mutex_);
  for (std::string& source_id : source_ids) remember(std::move(source_id));
  for (const Case& c : changed.cases) {
    if (is_open(c)) {
      authors_[c.author].insert(c.id);
    } else if (const auto known = authors_.find(c.author); known != authors_.end()) {
      known->second.erase(c.id);
      if (known->second.empty()) authors_.erase(known);
    }
  }
}

}  // namespace quince
