#include "collectors/feed_text.h"
#include "collectors/identity.h"
#include "collectors/kinds.h"
#include "core/ascii.h"
#include "io/date_text.h"
#include "io/html_text.h"
#include "io/json_tree.h"
#include "io/text_encoding.h"
#include "io/xml.h"

namespace quince {
namespace {

// `authors` is 1.1, `author` is 1.0; a person without a name is known by their page.
Author author_of(const JsonNode& holder) {
  Author author;
  const auto add = [&author](const JsonNode& person) {
    std::string name = fold_space(person["name"].text());
    join_name(author.name, name.empty() ? fold_space(person["url"].text()) : name);
  };
  for (const JsonNode& person : holder["authors"].items()) add(person);
  if (author.name.empty()) add(holder["author"]);
  author.id = author.name;
  return author;
}

std::string first_text(const JsonNode& item, std::initializer_list<std::string_view> members) {
  for (const std::string_view member : members)
    if (std::string text = item[member].text(); !text.empty()) return text;
  return {};
}

Mention read_item(const JsonNode& item, const JsonNode& feed, const std::string& base) {
  Mention mention;
  mention.kind = "jsonfeed";
  const std::string summary = fold_space(item["summary"].text()),
                    plain = fold_space(item["content_text"].text());
  mention.title = fold_space(item["title"].text());
  mention.text = html_to_text(item["content_html"].text());
  mention.text = join_texts(summary, mention.text.empty() ? plain : mention.text);
  if (mention.title.empty())
    mention.title = stand_in_title(!summary.empty() ? summary
                                   : !plain.empty() ? plain
                                                    : mention.text);
  mention.url = first_text(item, {"url", "external_url"});
  if (!mention.url.empty()) mention.url = resolve_url(base, mention.url);
  mention.source_id = fold_space(item["id"].text());
  mention.author = author_of(item);
  if (mention.author.name.empty()) mention.author = author_of(feed);
  mention.lang = first_text(item, {"language"});
  if (mention.lang.empty()) mention.lang = first_text(feed, {"language"});
  mention.posted_at = parse_date_text(first_text(item, {"date_published", "date_modified"}),
                                      day_order_of(mention.lang));
  if (const std::size_t count = item["attachments"].items().size(); count > 0)
    mention.media = static_cast<std::int64_t>(count);
  return mention;
}

// "Will never update again" (jsonfeed.org/version/1.1, `expired`), which some take back.
constexpr Duration finished_feed_rest = std::chrono::hours{24};

// The first hub that speaks WebSub; the others ("rssCloud") are of no use here.
std::string hub_of(const JsonNode& feed) {
  for (const JsonNode& hub : feed["hubs"].items())
    if (lower_ascii(hub["type"].text()) == "websub") return hub["url"].text();
  return {};
}

}  // namespace

Result<Parsed> parse_jsonfeed(const Target&, const Document& document) {
  const auto feed = parse_json(decode_document(document.bytes, document.content_type));
  if (!feed) return fail(Code::invalid, "the document is not a JSON feed: " + feed.error().text);
  const JsonNode& items = (*feed)["items"];
  if (items.type() != JsonNode::Type::list)
    return fail(Code::invalid, "the document is not a JSON feed: it has no list of items");
  const std::string page = first_text(*feed, {"home_page_url"});
  const std::string base = page.empty() ? document.url : resolve_url(document.url, page);
  Parsed parsed;
  if ((*feed)["expired"].truth().value_or(false)) parsed.rest = finished_feed_rest;
  parsed.hub = hub_of(*feed);
  parsed.self = first_text(*feed, {"feed_url"});
  for (const JsonNode& item : items.items()) {
    if (item.type() == JsonNode::Type::object) {
      parsed.mentions.push_back(read_item(item, *feed, base));
    } else {
      parsed.dropped.emplace_back("broken_item");
    }
  }
  identify_items(parsed.mentions, document.url, page);
  for (Mention& mention : parsed.mentions) {
    if (mention.url.empty()) mention.url = page;
    if (mention.title.empty()) mention.title = mention.url;
  }
  return parsed;
}

}  // namespace quince
