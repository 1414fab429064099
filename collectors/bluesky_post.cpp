#include "collectors/bluesky_post.h"

#include "io/date_text.h"
#include "io/html_text.h"

namespace quince {
namespace {

constexpr std::string_view uri_scheme = "at://";
constexpr std::string_view post_collection = "/app.bsky.feed.post/";
constexpr std::size_t rkey_bytes_max = 512;  // of the AT protocol's record keys
constexpr Duration clocks_differ = std::chrono::minutes{1};

// A record's embed: pictures, a film, or these beside a quoted post.
std::size_t media_of(const JsonNode& embed) {
  if (!embed["media"].is_null()) return media_of(embed["media"]);
  if (embed["$type"].text() == "app.bsky.embed.video") return 1;
  return embed["images"].items().size();
}

std::optional<Time> posted_at(const JsonNode& record, std::optional<Time> indexed_at) {
  const auto claimed = parse_date_text(record["createdAt"].text());
  if (!claimed || (indexed_at && *claimed > *indexed_at + clocks_differ)) return indexed_at;
  return claimed;
}

}  // namespace

std::string PostUri::text() const {
  return std::string(uri_scheme) + did + std::string(post_collection) + rkey;
}

std::string PostUri::mention_id() const { return "bluesky:" + did + ':' + rkey; }

std::optional<PostUri> parse_post_uri(std::string_view uri) {
  if (!uri.starts_with(uri_scheme)) return std::nullopt;
  uri.remove_prefix(uri_scheme.size());
  const std::size_t slash = uri.find('/');
  if (slash == std::string_view::npos || !uri.substr(slash).starts_with(post_collection))
    return std::nullopt;
  const std::string_view rkey = uri.substr(slash + post_collection.size());
  if (!uri.starts_with("did:") || rkey.empty() || rkey.size() > rkey_bytes_max ||
      rkey.find('/') != std::string_view::npos)
    return std::nullopt;
  return PostUri{std::string(uri.substr(0, slash)), std::string(rkey)};
}

Mention read_post_record(const JsonNode& record, const PostUri& uri,
                         std::optional<Time> indexed_at) {
  Mention mention;
  mention.kind = "bluesky";
  mention.id = uri.mention_id();
  mention.source_id = uri.text();
  mention.url = "https://bsky.app/profile/" + uri.did + "/post/" + uri.rkey;
  mention.text = fold_space(record["text"].text());
  if (const auto& langs = record["langs"].items(); !langs.empty())
    mention.lang = langs.front().text();
  mention.posted_at = posted_at(record, indexed_at);
  mention.author.id = uri.did;
  mention.reply_to = record["reply"]["parent"]["uri"].text();
  mention.thread = record["reply"]["root"]["uri"].text();
  if (mention.thread.empty()) mention.thread = mention.source_id;  // also of a quote
  if (const std::size_t count = media_of(record["embed"]); count > 0)
    mention.media = static_cast<std::int64_t>(count);
  return mention;
}

std::string_view reason_against(const JsonNode& labels) {
  // Labels of a view are a list; an author's own, in a record, are the values of an object.
  const JsonNode& rows = labels.type() == JsonNode::Type::list ? labels : labels["values"];
  for (const JsonNode& label : rows.items()) {
    if (label["neg"].truth().value_or(false)) continue;
    const std::string value = label["val"].text();
    if (value == "!no-unauthenticated") return "no_unauthenticated";
    if (value == "!hide" || value == "!takedown" || value == "!suspend") return "hidden";
  }
  return {};
}

}  // namespace quince
