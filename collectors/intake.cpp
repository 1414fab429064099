#include "collectors/intake.h"

#include <algorithm>
#include <set>

#include "core/utf8.h"

namespace quince {
namespace {

constexpr std::size_t id_bytes_max = 1u << 10;
constexpr std::size_t title_bytes_max = 4u << 10;
constexpr std::size_t url_bytes_max = 4u << 10;
constexpr std::size_t name_bytes_max = 512;

// True if something was cut off.
bool cut(std::string& text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return false;
  text.resize(cut_utf8(text, bytes_max).size());
  return true;
}

bool cut_texts(Mention& mention) {
  bool any = cut(mention.text, mention_text_bytes_max);
  any = cut(mention.title, title_bytes_max) || any;
  any = cut(mention.author.name, name_bytes_max) || any;
  any = cut(mention.author.handle, name_bytes_max) || any;
  cut(mention.author.id, name_bytes_max);
  cut(mention.lang, 35);  // the longest tag that RFC 5646 wants stored
  if (mention.url.size() > url_bytes_max) mention.url.clear();  // half an address leads nowhere
  return any;
}

bool cut_texts(Event& event) {
  cut(event.customer, name_bytes_max);
  return cut(event.text, mention_text_bytes_max);
}

std::string_view unfit(std::string_view id) {
  if (id.empty()) return "no_id";
  if (id.size() > id_bytes_max) return "id_too_long";
  return {};
}

template <class T>
void cap(std::vector<T>& items, std::vector<std::string>& dropped) {
  if (items.size() <= items_max) return;
  dropped.insert(dropped.end(), items.size() - items_max, "too_many_items");
  items.resize(items_max);
}

// Stable; a mention without a time keeps its place among the others.
void sort_by_time(std::vector<Mention>& mentions) {
  std::vector<std::size_t> places;
  std::vector<Mention> timed;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    if (!mentions[i].posted_at) continue;
    places.push_back(i);
    timed.push_back(std::move(mentions[i]));
  }
  std::ranges::stable_sort(timed, {}, [](const Mention& mention) { return *mention.posted_at; });
  for (std::size_t i = 0; i < places.size(); ++i) mentions[places[i]] = std::move(timed[i]);
}

}  // namespace

void take_in(Parsed& parsed, const Source& source, Time now) {
  if (!parsed.is_log) {  // a log is read in chunks that have a bound
    cap(parsed.mentions, parsed.dropped);
    cap(parsed.events, parsed.dropped);
  }
  std::vector<Mention> kept;
  std::set<std::string> seen;
  for (Mention& mention : parsed.mentions) {
    std::string_view reason = unfit(mention.id);
    if (const auto barred = parsed.barred.find(mention.id); barred != parsed.barred.end())
      reason = barred->second;
    if (reason.empty() && !parsed.is_log && !seen.insert(mention.id).second) reason = "duplicate";
    if (!reason.empty()) {
      parsed.dropped.emplace_back(reason);
      continue;
    }
    if (cut_texts(mention)) parsed.dropped.emplace_back("text_cut");
    mention.feed = source.name;
    mention.seen_at = now;
    if (mention.lang.empty()) mention.lang = source.lang;
    if (mention.posted_at && *mention.posted_at > now) {
      mention.facets["posted_at"] = to_rfc3339(*mention.posted_at);
      mention.posted_at = now;
    }
    kept.push_back(std::move(mention));
  }
  if (!parsed.is_log) sort_by_time(kept);
  parsed.mentions = std::move(kept);
  std::erase_if(parsed.events, [&](Event& event) {
    const std::string_view reason = unfit(event.id);
    if (!reason.empty()) parsed.dropped.emplace_back(reason);
    if (cut_texts(event)) parsed.dropped.emplace_back("text_cut");
    return !reason.empty();
  });
  for (Reading& reading : parsed.readings)
    if (reading.at == Time{} || reading.at > now) reading.at = now;
}

InboxBatch batch_of(Parsed& parsed) {
  return {std::move(parsed.mentions), std::move(parsed.readings), std::move(parsed.events),
          std::move(parsed.missing)};
}

}  // namespace quince
