#include "collectors/intake.h"

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

std::string_view unfit(const Mention& mention) {
  if (mention.id.empty()) return "no_id";
  if (mention.id.size() > id_bytes_max) return "id_too_long";
  return {};
}

}  // namespace

void take_in(Parsed& parsed, const Source& source, Time now) {
  std::vector<Mention> kept;
  std::set<std::string> seen;
  for (Mention& mention : parsed.mentions) {
    std::string_view reason = unfit(mention);
    if (const auto barred = parsed.barred.find(mention.id); barred != parsed.barred.end())
      reason = barred->second;
    if (reason.empty() && !seen.insert(mention.id).second) reason = "duplicate";
    if (!reason.empty()) {
      parsed.dropped.emplace_back(reason);
      continue;
    }
    if (cut_texts(mention)) parsed.dropped.emplace_back("text_cut");
    mention.feed = source.name;
    mention.seen_at = now;
    if (mention.lang.empty()) mention.lang = source.lang;
    if (mention.posted_at && *mention.posted_at > now) mention.posted_at = now;
    kept.push_back(std::move(mention));
  }
  parsed.mentions = std::move(kept);
  for (Reading& reading : parsed.readings) reading.at = now;
}

InboxBatch batch_of(Parsed& parsed) {
  return {std::move(parsed.mentions), std::move(parsed.readings), std::move(parsed.events),
          std::move(parsed.missing)};
}

}  // namespace quince
