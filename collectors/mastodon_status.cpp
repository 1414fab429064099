#include <algorithm>

#include "collectors/identity.h"
#include "collectors/mastodon.h"
#include "core/ascii.h"
#include "io/date_text.h"
#include "io/html_text.h"
#include "io/text_encoding.h"

namespace quince {
namespace {

// ".../users/ana/statuses/11" is 11, and ".../11/activity" is its envelope.
std::string last_part(std::string_view uri) {
  if (uri.ends_with("/activity")) uri.remove_suffix(9);
  while (uri.ends_with('/')) uri.remove_suffix(1);
  return std::string(uri.substr(uri.rfind('/') + 1));
}

// Empty where the status has no name at all, as an earlier form of one has none.
std::string id_of(const JsonNode& status, std::string_view url) {
  const std::string uri = status["uri"].text(), id = status["id"].text();
  if (const std::string host = host_of(uri); host != "-")
    return "mastodon:" + host + ':' + bounded_id(last_part(uri));
  return id.empty() ? std::string{} : local_status_id(url, id);
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

bool is_public(const JsonNode& status) {
  const std::string visibility = status["visibility"].text();
  return visibility.empty() || visibility == "public" || visibility == "unlisted";
}

// Who does not want to be collected says so in the profile: with a switch, or with a word in the
// bio. `indexable` is a switch that is off until it is turned on, and it is about search by words:
// who writes a hashtag wants to be found by it all the same.
bool is_unwilling(const JsonNode& account, bool by_words) {
  if (account["noindex"].truth() == true) return true;
  if (by_words && account["indexable"].truth() == false) return true;
  std::string bio = lower_ascii(account["note"].text());
  if (bio.find("nobot") == std::string::npos && bio.find("noindex") == std::string::npos)
    return false;
  bio = html_to_text(bio);  // there a tag is "#<span>nobot</span>"
  return bio.find("#nobot") != std::string::npos || bio.find("#noindex") != std::string::npos;
}

bool is_object(const JsonNode& node) { return node.type() == JsonNode::Type::object; }

}  // namespace

std::string mastodon_url(const Source& source, std::string_view path) {
  std::string url = source.url;
  while (url.ends_with('/')) url.pop_back();
  return url += path;
}

std::string local_status_id(std::string_view url, std::string_view id) {
  return "mastodon:" + host_of(url) + ':' + bounded_id(id);
}

Mention read_status(const JsonNode& status, std::string_view url) {
  Mention mention;
  mention.kind = "mastodon";
  mention.id = id_of(status, url);
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

std::string_view bar_of(const JsonNode& status, bool by_words) {
  if (!is_public(status)) return "not_public";
  if (is_unwilling(status["account"], by_words)) return "author_opted_out";
  return {};
}

const JsonNode& status_of(const JsonNode& row) {
  const JsonNode& status = is_object(row["status"]) ? row["status"] : row;
  return is_object(status["reblog"]) ? status["reblog"] : status;
}

void take_status(const JsonNode& row, const Target& target, std::string_view url, Parsed& parsed) {
  const JsonNode& status = status_of(row);
  if (!is_object(status["account"]) || status["content"].is_null()) {
    parsed.dropped.emplace_back("broken_item");
    return;
  }
  parsed.mentions.push_back(read_status(status, url));
  if (const auto bar = bar_of(status, target.tag.empty()); !bar.empty())
    parsed.barred.emplace(parsed.mentions.back().id, bar);
}

Result<JsonNode> read_answer(const Document& document) {
  auto answer = parse_json(decode_document(document.bytes, document.content_type));
  if (!answer) return fail(Code::invalid, "the answer is not Mastodon's: " + answer.error().text);
  if (const JsonNode& error = (*answer)["error"]; !error.is_null())
    return fail(Code::invalid, "the instance answered: " + error.text());
  return answer;
}

}  // namespace quince
