// XML feeds. They differ in where things are, not in what they say, so each item is read as a list
// of named fields, and each member of a Mention asks for the first field, in an order of
// precedence, that is there and is not empty:
//
//   <item><title>Late &amp; rude</title><dc:creator>ana</dc:creator></item>
//   fields: title, dc:creator; the author is the first of dc:creator, author, itunes:author …
//
// A field's name is its element's, behind the usual prefix of its namespace, whatever prefix the
// document chose.
#include <algorithm>
#include <map>
#include <set>

#include "collectors/identity.h"
#include "collectors/kinds.h"
#include "io/crypto.h"
#include "io/date_text.h"
#include "io/html_text.h"
#include "io/text_encoding.h"
#include "io/xml.h"

namespace quince {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// The prefix under which a namespace is known here; the elements of every RSS have none.
std::string usual_prefix(const XmlNode& node) {
  static const std::map<std::string, std::string, std::less<>> prefixes = {
      {"http://purl.org/rss/1.0", ""},
      {"http://purl.org/net/rss1.1#", ""},
      {"http://my.netscape.com/rdf/simple/0.9", ""},
      {"http://channel.netscape.com/rdf/simple/0.9", ""},
      {"http://backend.userland.com/rss2", ""},
      {"http://blogs.law.harvard.edu/tech/rss", ""},
      {"http://www.w3.org/2005/atom", "atom"},
      {"http://purl.org/atom/ns#", "atom"},
      {"http://purl.org/dc/elements/1.1", "dc"},
      {"http://purl.org/dc/elements/1.0", "dc"},
      {"http://purl.org/dc/terms", "dcterms"},
      {"http://purl.org/rss/1.0/modules/content", "content"},
      {"http://purl.org/rss/1.0/modules/slash", "slash"},
      {"http://purl.org/rss/1.0/modules/syndication", "sy"},
      {"http://purl.org/syndication/thread/1.0", "thr"},
      {"http://search.yahoo.com/mrss", "media"},
      {"http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"},
      {"http://rssnamespace.org/feedburner/ext/1.0", "feedburner"},
      {"http://www.w3.org/1999/xhtml", "xhtml"}};
  std::string space = lower(node.space());
  if (space.ends_with('/')) space.pop_back();
  const auto at = prefixes.find(space);
  if (at != prefixes.end()) return at->second;
  if (!node.prefix().empty() || space.empty()) return lower(node.prefix());
  // A default namespace nobody knows: the feed's own, or that of an extension inside it.
  return node.parent() && node.parent().space() == node.space() ? std::string{}
                                                                : std::string("other");
}

struct Field {
  std::string name;
  XmlNode node;
};

// The elements inside `parent` as fields. In an Atom document elements without a namespace are
// Atom's.
std::vector<Field> fields_of(XmlNode parent, bool atom) {
  std::vector<Field> fields;
  for (XmlNode node = parent.child(); node; node = node.next()) {
    std::string prefix = usual_prefix(node);
    if (prefix.empty() && atom) prefix = "atom";
    const std::string name = lower(node.name());
    fields.push_back({prefix.empty() ? name : prefix + ':' + name, node});
  }
  return fields;
}

using Names = std::initializer_list<std::string_view>;

// The first field in the order of `names` whose `read` gives something.
template <class Read>
std::string first_of(const std::vector<Field>& fields, Names names, Read read) {
  for (const std::string_view name : names)
    for (const Field& field : fields)
      if (field.name == name)
        if (std::string value = read(field.node); !value.empty()) return value;
  return {};
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const std::size_t first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(space) - first + 1));
}

std::string raw_text(const XmlNode& node) { return trimmed(node.text()); }

// Whether an entity is still there after decoding: it was escaped twice.
bool has_entity(std::string_view text) {
  for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    const std::size_t end = text.find_first_not_of(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#", at + 1);
    if (end != std::string_view::npos && end > at + 1 && text[end] == ';') return true;
  }
  return false;
}

// The plain text of an element that holds text, HTML or XHTML, as its type (Atom 1.0), mode (Atom
// 0.3) or, in RSS, custom says.
std::string plain_text(const XmlNode& node) {
  const std::string type = lower(node.attribute("type")), mode = lower(node.attribute("mode"));
  const bool media_type =
      type.find('/') != std::string::npos && !type.starts_with("text/") && !type.ends_with("xml");
  if (mode == "base64" || media_type) {
    std::string packed = node.text();
    std::erase_if(packed, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    if (const auto decoded = from_base64(packed))
      return html_to_text(decode_document(*decoded, {}));
  }
  if (node.child() && mode != "escaped") return html_to_text(node.inner_xml());
  const bool atom = usual_prefix(node) == "atom";
  if (atom && (type == "text" || type == "text/plain" || (type.empty() && mode.empty())))
    return fold_space(node.text());
  return html_to_text(node.text());
}

// Titles of RSS are often escaped twice; Atom says how its titles are escaped.
std::string title_text(const XmlNode& node) {
  std::string text = plain_text(node);
  return has_entity(text) && usual_prefix(node) != "atom" ? html_to_text(text) : text;
}

// xml:base of the element and those around it, joined, from the document's own address.
std::string base_of(const XmlNode& node, const std::string& document_url) {
  if (!node) return document_url;
  const std::string own = node.xml_attribute("base");
  const std::string outer = base_of(node.parent(), document_url);
  return own.empty() ? outer : resolve_url(outer, own);
}

std::string lang_of(XmlNode node) {
  for (; node; node = node.parent())
    if (std::string lang = node.xml_attribute("lang"); !lang.empty()) return lang;
  return {};
}

// "ana@example.org (Ana)", "Ana (mailto:ana@example.org)" and "Ana <ana@example.org>" are Ana.
std::string person_name(std::string text) {
  const std::size_t open = text.find('('), close = text.rfind(')');
  if (open != std::string::npos && close != std::string::npos && close > open + 1) {
    const std::string inside = trimmed(text.substr(open + 1, close - open - 1)),
                      outside = trimmed(text.substr(0, open));
    return inside.find('@') != std::string::npos && !outside.empty() ? outside : inside;
  }
  const std::size_t angle = text.find('<');
  if (angle != std::string::npos && angle > 0) return trimmed(text.substr(0, angle));
  return text;
}

std::string author_text(const XmlNode& node) {
  for (const std::string_view wanted : {"name", "email", "uri", "url"})
    for (XmlNode part = node.child(); part; part = part.next())
      if (lower(part.name()) == wanted)
        if (std::string text = fold_space(part.text()); !text.empty()) return text;
  return person_name(html_to_text(node.text()));
}

// The href of a link to the page itself, not to its edit form, comments or feed.
std::string link_href(const XmlNode& node) {
  const std::string rel = lower(node.attribute("rel"));
  if (!rel.empty() && rel != "alternate") return {};
  return trimmed(node.attribute("href"));
}

std::string enclosure_url(const XmlNode& node) {
  return trimmed(lower(node.name()) == "enclosure"             ? node.attribute("url")
                 : lower(node.attribute("rel")) == "enclosure" ? node.attribute("href")
                                                               : std::string{});
}

std::string any_href(const XmlNode& node) {
  const std::string rel = lower(node.attribute("rel"));
  return rel == "self" || rel == "related" || rel == "via" ? trimmed(node.attribute("href"))
                                                           : std::string{};
}

std::string permalink_text(const XmlNode& node) {
  if (lower(node.attribute("ispermalink")) == "false" ||
      lower(node.attribute("isPermaLink")) == "false")
    return {};
  std::string text = raw_text(node);
  return text.find("://") != std::string::npos ? text : std::string{};
}

std::optional<std::int64_t> whole(const std::string& text) {
  if (text.empty() || text.size() > 15 || text.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  return std::stoll(text);
}

// What the items of one document share.
struct Channel {
  bool atom = false;
  std::string document_url, link, lang, author;
};

std::string url_of(const XmlNode& item, const std::vector<Field>& fields, const Channel& channel) {
  std::string url = first_of(fields, {"feedburner:origlink"}, raw_text);
  if (url.empty())
    url = first_of(
        fields, {"atom:link"},
        channel.atom ? link_href : [](const XmlNode&) { return std::string{}; });
  if (url.empty()) url = first_of(fields, {"link"}, raw_text);
  if (url.empty()) url = first_of(fields, {"atom:link", "link"}, link_href);
  if (url.empty()) url = first_of(fields, {"guid", "atom:id"}, permalink_text);
  if (url.empty()) url = first_of(fields, {"atom:link"}, any_href);
  if (url.empty()) url = first_of(fields, {"enclosure", "atom:link"}, enclosure_url);
  if (url.empty()) return {};
  const std::string base = base_of(item, channel.document_url);
  return resolve_url(base == channel.document_url && !channel.link.empty() ? channel.link : base,
                     url);
}

std::optional<Time> posted_at(const std::vector<Field>& fields) {
  for (const std::string_view name :
       {"atom:published", "atom:issued", "dcterms:issued", "dcterms:created", "atom:created",
        "dc:date", "pubdate", "atom:updated", "atom:modified", "dcterms:modified", "published",
        "updated", "date"})
    for (const Field& field : fields)
      if (field.name == name)
        if (const auto time = parse_date_text(field.node.text())) return time;
  return std::nullopt;
}

Counts counts_of(const std::vector<Field>& fields) {
  Counts counts;
  counts.replies = whole(first_of(fields, {"slash:comments", "thr:total"}, raw_text));
  for (const Field& field : fields) {
    if (field.name != "media:group") continue;
    for (const Field& inner : fields_of(field.node, false))
      if (inner.name == "media:community")
        for (XmlNode part = inner.node.child(); part; part = part.next())
          if (part.name() == "statistics") counts.views = whole(part.attribute("views"));
  }
  return counts;
}

std::optional<std::int64_t> media_of(const std::vector<Field>& fields) {
  const auto is_media = [](const Field& f) {
    return f.name == "enclosure" || f.name == "media:content";
  };
  const auto count = std::count_if(fields.begin(), fields.end(), is_media);
  return count > 0 ? std::optional<std::int64_t>(count) : std::nullopt;
}

std::string body_of(const std::vector<Field>& fields) {
  std::string text =
      first_of(fields,
               {"content:encoded", "atom:content", "xhtml:body", "description", "atom:summary",
                "media:description", "dc:description", "itunes:summary", "googleplay:description",
                "summary", "body", "fullitem", "content"},
               plain_text);
  if (!text.empty()) return text;
  for (const Field& field : fields)
    if (field.name == "media:group")
      return first_of(fields_of(field.node, false), {"media:description"}, plain_text);
  return {};
}

Mention read_item(const XmlNode& item, const Channel& channel) {
  const std::vector<Field> fields = fields_of(item, channel.atom);
  Mention mention;
  mention.kind = "rss";
  mention.title = first_of(
      fields, {"atom:title", "title", "media:title", "dc:title", "itunes:title"}, title_text);
  mention.text = body_of(fields);
  mention.url = url_of(item, fields, channel);
  mention.source_id = first_of(fields, {"guid", "atom:id", "dc:identifier", "id"}, raw_text);
  if (mention.source_id.empty()) mention.source_id = trimmed(item.attribute("about"));
  if (mention.source_id.empty()) mention.source_id = mention.url;
  if (mention.source_id.empty()) mention.source_id = digest_id(mention.title + '\n' + mention.text);
  mention.posted_at = posted_at(fields);
  mention.author.name =
      first_of(fields,
               {"dc:creator", "author", "atom:author", "itunes:author", "dc:author",
                "dc:contributor", "atom:contributor", "media:credit"},
               author_text);
  if (mention.author.name.empty()) mention.author.name = channel.author;
  mention.author.id = mention.author.name;
  mention.lang = first_of(fields, {"dc:language", "language"}, raw_text);
  if (mention.lang.empty()) mention.lang = lang_of(item);
  if (mention.lang.empty()) mention.lang = channel.lang;
  mention.counts = counts_of(fields);
  mention.media = media_of(fields);
  return mention;
}

// Items wherever they are: in the channel, beside it (RDF), or as the document itself (one Atom
// entry).
void find_items(const XmlNode& node, std::vector<XmlNode>& items) {
  const std::string name = lower(node.name());
  if (name == "item" || name == "entry") {
    items.push_back(node);
    return;
  }
  for (XmlNode inside = node.child(); inside; inside = inside.next())
    if (const std::string prefix = usual_prefix(inside); prefix.empty() || prefix == "atom")
      find_items(inside, items);
}

bool is_feed_root(const std::string& name) {
  return name == "rss" || name == "rdf" || name == "feed" || name == "channel" || name == "entry" ||
         name == "rdf:rdf";
}

// The hint of <ttl> (minutes) or of the syndication module (period and frequency).
std::optional<Duration> rest_of(const std::vector<Field>& fields) {
  if (const auto minutes = whole(first_of(fields, {"ttl"}, raw_text));
      minutes && *minutes > 0 && *minutes < 100'000)
    return std::chrono::minutes{*minutes};
  const std::string period = lower(first_of(fields, {"sy:updateperiod"}, raw_text));
  const std::int64_t times = std::max<std::int64_t>(
      1, whole(first_of(fields, {"sy:updatefrequency"}, raw_text)).value_or(1));
  if (period == "hourly") return Duration(std::chrono::hours{1}) / times;
  if (period == "daily") return Duration(std::chrono::hours{24}) / times;
  if (period == "weekly") return Duration(std::chrono::hours{24 * 7}) / times;
  return std::nullopt;
}

Channel read_channel(const XmlNode& root, const std::vector<Field>& fields,
                     const Document& document) {
  Channel channel;
  channel.atom = lower(root.name()) == "feed" || lower(root.name()) == "entry";
  channel.document_url = document.url;
  if (!channel.atom) channel.link = first_of(fields, {"link"}, raw_text);
  if (!channel.link.empty()) channel.link = resolve_url(document.url, channel.link);
  channel.lang = first_of(fields, {"language", "dc:language"}, raw_text);
  channel.author = first_of(fields,
                            {"atom:author", "managingeditor", "dc:creator", "itunes:author",
                             "googleplay:author", "itunes:owner"},
                            author_text);
  return channel;
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
  const auto xml = XmlDocument::parse(decode_document(document.bytes, document.content_type));
  if (!xml) return fail(Code::invalid, "the document is not a feed: " + xml.error().text);
  const XmlNode root = xml->root();
  if (!is_feed_root(lower(root.name())))
    return fail(Code::invalid, "the document is not a feed: its root element is <" +
                                   std::string(root.name()) + ">");

  const bool atom_root = lower(root.name()) == "feed";
  std::vector<Field> fields = fields_of(root, atom_root);
  for (const Field& field : fields_of(root, atom_root))
    if (field.name == "channel") fields = fields_of(field.node, false);
  const Channel channel = read_channel(root, fields, document);

  std::vector<XmlNode> items;
  find_items(root, items);
  Parsed parsed;
  parsed.rest = rest_of(fields);
  std::set<std::string> seen;
  for (const XmlNode& item : items) {
    Mention mention = read_item(item, channel);
    // The same guid twice in one document: the first one keeps it.
    if (!seen.insert(mention.source_id).second)
      mention.source_id = digest_id(mention.source_id + '|' + mention.url);
    mention.id = "rss:" + origin_of(channel.document_url, mention.source_id) + ':' +
                 bounded_id(mention.source_id);
    parsed.mentions.push_back(std::move(mention));
  }
  return parsed;
}

}  // namespace quince
