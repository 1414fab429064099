// What must hold for any document of any kind, also after the intake.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <string>

#include "collectors/intake.h"
#include "core/utf8.h"
#include "io/json_fields.h"

namespace quince {

inline void parse_any_document(std::string_view kind, const std::uint8_t* data, std::size_t size) {
  Source source;
  source.name = "fuzz";
  source.kind = kind;
  source.url = "https://feeds.example/feed";
  const Document document{
      {reinterpret_cast<const char*>(data), size}, source.url, "text/xml; charset=utf-8"};
  auto parsed = find_kind(kind)->parse({source.name, &source, {}}, document);
  if (!parsed) {
    if (parsed.error().text.empty()) std::abort();
    return;
  }
  take_in(*parsed, source, from_unix_ms(1'800'000'000'000));
  for (const Mention& mention : parsed->mentions) {
    if (mention.id.empty() || mention.text.size() > mention_text_bytes_max) std::abort();
    if (!is_valid_utf8(to_json(mention))) std::abort();
  }
  for (const Event& event : parsed->events)
    if (event.id.empty() || !is_valid_utf8(to_json(event))) std::abort();
}

}  // namespace quince
