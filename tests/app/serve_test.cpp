// What the demo's sites serve is read back with the collectors themselves.
#include "app/demo/serve.h"

#include <gtest/gtest.h>

#include <set>

#include "collectors/source.h"
#include "tests/app/demo_day.h"

namespace quince {
namespace {

std::vector<Mention> read_back(std::string_view kind, std::string_view bytes) {
  Source source;
  source.name = "demo";
  source.kind = kind;
  const Target target{"demo", &source, "membrilloair"};
  const auto parsed = find_kind(kind)->parse(target, {bytes, "http://127.0.0.1:1/", ""});
  if (!parsed) {
    ADD_FAILURE() << kind << ": " << parsed.error().text;
    return {};
  }
  EXPECT_TRUE(parsed->dropped.empty()) << kind;
  return parsed->mentions;
}

// Every status that is out, in the order of the day.
std::vector<Mention> read_instance(const Day& day, Time now) {
  std::vector<std::string> ids;
  for (const Post& post : day.posts) ids.push_back(status_id(day, post));
  return read_back("mastodon", mastodon_statuses_at(day, now, ids));
}

// How a post is known in the feed it is served in.
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

std::multiset<std::string> served(const Day& day, Time now) {
  std::multiset<std::string> ids;
  for (const Mention& m : read_back("rss", rss_at(day, now))) ids.insert(m.source_id);
  for (const Mention& m : read_back("jsonfeed", jsonfeed_at(day, now))) ids.insert(m.source_id);
  for (const Mention& m : read_instance(day, now)) ids.insert(m.source_id);
  return ids;
}

TEST(Serve, EachPostIsInOneFeedFromItsTimeOnAndNeverBefore) {
  const Day day = demo_day();
  ASSERT_FALSE(day.posts.empty());
  std::set<Time> instants{day.begins, day.ends};
  for (const Post& post : day.posts) {
    instants.insert(post.at - Duration{1});
    instants.insert(post.at);
    if (post.deleted_at) instants.insert(*post.deleted_at);
  }
  for (const Time now : instants) {
    std::multiset<std::string> expected;
    for (const Post& post : day.posts)
      if (post.at <= now && !(post.deleted_at && *post.deleted_at <= now))
        expected.insert(source_id(day, post));
    ASSERT_EQ(served(day, now), expected) << to_rfc3339(now);
  }
}

TEST(Serve, WhatIsReadBackIsWhatWasWritten) {
  const Day day = demo_day();
  const Time now = day.ends;
  std::map<std::string, Mention> read;
  for (Mention& m : read_back("rss", rss_at(day, now))) read[m.source_id] = std::move(m);
  for (Mention& m : read_back("jsonfeed", jsonfeed_at(day, now))) read[m.source_id] = std::move(m);
  for (Mention& m : read_instance(day, now)) read[m.source_id] = std::move(m);
  int checked = 0;
  for (const Post& post : day.posts) {
    if (!is_out(post, now)) continue;
    SCOPED_TRACE(post.id);
    ++checked;
    const Mention& m = read[source_id(day, post)];
    EXPECT_EQ(m.text, text_at(post, now));
    EXPECT_EQ(m.lang, post.lang);
    EXPECT_EQ(m.posted_at, post.at);
    EXPECT_TRUE(m.title.ends_with(post.title));
    if (post.via != Via::mastodon) {
      EXPECT_EQ(m.author.name, post.by);
      continue;
    }
    const Person& person = day.people.at(post.by);
    EXPECT_EQ(m.author.handle, post.by + "@membrillo.example");
    EXPECT_EQ(m.author.name, person.name);
    EXPECT_EQ(m.author.followers, person.followers);
    EXPECT_EQ(m.author.created_at, person.created_at);
    EXPECT_EQ(m.author.bot, person.bot);
    EXPECT_EQ(m.counts.shares, shares_at(post, now));
    EXPECT_EQ(m.reply_to.empty(), post.reply_to.empty());
  }
  EXPECT_GE(checked, 149);
}

TEST(Serve, EveryStatusIsReachedOnceWithMinId) {
  const Day day = demo_day();
  const Time now = day.ends;
  std::vector<std::string> expected;
  for (const Mention& m : read_instance(day, now)) expected.push_back(m.source_id);
  ASSERT_GE(expected.size(), 100U);
  for (const int limit : {1, 7, 40}) {
    std::vector<std::string> reached;
    std::string min_id = "0";
    for (std::size_t page = 0; page <= expected.size(); ++page) {
      const auto statuses = read_back("mastodon", mastodon_tag_at(day, now, min_id, limit));
      EXPECT_LE(statuses.size(), static_cast<std::size_t>(limit));
      if (statuses.empty()) break;
      for (auto m = statuses.rbegin(); m != statuses.rend(); ++m) reached.push_back(m->source_id);
      min_id = statuses.front().source_id;
    }
    EXPECT_EQ(reached, expected) << "limit " << limit;
  }
}

TEST(Serve, WithoutMinIdThePageIsTheNewest) {
  const Day day = demo_day();
  const auto newest = read_back("mastodon", mastodon_tag_at(day, day.ends, "", 5));
  const auto all = read_instance(day, day.ends);
  ASSERT_EQ(newest.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i)
    EXPECT_EQ(newest[i].source_id, all[all.size() - 1 - i].source_id);
  EXPECT_EQ(read_back("mastodon", mastodon_tag_at(day, day.ends, "", 0)).size(), 1U);
  EXPECT_EQ(read_back("mastodon", mastodon_tag_at(day, day.ends, "", 4000)).size(), 40U);
}

TEST(Serve, AnEditIsSeenAndADeletionToo) {
  const Day day = demo_day();
  int edited = 0, deleted = 0;
  for (const Post& post : day.posts) {
    const std::vector id{status_id(day, post)};
    if (post.edit) {
      ++edited;
      const std::string before = mastodon_statuses_at(day, post.edit->at - Duration{1}, id);
      const std::string after = mastodon_statuses_at(day, post.edit->at, id);
      EXPECT_TRUE(before.contains("\"edited_at\":null"));
      EXPECT_TRUE(after.contains("\"edited_at\":\"" + to_rfc3339(post.edit->at)));
      EXPECT_NE(read_back("mastodon", before).at(0).text, read_back("mastodon", after).at(0).text);
    }
    if (post.deleted_at) {
      ++deleted;
      EXPECT_EQ(read_back("mastodon", mastodon_statuses_at(day, post.at, id)).size(), 1U);
      EXPECT_EQ(mastodon_statuses_at(day, *post.deleted_at, id), "[]");
    }
  }
  EXPECT_GE(edited, 1);
  EXPECT_GE(deleted, 1);
}

TEST(Serve, TextStaysText) {
  Day day = demo_day();
  const std::string nasty = "<script>x</script> & \"a\" 'b' ]]> &amp; #año_1 @ana… #";
  const std::string title = "Sol & \"sombra\", el 'plan B'";
  for (Post& post : day.posts) {
    post.edit.reset();
    post.text = nasty;
    if (!post.title.empty()) post.title = title;
  }
  for (const auto& [kind, bytes] :
       {std::pair{"rss", rss_at(day, day.ends)}, std::pair{"jsonfeed", jsonfeed_at(day, day.ends)},
        std::pair{"mastodon", mastodon_tag_at(day, day.ends, "", 40)}}) {
    SCOPED_TRACE(kind);
    EXPECT_FALSE(bytes.contains("<script"));
    const auto mentions = read_back(kind, bytes);
    ASSERT_GE(mentions.size(), 10U);
    for (const Mention& m : mentions) {
      EXPECT_EQ(m.text, nasty);
      EXPECT_TRUE(m.title.ends_with(m.kind == "mastodon" ? "" : title)) << m.title;
    }
  }
}

}  // namespace
}  // namespace quince
