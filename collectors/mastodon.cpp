// Tag timelines. `min_id` walks forward from the newest status that was read, page by page;
// `since_id` would return only the newest page and leave a hole. An instance sees what it
// federates, so the same status comes through several of them, each with a number of its own: the
// id is made from the status's `uri`, which is the same everywhere.
#include "collectors/identity.h"
#include "collectors/kinds.h"
#include "io/date_text.h"
#include "io/html_text.h"
#include "io/json_tree.h"
#include "io/text_encoding.h"

namespace quince {
namespace {

constexpr std::size_t page_items = 40;  // the most that the API gives

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += {'%', hex[byte >> 4], hex[byte & 15]};
    }
  }
  return out;
}

// Ids are numbers in all but type: the longer one is the later one.
bool is_later(const std::string& a, const std::string& b) {
  return a.size() != b.size() ? a.size() > b.size() : a > b;
}

// ".../users/ana/statuses/11" is 11, and ".../11/activity" is its envelope.
std::string last_part(std::string_view uri) {
  if (uri.ends_with("/activity")) uri.remove_suffix(9);
  while (uri.ends_with('/')) uri.remove_suffix(1);
  return std::string(uri.substr(uri.rfind('/') + 1));
}

std::string id_of(const JsonNode& status, const Document& document) {
  const std::string uri = status["uri"].text(), host = host_of(uri);
  if (host == "-")
    return "mastodon:" + host_of(document.url) + ':' + bounded_id(status["id"].text());
  return "mastodon:" + host + ':' + bounded_id(last_part(uri));
}

Author author_of(const JsonNode& account) {
  Author author;
  author.handle = account["acct"].text();
  if (author.handle.find('@') == std::string::npos && !author.handle.empty())
    if (const std::string host = host_of(account["url"].text()); host != "-")
      author.handle += '@' + host;
  author.id = account["uri"].text();
  if (author.id.empty()) author.id = account["url"].text();
  if (author.id.empty()) author.id = author.handle;
  author.name = fold_space(account["display_name"].text());
  author.followers = account["followers_count"].whole();
  author.created_at = parse_date_text(account["created_at"].text());
  author.bot = account["bot"].truth();
  for (const JsonNode& field : account["fields"].items())
    if (!field["verified_at"].is_null()) author.verified = true;
  return author;
}

Counts counts_of(const JsonNode& status) {
  Counts counts;
  counts.shares = status["reblogs_count"].whole();
  counts.likes = status["favourites_count"].whole();
  counts.replies = status["replies_count"].whole();
  counts.quotes = status["quotes_count"].whole();
  return counts;
}

Mention read_status(const JsonNode& status, const Document& document) {
  Mention mention;
  mention.kind = "mastodon";
  mention.id = id_of(status, document);
  mention.source_id = status["id"].text();
  mention.url = status["url"].text();
  if (mention.url.empty()) mention.url = status["uri"].text();
  mention.title = fold_space(status["spoiler_text"].text());  // the warning shown before the text
  mention.text = html_to_text(status["content"].text());
  mention.lang = status["language"].text();
  mention.posted_at = parse_date_text(status["created_at"].text());
  mention.author = author_of(status["account"]);
  mention.reply_to = status["in_reply_to_id"].text();
  mention.counts = counts_of(status);
  if (const std::size_t count = status["media_attachments"].items().size(); count > 0)
    mention.media = static_cast<std::int64_t>(count);
  return mention;
}

bool is_public(const JsonNode& status) {
  const std::string visibility = status["visibility"].text();
  return visibility != "private" && visibility != "direct";
}

void take_status(const JsonNode& row, const Document& document, Parsed& parsed) {
  const std::string id = row["id"].text();
  if (id.empty() || row["account"].type() != JsonNode::Type::object) {
    parsed.dropped.emplace_back("broken_item");
    return;
  }
  if (is_later(id, parsed.position)) parsed.position = id;
  // A boost has no words of its own: what counts is the status that was boosted.
  const JsonNode& boosted = row["reblog"];
  const JsonNode& status = boosted.type() == JsonNode::Type::object ? boosted : row;
  if (is_public(status)) {
    parsed.mentions.push_back(read_status(status, document));
  } else {
    parsed.dropped.emplace_back("not_public");
  }
}

}  // namespace

HttpRequest request_mastodon(const Target& target, const Cursor& cursor) {
  HttpRequest request;
  request.url = target.source->url;
  while (request.url.ends_with('/')) request.url.pop_back();
  request.url += "/api/v1/timelines/tag/" + percent_encoded(target.tag) +
                 "?limit=" + std::to_string(page_items);
  if (!cursor.position.empty()) request.url += "&min_id=" + percent_encoded(cursor.position);
  request.headers = {{"Accept", "application/json"}};
  return request;
}

Result<Parsed> parse_mastodon(const Target&, const Document& document) {
  const auto answer = parse_json(decode_document(document.bytes, document.content_type));
  if (!answer) return fail(Code::invalid, "the answer is not Mastodon's: " + answer.error().text);
  Parsed parsed;
  if (answer->type() == JsonNode::Type::object && !(*answer)["error"].is_null())
    return fail(Code::invalid, "the instance answered: " + (*answer)["error"].text());
  if (answer->type() == JsonNode::Type::object &&
      (*answer)["statuses"].type() != JsonNode::Type::list) {
    take_status(*answer, document, parsed);
    return parsed;
  }
  const JsonNode& rows = answer->type() == JsonNode::Type::list ? *answer : (*answer)["statuses"];
  for (const JsonNode& row : rows.items()) take_status(row, document, parsed);
  parsed.more = rows.items().size() >= page_items;
  return parsed;
}

}  // namespace quince
