#include "collectors/identity.h"

#include <map>
#include <set>

#include "collectors/canonical_url.h"
#include "core/ascii.h"
#include "io/crypto.h"

namespace quince {
namespace {

std::string stand_in_id(const Mention& item, bool link_is_shared) {
  if (item.url.empty()) return digest_id(item.title + '\n' + item.text);
  if (has_request_token(item.url) && !item.title.empty() && item.posted_at)
    return digest_id(item.title + '\n' + to_rfc3339(*item.posted_at));
  std::string link = without_tracking(item.url);
  if (link.empty()) link = item.url;
  return link_is_shared
             ? digest_id(link + '\n' + item.title + (item.title.empty() ? item.text : ""))
             : link;
}

}  // namespace

std::string host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return "-";
  url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (const std::size_t user = url.rfind('@'); user != std::string_view::npos)
    url.remove_prefix(user + 1);
  // Without the port: a server that moves to another one keeps its posts' ids.
  const std::size_t bracket = url.rfind(']'), colon = url.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket))
    url = url.substr(0, colon);
  return url.empty() ? "-" : lower_ascii(url);
}

std::string origin_of(std::string_view feed_url, std::string_view source_id) {
  std::string host = host_of(feed_url);
  if (source_id.find(':') != std::string_view::npos || host == "-") return host;
  const std::size_t path = feed_url.find('/', feed_url.find("://") + 3);
  return path == std::string_view::npos
             ? host
             : host + std::string(feed_url.substr(path, feed_url.find('#') - path));
}

std::string digest_id(std::string_view content) {
  return "sha256:" + to_hex(sha256(content)).substr(0, 32);
}

std::string bounded_id(std::string_view source_id) {
  constexpr std::size_t id_bytes_max = 512;
  return source_id.size() <= id_bytes_max ? std::string(source_id) : digest_id(source_id);
}

void identify_items(std::vector<Mention>& items, std::string_view feed_url,
                    std::string_view feed_link) {
  std::map<std::string, int> uses;
  for (const Mention& item : items)
    if (item.source_id.empty()) ++uses[canonical_url(item.url)];
  if (!feed_link.empty()) uses[canonical_url(feed_link)] = 2;
  std::set<std::string> seen;
  for (Mention& item : items) {
    if (item.source_id.empty())
      item.source_id = stand_in_id(item, uses[canonical_url(item.url)] > 1);
    if (!seen.insert(item.source_id).second) {
      item.source_id = digest_id(item.source_id + '|' + item.url + '|' + item.title);
      seen.insert(item.source_id);
    }
    item.id = "rss:" + origin_of(feed_url, item.source_id) + ':' + bounded_id(item.source_id);
  }
}

}  // namespace quince
