// One public post, review or article, as the collectors made it. It never changes: an edit or a
// deletion is a new Mention with the same id and the next revision. It names no brand; routing
// does. Text is plain, valid UTF-8. A count that is absent is unknown; it is not zero.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/time.h"

namespace quince {

struct Author {
  std::string id;      // the platform's stable id; the handle where there is none
  std::string handle;  // as people write it, without "@"
  std::string name;
  std::optional<std::int64_t> followers;
  std::optional<Time> created_at;
  std::optional<bool> verified;
  std::optional<bool> bot;
  bool operator==(const Author&) const = default;
};

// Cumulative engagement at one instant.
struct Counts {
  std::optional<std::int64_t> shares;
  std::optional<std::int64_t> likes;
  std::optional<std::int64_t> replies;
  std::optional<std::int64_t> quotes;
  std::optional<std::int64_t> views;
  bool operator==(const Counts&) const = default;
};

struct Mention {
  std::string id;         // ours: "<kind>:<origin>:<source_id>", stable over edits
  std::string source_id;  // the platform's own: a guid, a status id, an at:// uri
  std::string kind;
  std::string feed;  // the configured source it came through
  std::string url;
  std::string title;
  std::string text;
  std::string lang;  // BCP 47, as given by the source; empty is unknown
  std::optional<Time> posted_at;
  std::optional<Time> seen_at;
  Author author;
  std::string reply_to;  // source_id of the post it answers
  std::string thread;    // source_id of the root of its conversation
  Counts counts;
  std::optional<std::int64_t> media;   // attached pictures and videos
  std::optional<std::int64_t> rating;  // stars, 1 to 5
  std::string place;
  std::map<std::string, std::string> facets;  // product, version, route … as the source says
  std::int64_t revision = 0;
  bool deleted = false;
  bool operator==(const Mention&) const = default;
};

}  // namespace quince
