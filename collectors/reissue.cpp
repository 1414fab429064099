#include "collectors/reissue.h"

#include <set>
#include <string>

#include "collectors/canonical_url.h"
#include "io/similarity.h"

namespace quince {
namespace {

constexpr Duration apart_max = std::chrono::hours{48};
constexpr double title_alike_min = 0.75;
constexpr double text_alike_min = 0.98;
constexpr std::size_t kept_bytes_max = 64u << 10;

bool near_in_time(const Mention& a, const Mention& b) {
  if (!a.posted_at || !b.posted_at) return true;
  return std::chrono::abs(*a.posted_at - *b.posted_at) <= apart_max;
}

bool same_address(const Mention& a, const Mention& b) {
  const std::string key = address_on_any_host(a.source_id);
  return !key.empty() && key == address_on_any_host(b.source_id) && near_in_time(a, b);
}

bool same_words(const Mention& a, const Mention& b) {
  return a.author.id == b.author.id && !a.text.empty() && a.posted_at && b.posted_at &&
         near_in_time(a, b) && similarity(a.title, b.title) >= title_alike_min &&
         similarity(a.text, b.text) > text_alike_min;
}

}  // namespace

std::size_t recognise_reissues(std::vector<Mention>& document, std::span<const Mention> known) {
  std::set<std::string> known_ids, taken;
  for (const Mention& old : known) known_ids.insert(old.id);
  for (const Mention& fresh : document) taken.insert(fresh.id);
  const auto recognise = [&](Mention& fresh, bool (*is_same)(const Mention&, const Mention&)) {
    if (known_ids.contains(fresh.id)) return false;
    for (const Mention& old : known) {
      if (taken.contains(old.id) || !is_same(fresh, old)) continue;
      fresh.id = old.id;
      fresh.source_id = old.source_id;
      taken.insert(old.id);
      return true;
    }
    return false;
  };
  std::size_t by_address = 0, by_words = 0;
  for (Mention& fresh : document) by_address += recognise(fresh, same_address) ? 1 : 0;
  for (Mention& fresh : document)
    if (by_words < reissues_by_words_max) by_words += recognise(fresh, same_words) ? 1 : 0;
  return by_address + by_words;
}

std::vector<Mention> worth_knowing(std::span<const Mention> document) {
  std::size_t bytes = 0, count = 0;
  while (count < document.size()) {
    const Mention& next = document[document.size() - 1 - count];
    bytes += next.text.size() + next.title.size() + next.url.size() + next.source_id.size();
    if (bytes > kept_bytes_max) break;
    ++count;
  }
  const auto kept = document.last(count);
  return {kept.begin(), kept.end()};
}

}  // namespace quince
