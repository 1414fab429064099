#include "collectors/feed_fields.h"

#include <functional>
#include <map>
#include <utility>

#include "core/ascii.h"

namespace quince {

std::string raw_text(const XmlNode& node) { return trimmed(node.text()); }

std::optional<std::int64_t> whole(const std::string& text) {
  if (text.empty() || text.size() > 15 || text.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  return std::stoll(text);
}

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
  std::string space = lower_ascii(node.space());
  if (space.ends_with('/')) space.pop_back();
  const auto at = prefixes.find(space);
  if (at != prefixes.end()) return at->second;
  if (!node.prefix().empty() || space.empty()) return lower_ascii(node.prefix());
  // A default namespace nobody knows: the feed's own, or that of an extension inside it.
  return node.parent() && node.parent().space() == node.space() ? std::string{}
                                                                : std::string("other");
}

std::vector<FeedField> fields_of(XmlNode parent, bool atom) {
  std::vector<FeedField> fields;
  for (XmlNode node = parent.child(); node; node = node.next()) {
    std::string name = usual_prefix(node);
    if (name.empty() && atom) name = "atom";
    if (!name.empty()) name += ':';
    name += lower_ascii(node.name());
    fields.push_back({std::move(name), node});
  }
  return fields;
}

}  // namespace quince
