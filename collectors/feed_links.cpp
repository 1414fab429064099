#include "collectors/feed_links.h"

#include "core/ascii.h"

namespace quince {
namespace {

std::string rel_of(const XmlNode& node) { return trimmed(lower_ascii(node.attribute("rel"))); }

// The href of a link to the page itself, not to its edit form, comments or feed.
std::string page_href(const XmlNode& node) {
  const std::string rel = rel_of(node);
  return rel.empty() || rel == "alternate" ? trimmed(node.attribute("href")) : std::string{};
}

std::string other_href(const XmlNode& node) {
  const std::string rel = rel_of(node);
  return rel == "self" || rel == "related" || rel == "via" ? trimmed(node.attribute("href"))
                                                           : std::string{};
}

std::string enclosure_url(const XmlNode& node) {
  if (lower_ascii(node.name()) == "enclosure") return trimmed(node.attribute("url"));
  return rel_of(node) == "enclosure" ? trimmed(node.attribute("href")) : std::string{};
}

// A guid that is a page; "at://…" and "urn:…" are names.
std::string permalink_text(const XmlNode& node) {
  if (lower_ascii(node.attribute("ispermalink")) == "false" ||
      lower_ascii(node.attribute("isPermaLink")) == "false")
    return {};
  std::string text = raw_text(node);
  const std::string start = lower_ascii(text.substr(0, 8));
  return start.starts_with("http://") || start.starts_with("https://") ? text : std::string{};
}

// RSS has one <link> an item. Where there are several, the last one counts, as for most readers;
// its address may stand in it or, as in Atom, in its href.
std::string last_link(const std::vector<FeedField>& fields) {
  std::string found;
  for (const FeedField& field : fields) {
    if (field.name != "link") continue;
    std::string url = raw_text(field.node);
    if (url.empty()) url = page_href(field.node);
    if (!url.empty()) found = std::move(url);
  }
  return found;
}

}  // namespace

std::string base_of(const XmlNode& node, const std::string& otherwise) {
  if (!node) return otherwise;
  const std::string own = node.xml_attribute("base");
  const std::string outer = base_of(node.parent(), otherwise);
  return own.empty() ? outer : resolve_url(outer, own);
}

std::string item_link(const std::vector<FeedField>& fields, bool atom) {
  std::string url = first_of(fields, {"feedburner:origlink"}, raw_text);
  if (url.empty() && atom) url = first_of(fields, {"atom:link"}, page_href);
  if (url.empty()) url = last_link(fields);
  if (url.empty()) url = first_of(fields, {"atom:link"}, page_href);
  if (url.empty()) url = first_of(fields, {"guid", "atom:id"}, permalink_text);
  if (url.empty()) url = first_of(fields, {"atom:link"}, other_href);
  if (url.empty()) url = first_of(fields, {"enclosure", "atom:link"}, enclosure_url);
  return url;
}

std::string channel_link(const std::vector<FeedField>& fields) {
  std::string url = first_of(fields, {"link"}, raw_text);
  return url.empty() ? first_of(fields, {"atom:link", "link"}, page_href) : url;
}

std::string link_with_rel(const std::vector<FeedField>& fields, std::string_view rel) {
  return first_of(fields, {"atom:link", "link"}, [rel](const XmlNode& node) {
    return rel_of(node) == rel ? trimmed(node.attribute("href")) : std::string{};
  });
}

bool is_relative_path(std::string_view id) {
  const std::size_t mark = id.find_first_of("/:");
  return mark != std::string_view::npos && id[mark] == '/';
}

}  // namespace quince
