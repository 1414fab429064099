// What the AppView of the AT protocol answers, as mentions; see bluesky_view.cpp. Pure.
#pragma once
#include "collectors/bluesky_post.h"
#include "collectors/source.h"

namespace quince {

struct BlueskyAnswer {
  Parsed parsed;
  std::string cursor;          // of the next page; empty: this was the last one
  std::size_t items = 0;       // posts in the list, those that were left out too
  std::optional<Time> newest;  // the latest in the order of sort=latest
};

// searchPosts, getPosts, getQuotes (posts), getAuthorFeed and its like (feed), getPostThread, and
// getRecord and listRecords of com.atproto.repo. Code::invalid for an error, with its name.
Result<BlueskyAnswer> read_bluesky_answer(const Document& document);

// The public AppView, which answers without an account, and its getPosts.
constexpr std::string_view public_appview = "https://public.api.bsky.app";
constexpr std::size_t reread_posts_max = 25;
HttpRequest request_posts(std::string base_url, std::span<const Watch> watches);
Result<Parsed> parse_posts(const Source& source, std::span<const Watch> watches,
                           const Document& document);

}  // namespace quince
