#include "core/event.h"

#include "core/label.h"

namespace quince {

std::optional<EventKind> find_event_kind(std::string_view written) {
  const std::string key = label_key(written);
  for (std::size_t i = 0; i < EnumNames<EventKind>::names.size(); ++i)
    if (label_key(EnumNames<EventKind>::names[i]) == key) return static_cast<EventKind>(i);
  for (const EventWord& row : event_words)
    if (row.word == key) return row.kind;
  return std::nullopt;
}

}  // namespace quince
