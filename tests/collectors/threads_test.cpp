#include "collectors/threads.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

using Links = std::vector<std::pair<std::string, std::string>>;  // source_id, what it answers

std::vector<Mention> posts(const Links& links) {
  std::vector<Mention> mentions;
  for (const auto& [id, reply_to] : links) {
    Mention& mention = mentions.emplace_back();
    mention.source_id = id;
    mention.reply_to = reply_to;
  }
  return mentions;
}

TEST(Threads, EachReplyIsTiedToItsRoot) {
  const struct {
    const char* name;
    Links links;
    std::map<std::string, std::string> parents;
    std::vector<std::string> threads;
  } rows[] = {
      {"no reply", {{"a", ""}}, {}, {""}},
      {"a reply to a stranger", {{"b", "a"}}, {}, {"a"}},
      {"a chain", {{"a", ""}, {"b", "a"}, {"c", "b"}}, {}, {"", "a", "a"}},
      {"upside down", {{"c", "b"}, {"b", "a"}, {"a", ""}}, {}, {"a", "a", ""}},
      {"two roots", {{"b", "a"}, {"d", "c"}}, {}, {"a", "c"}},
      {"over a gap", {{"c", "b"}}, {{"b", "a"}}, {"a"}},
      {"to itself", {{"a", "a"}}, {}, {"a"}},
      {"round in a circle", {{"a", "b"}, {"b", "a"}}, {}, {"b", "b"}},
  };
  for (const auto& row : rows) {
    auto mentions = posts(row.links);
    tie_threads(mentions, row.parents);
    std::vector<std::string> threads;
    threads.reserve(mentions.size());
    for (const Mention& mention : mentions) threads.push_back(mention.thread);
    EXPECT_EQ(threads, row.threads) << row.name;
  }
}

TEST(Threads, ALongConversationIsWalkedOnce) {
  Links links;
  for (int i = 1; i <= 50'000; ++i) links.emplace_back(std::to_string(i), std::to_string(i - 1));
  auto mentions = posts(links);
  const auto begin = std::chrono::steady_clock::now();
  tie_threads(mentions);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{10});
  EXPECT_EQ(mentions.back().thread, "0");
}

}  // namespace
}  // namespace quince
