#include "collectors/identity.h"
#include "collectors/kinds.h"
#include "io/date_text.h"
#include "io/html_text.h"
#include "io/json_tree.h"
#include "io/text_encoding.h"
#include "io/xml.h"

namespace quince {
namespace {

// `authors` is 1.1, `author` is 1.0.
std::string author_of(const JsonNode& holder) {
  for (const JsonNode& author : holder["authors"].items())
    if (std::string name = author["name"].text(); !name.empty()) return fold_space(name);
  for (const std::string_view member : {"name", "url"})
    if (std::string name = holder["author"][member].text(); !name.empty()) return fold_space(name);
  for (const JsonNode& author : holder["authors"].items())
    if (std::string url = author["url"].text(); !url.empty()) return url;
  return {};
}

std::string first_text(const JsonNode& item, std::initializer_list<std::string_view> members) {
  for (const std::string_view member : members)
    if (std::string text = item[member].text(); !text.empty()) return text;
  return {};
}

Mention read_item(const JsonNode& item, const JsonNode& feed, const Document& document) {
  Mention mention;
  mention.kind = "jsonfeed";
  mention.title = fold_space(item["title"].text());
  mention.text = html_to_text(item["content_html"].text());
  if (mention.text.empty()) mention.text = fold_space(item["content_text"].text());
  if (mention.text.empty()) mention.text = fold_space(item["summary"].text());
  mention.url = first_text(item, {"url", "external_url"});
  if (!mention.url.empty()) mention.url = resolve_url(document.url, mention.url);
  mention.source_id = first_text(item, {"id", "url", "external_url"});
  if (mention.source_id.empty()) mention.source_id = digest_id(mention.title + '\n' + mention.text);
  mention.id =
      "rss:" + origin_of(document.url, mention.source_id) + ':' + bounded_id(mention.source_id);
  mention.posted_at = parse_date_text(first_text(item, {"date_published", "date_modified"}));
  mention.author.name = author_of(item);
  if (mention.author.name.empty()) mention.author.name = author_of(feed);
  mention.author.id = mention.author.name;
  mention.lang = first_text(item, {"language"});
  if (mention.lang.empty()) mention.lang = first_text(feed, {"language"});
  if (const std::size_t count = item["attachments"].items().size(); count > 0)
    mention.media = static_cast<std::int64_t>(count);
  return mention;
}

}  // namespace

Result<Parsed> parse_jsonfeed(const Target&, const Document& document) {
  const auto feed = parse_json(decode_document(document.bytes, document.content_type));
  if (!feed) return fail(Code::invalid, "the document is not a JSON feed: " + feed.error().text);
  const JsonNode& items = (*feed)["items"];
  if (items.type() != JsonNode::Type::list)
    return fail(Code::invalid, "the document is not a JSON feed: it has no list of items");
  Parsed parsed;
  for (const JsonNode& item : items.items()) {
    if (item.type() == JsonNode::Type::object) {
      parsed.mentions.push_back(read_item(item, *feed, document));
    } else {
      parsed.dropped.emplace_back("broken_item");
    }
  }
  return parsed;
}

}  // namespace quince
