// A post of the AT protocol as a Mention (lexicon app.bsky.feed.post, docs.bsky.app). The same post
// has one id whichever way it came, by search, by stream or read again: "bluesky:<did>:<rkey>",
// from its at:// uri. Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/mention.h"
#include "io/json_tree.h"

namespace quince {

// Of at://<did>/app.bsky.feed.post/<rkey>.
struct PostUri {
  std::string did, rkey;
  std::string text() const;
  std::string mention_id() const;
};

// Nothing where the uri is that of something else, or names its author by a handle, which may
// change.
std::optional<PostUri> parse_post_uri(std::string_view uri);

// What the author wrote: no counts, and of the author the did alone. `createdAt` is whatever the
// author's program says; where it is later than `indexed_at`, by more than clocks differ, that
// counts.
Mention read_post_record(const JsonNode& record, const PostUri& uri,
                         std::optional<Time> indexed_at);

// Why a thing with these labels (of com.atproto.label.defs) may not be kept; empty: it may.
std::string_view reason_against(const JsonNode& labels);

}  // namespace quince
