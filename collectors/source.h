// A source is what the configuration names; a target is one thing to read (a source with three tags
// has three). A kind of feed is two pure functions: what to request, and how to parse the answer.
// Adding a kind is one file and one row in collectors/kinds.cpp.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/cursor.h"
#include "core/error.h"
#include "core/mention.h"
#include "io/http_client.h"

namespace quince {

struct Source {
  std::string name;
  std::string kind;               // rss, jsonfeed, mastodon, jsonl
  std::string url;                // of the feed, or of the instance
  std::string file;               // of a JSONL import
  std::vector<std::string> tags;  // of Mastodon tag timelines, without "#"
  std::string token;              // secret; sent as a bearer token
  Duration every{std::chrono::minutes{15}};
  std::vector<std::string> allow_addresses;  // ranges besides public addresses
  std::string lang;                          // assumed where the feed does not say
};

struct Target {
  std::string name;  // "<source>" or "<source>#<tag>"
  const Source* source = nullptr;
  std::string tag;
};

// One raw document with what is known of it.
struct Document {
  std::string_view bytes;
  std::string url;           // base of relative links
  std::string content_type;  // as the server said; may be empty
};

struct Parsed {
  std::vector<Mention> mentions;  // in document order; `feed` and `seen_at` are set by the engine
  std::string position;           // the new position; empty: unchanged
  bool more = false;  // another page is waiting: ask again at once (bounded by the engine)
  std::optional<Duration> rest;  // the document asks not to be read more often than this
  std::string hub, self;         // of WebSub, as the document gives them; empty where it does not
  std::vector<std::string> dropped;  // why items were left out, one reason label each
  std::vector<std::string>
      faults;  // the same for people, where there is more to say: "line 12: text is missing"
};

struct Kind {
  std::string_view name;
  HttpRequest (*request)(const Target&, const Cursor&);  // nullptr: not read over HTTP
  Result<Parsed> (*parse)(const Target&, const Document&);
};

std::span<const Kind> kinds();
const Kind* find_kind(std::string_view name);  // nullptr where there is none
std::vector<Target> targets_of(const Source& source);

}  // namespace quince
