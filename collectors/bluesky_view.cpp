// The answers of the AppView (lexicons app.bsky.feed.*): posts as views, with their author and
// counts, in lists, in feeds, and in trees of replies; and bare records of a repository.
#include "collectors/bluesky_view.h"

#include <algorithm>

#include "io/date_text.h"
#include "io/html_text.h"
#include "io/text_encoding.h"
#include "io/url.h"

namespace quince {
namespace {

Author author_of(const JsonNode& profile) {
  Author author;
  author.id = profile["did"].text();
  author.handle = profile["handle"].text();
  if (author.handle == "handle.invalid") author.handle.clear();  // its domain points elsewhere
  author.name = fold_space(profile["displayName"].text());
  author.created_at = parse_date_text(profile["createdAt"].text());
  if (profile["verification"]["verifiedStatus"].text() == "valid") author.verified = true;
  return author;
}

Counts counts_of(const JsonNode& view) {
  Counts counts;
  counts.shares = view["repostCount"].whole();
  counts.likes = view["likeCount"].whole();
  counts.replies = view["replyCount"].whole();
  counts.quotes = view["quoteCount"].whole();
  return counts;
}

// A view has its record under "record", an answer of com.atproto.repo under "value".
void take_view(const JsonNode& view, BlueskyAnswer& answer) {
  const auto uri = parse_post_uri(view["uri"].text());
  const JsonNode& record = view["record"].is_null() ? view["value"] : view["record"];
  if (!uri || record.type() != JsonNode::Type::object) {
    answer.parsed.dropped.emplace_back("not_a_post");
    return;
  }
  for (const JsonNode* labels : {&view["author"]["labels"], &view["labels"], &record["labels"]})
    if (const auto reason = reason_against(*labels); !reason.empty()) {
      answer.parsed.dropped.emplace_back(reason);
      return;
    }
  const auto indexed_at = parse_date_text(view["indexedAt"].text());
  Mention mention = read_post_record(record, *uri, indexed_at);
  if (!view["author"].is_null()) mention.author = author_of(view["author"]);
  if (mention.author.id.empty()) mention.author.id = uri->did;
  mention.counts = counts_of(view);
  // The order of sort=latest (its sortAt): when it was written, or seen first, whichever is
  // earlier.
  const auto sorted_at = indexed_at ? std::min(mention.posted_at.value_or(*indexed_at), *indexed_at)
                                    : mention.posted_at;
  if (sorted_at && (!answer.newest || *sorted_at > *answer.newest)) answer.newest = sorted_at;
  answer.parsed.mentions.push_back(std::move(mention));
}

// A row of a feed. A repost has no words of its own: it counts on the post that was reposted.
void take_feed_row(const JsonNode& row, BlueskyAnswer& answer) {
  if (!row["reason"]["$type"].text().ends_with("#reasonRepost"))
    return take_view(row["post"], answer);
  if (const auto uri = parse_post_uri(row["post"]["uri"].text()))
    answer.parsed.readings.push_back({uri->mention_id(), {}, counts_of(row["post"]), false});
}

// A post, what it answers and what answers it. The parser bounds the depth.
void take_thread(const JsonNode& node, BlueskyAnswer& answer) {
  if (node.type() != JsonNode::Type::object) return;
  if (node["notFound"].truth().value_or(false) || node["blocked"].truth().value_or(false)) {
    answer.parsed.dropped.emplace_back("not_public");
    return;
  }
  take_view(node["post"], answer);
  take_thread(node["parent"], answer);
  for (const JsonNode& reply : node["replies"].items()) take_thread(reply, answer);
}

bool is_list(const JsonNode& node) { return node.type() == JsonNode::Type::list; }

}  // namespace

Result<BlueskyAnswer> read_bluesky_answer(const Document& document) {
  const auto root = parse_json(decode_document(document.bytes, document.content_type));
  if (!root) return fail(Code::invalid, "the answer is not Bluesky's: " + root.error().text);
  const JsonNode& top = *root;
  if (!top["error"].is_null())
    return fail(Code::invalid,
                "Bluesky answered: " + top["error"].text() + ": " + top["message"].text());
  BlueskyAnswer answer;
  answer.cursor = top["cursor"].text();
  if (is_list(top["posts"])) {
    for (const JsonNode& view : top["posts"].items()) take_view(view, answer);
    answer.items = top["posts"].items().size();
  } else if (is_list(top["feed"])) {
    for (const JsonNode& row : top["feed"].items()) take_feed_row(row, answer);
  } else if (is_list(top["records"])) {
    for (const JsonNode& record : top["records"].items()) take_view(record, answer);
  } else if (!top["thread"].is_null()) {
    take_thread(top["thread"], answer);
  } else if (!top["uri"].is_null()) {
    take_view(top, answer);
  } else {
    return fail(Code::invalid, "the answer is not Bluesky's: it has no posts");
  }
  return answer;
}

HttpRequest request_posts(std::string base_url, std::span<const Watch> watches) {
  HttpRequest request;
  request.url = std::move(base_url) + "/xrpc/app.bsky.feed.getPosts";
  char before = '?';
  for (const Watch& watch : watches.first(std::min(watches.size(), reread_posts_max))) {
    request.url += before + ("uris=" + percent_encoded(watch.source_id));
    before = '&';
  }
  request.headers = {{"Accept", "application/json"}};
  return request;
}

// What was deleted is left out without a word.
Result<Parsed> parse_posts(const Source&, std::span<const Watch> watches,
                           const Document& document) {
  const auto root = parse_json(decode_document(document.bytes, document.content_type));
  if (!root || !is_list((*root)["posts"]))
    return fail(Code::invalid, "the answer is not that of getPosts");
  const auto& views = (*root)["posts"].items();
  Parsed parsed;
  for (const Watch& watch : watches) {
    const auto view = std::find_if(views.begin(), views.end(), [&](const JsonNode& one) {
      return one["uri"].text() == watch.source_id;
    });
    if (view == views.end()) {
      parsed.missing.push_back(watch.mention);
    } else {
      parsed.readings.push_back({watch.mention, {}, counts_of(*view), false});
    }
  }
  return parsed;
}

}  // namespace quince
