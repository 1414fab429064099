// What is taken in of a stream of all the world's posts: those that name a brand, those that answer
// a post which is in a case, and those of an author who has an open case. Any thread may ask.
//
// Known limits: a case is known here a moment after it was written, so an answer that comes in that
// moment passes by; of a conversation, only what answers a known post or its first one is seen; of
// the posts in cases the latest 200,000 are known (about 40 MB). Whoever is let in by mistake, the
// pipeline asks the store (alerting/context.h), and keeps nothing of a post that concerns no brand.
#pragma once
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "alerting/casebook.h"
#include "io/store.h"
#include "matcher/assessor.h"

namespace quince {

class Edge {
 public:
  // What the store holds of cases is known from the start.
  static Result<std::unique_ptr<Edge>> open(const std::vector<Brand>& brands, StoreWriter& store);

  bool passes(const Mention& mention);
  void learn(const Changed& changed);  // not on the store's thread: it asks the store

 private:
  Edge(std::shared_ptr<const Rules> rules, StoreWriter& store)
      : store_(store), assessor_(std::move(rules)) {}
  Result<> load(Database& db);
  void remember(std::string source_id);  // under mutex_

  StoreWriter& store_;
  std::mutex mutex_;
  Assessor assessor_;                                     // guarded by mutex_
  std::map<std::string, std::set<std::string>> authors_;  // guarded by mutex_: their open cases
  std::unordered_set<std::string> posts_;                 // guarded by mutex_: in cases
  std::deque<std::string> posts_in_order_;                // guarded by mutex_
};

}  // namespace quince
