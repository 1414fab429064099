// XML feeds. Each item is read as a list of named fields (collectors/feed_fields.h), and each
// member of a Mention asks for the first field, in an order of precedence, that is there and is not
// empty:
//
//   <item><title>Late &amp; rude</title><dc:creator>ana</dc:creator></item>
//   fields: title, dc:creator; the author is the first of dc:creator, author, itunes:author …
//
// Words are in collectors/feed_text.cpp, addresses in collectors/feed_links.cpp.
#include <algorithm>

#include "collectors/feed_fields.h"
#include "collectors/feed_links.h"
#include "collectors/feed_text.h"
#include "collectors/identity.h"
#include "collectors/intake.h"
#include "collectors/kinds.h"
#include "core/ascii.h"
#include "io/date_text.h"
#include "io/text_encoding.h"

namespace quince {
namespace {

// What the items of one document share.
struct Channel {
  bool atom = false;
  std::string document_url, link, lang;
  Author author;
};

// An address in an item, made absolute: from xml:base, else from the feed's page, else from where
// the document was.
std::string absolute(const XmlNode& item, const std::string& url, const Channel& channel) {
  if (url.empty()) return {};
  return resolve_url(base_of(item, channel.link.empty() ? channel.document_url : channel.link),
                     url);
}

std::string lang_of(XmlNode node) {
  for (; node; node = node.parent())
    if (std::string lang = node.xml_attribute("lang"); !lang.empty()) return lang;
  return {};
}

std::optional<Time> posted_at(const std::vector<FeedField>& fields, DayOrder order) {
  for (const std::string_view name :
       {"atom:published", "atom:issued", "dcterms:issued", "dcterms:created", "atom:created",
        "dc:date", "pubdate", "atom:updated", "atom:modified", "dcterms:modified", "published",
        "updated", "date"})
    for (const FeedField& field : fields)
      if (field.name == name)
        if (const auto time = parse_date_text(field.node.text(), order)) return time;
  return std::nullopt;
}

Counts counts_of(const std::vector<FeedField>& fields) {
  Counts counts;
  counts.replies = whole(first_of(fields, {"slash:comments", "thr:total"}, raw_text));
  for (const FeedField& field : fields) {
    if (field.name != "media:group") continue;
    for (const FeedField& inner : fields_of(field.node, false))
      if (inner.name == "media:community")
        for (XmlNode part = inner.node.child(); part; part = part.next())
          if (part.name() == "statistics") counts.views = whole(part.attribute("views"));
  }
  return counts;
}

std::optional<std::int64_t> media_of(const std::vector<FeedField>& fields) {
  const auto is_media = [](const FeedField& f) {
    return f.name == "enclosure" || f.name == "media:content";
  };
  const auto count = std::count_if(fields.begin(), fields.end(), is_media);
  return count > 0 ? std::optional<std::int64_t>(count) : std::nullopt;
}

// The feed's own id: opaque, with the markup that some feeds leave in it. Only Atom's, which has to
// be an address, is made absolute.
std::string own_id(const XmlNode& item, const std::vector<FeedField>& fields,
                   const Channel& channel) {
  std::string id =
      first_of(fields, {"guid", "atom:id", "dc:identifier", "id"}, [](const XmlNode& node) {
        return node.child() ? trimmed(node.inner_xml()) : raw_text(node);
      });
  if (channel.atom && is_relative_path(id))
    return resolve_url(base_of(item, channel.document_url), id);
  return id.empty() ? trimmed(item.attribute("about")) : id;
}

Mention read_item(const XmlNode& item, const Channel& channel) {
  const std::vector<FeedField> fields = fields_of(item, channel.atom);
  Mention mention;
  mention.kind = "rss";
  mention.title = first_of(
      fields, {"atom:title", "title", "media:title", "dc:title", "itunes:title"}, title_text);
  mention.text = body_text(fields);
  if (mention.title.empty()) mention.title = stand_in_title(mention.text);
  mention.url = absolute(item, item_link(fields, channel.atom), channel);
  mention.source_id = own_id(item, fields, channel);
  mention.author =
      author_of(fields, {"dc:creator", "author", "atom:author", "itunes:author", "dc:author",
                         "dc:contributor", "atom:contributor", "media:credit"});
  if (mention.author.name.empty()) mention.author = channel.author;
  mention.lang = first_of(fields, {"dc:language", "language"}, raw_text);
  if (mention.lang.empty()) mention.lang = lang_of(item);
  if (mention.lang.empty()) mention.lang = channel.lang;
  mention.posted_at = posted_at(fields, day_order_of(mention.lang));
  mention.counts = counts_of(fields);
  mention.media = media_of(fields);
  return mention;
}

// Items wherever they are: in the channel, beside it (RDF), or as the document itself (one Atom
// entry).
void find_items(const XmlNode& node, std::vector<XmlNode>& items) {
  const std::string name = lower_ascii(node.name());
  if (name == "item" || name == "entry") {
    items.push_back(node);
    return;
  }
  for (XmlNode inside = node.child(); inside; inside = inside.next())
    if (const std::string prefix = usual_prefix(inside); prefix.empty() || prefix == "atom")
      find_items(inside, items);
}

// The newest items stand first. 10,000 items x 2,048 levels of xml:base take about a second.
void leave_out_excess(std::vector<XmlNode>& items, std::vector<std::string>& dropped) {
  if (items.size() <= items_max) return;
  dropped.insert(dropped.end(), items.size() - items_max, "too_many_items");
  items.resize(items_max);
}

bool is_feed_root(const std::string& name) {
  return name == "rss" || name == "rdf" || name == "feed" || name == "channel" || name == "entry" ||
         name == "rdf:rdf";
}

// The hint of <ttl> (minutes) or of the syndication module (period and frequency).
std::optional<Duration> rest_of(const std::vector<FeedField>& fields) {
  if (const auto minutes = whole(first_of(fields, {"ttl"}, raw_text));
      minutes && *minutes > 0 && *minutes < 100'000)
    return std::chrono::minutes{*minutes};
  const std::string period = lower_ascii(first_of(fields, {"sy:updateperiod"}, raw_text));
  const std::int64_t times = std::max<std::int64_t>(
      1, whole(first_of(fields, {"sy:updatefrequency"}, raw_text)).value_or(1));
  if (period == "hourly") return Duration(std::chrono::hours{1}) / times;
  if (period == "daily") return Duration(std::chrono::hours{24}) / times;
  if (period == "weekly") return Duration(std::chrono::hours{24 * 7}) / times;
  return std::nullopt;
}

Channel read_channel(const XmlNode& root, const std::vector<FeedField>& fields,
                     const Document& document) {
  Channel channel;
  channel.atom = lower_ascii(root.name()) == "feed" || lower_ascii(root.name()) == "entry";
  channel.document_url = document.url;
  // In an entry that stands alone the link is the entry's.
  if (lower_ascii(root.name()) != "entry") channel.link = channel_link(fields);
  if (!channel.link.empty()) channel.link = resolve_url(base_of(root, document.url), channel.link);
  channel.lang = first_of(fields, {"language", "dc:language"}, raw_text);
  channel.author = author_of(fields, {"atom:author", "managingeditor", "dc:creator",
                                      "itunes:author", "googleplay:author", "itunes:owner"});
  return channel;
}

// Where a feed starts inside something else: behind a warning that a script printed, in a web page.
std::size_t feed_start(std::string_view text) {
  const std::string plain = lower_ascii(text);
  std::size_t first = std::string::npos;
  for (const std::string_view tag : {"<rss", "<feed", "<rdf:rdf"})
    for (std::size_t at = plain.find(tag); at < first; at = plain.find(tag, at + 1))
      if (const std::size_t end = at + tag.size();
          end < plain.size() && std::string_view(" \t\r\n>").find(plain[end]) != std::string::npos)
        first = at;
  return first;
}

Result<XmlDocument> read_feed(const std::string& text) {
  auto xml = XmlDocument::parse(text);
  if (xml && is_feed_root(lower_ascii(xml->root().name()))) return xml;
  if (const std::size_t start = feed_start(text); start != std::string::npos) {
    auto inner = XmlDocument::parse(std::string_view(text).substr(start));
    std::vector<XmlNode> items;
    if (inner) find_items(inner->root(), items);
    if (!items.empty()) return inner;
  }
  if (!xml) return fail(Code::invalid, "the document is not a feed: " + xml.error().text);
  return fail(Code::invalid, "the document is not a feed: its root element is <" +
                                 std::string(xml->root().name()) + ">");
}

}  // namespace

HttpRequest request_feed(const Target& target, const Cursor&) {
  HttpRequest request;
  request.url = target.source->url;
  request.headers = {
      {"Accept",
       "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
       "application/xml;q=0.9, application/json;q=0.9, text/xml;q=0.9, */*;q=0.5"}};
  return request;
}

Result<Parsed> parse_rss(const Target&, const Document& document) {
  const auto xml = read_feed(decode_document(document.bytes, document.content_type));
  if (!xml) return std::unexpected(xml.error());
  const XmlNode root = xml->root();
  const bool atom_root = lower_ascii(root.name()) == "feed";
  std::vector<FeedField> fields = fields_of(root, atom_root);
  for (const FeedField& field : fields_of(root, atom_root))
    if (field.name == "channel") fields = fields_of(field.node, false);
  const Channel channel = read_channel(root, fields, document);

  Parsed parsed;
  parsed.rest = rest_of(fields);
  const auto own_link = [&](std::string_view rel) {
    const std::string href = link_with_rel(fields, rel);
    return href.empty() ? href : resolve_url(base_of(root, document.url), href);
  };
  parsed.hub = own_link("hub");
  parsed.self = own_link("self");
  std::vector<XmlNode> items;
  find_items(root, items);
  leave_out_excess(items, parsed.dropped);
  for (const XmlNode& item : items) parsed.mentions.push_back(read_item(item, channel));
  identify_items(parsed.mentions, channel.document_url, channel.link);
  for (Mention& mention : parsed.mentions) {
    if (mention.url.empty()) mention.url = channel.link;
    if (mention.title.empty()) mention.title = mention.url;
  }
  return parsed;
}

}  // namespace quince
