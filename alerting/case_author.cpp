#include "alerting/case_author.h"

#include <algorithm>
#include <string_view>

#include "core/ascii.h"

namespace quince {
namespace {

// Whether an id means the same person wherever it is read: a URI, or user@host. "12345" or "Ana"
// does not.
bool names_its_place(std::string_view author) {
  if (author.find("://") != author.npos || author.starts_with("did:")) return true;
  const auto at = author.rfind('@');
  return at != author.npos && at > 0 && author.find('.', at) != author.npos &&
         author.find(' ') == author.npos;
}

// Where an author's own id is unique: the host in a mention's id ("rss:forum.example/feed:17"), or
// the source it came through where its id has none.
std::string_view site_of(const Mention& mention) {
  std::string_view id = mention.id;
  if (mention.kind.empty() || !id.starts_with(mention.kind + ':')) return mention.feed;
  id.remove_prefix(mention.kind.size() + 1);
  const std::string_view host = id.substr(0, id.find_first_of(":/", id.find(']') + 1));
  return host.size() == id.size() ? std::string_view{mention.feed} : host;
}

std::string account(std::string_view name) {
  return lower_ascii(name.starts_with('@') ? name.substr(1) : name);
}

}  // namespace

std::string author_of(const Mention& mention) {
  const std::string& own = mention.author.id.empty() ? mention.author.handle : mention.author.id;
  if (own.empty()) return "post:" + mention.id;
  if (names_its_place(own)) return own;
  const std::string site(site_of(mention));
  return site.empty() ? own : site + ' ' + own;
}

Standing standing_of(std::span<const std::string> vips, std::int64_t large, const Author& author) {
  const std::string id = account(author.id), handle = account(author.handle);
  const bool is_vip = std::ranges::any_of(vips, [&](const std::string& vip) {
    const std::string name = account(vip);
    return !name.empty() && (name == id || name == handle);
  });
  if (is_vip) return Standing::vip;
  return author.followers.value_or(0) >= large ? Standing::large : Standing::usual;
}

}  // namespace quince
