#include "collectors/kinds.h"

namespace quince {

std::span<const Kind> kinds() {
  static constexpr Kind rows[] = {
      {"rss", &request_feed, &parse_rss},
      {"atom", &request_feed,
       &parse_rss},  // other names of the same reader: it looks at the root element
      {"rdf", &request_feed, &parse_rss},
      {"jsonfeed", &request_feed, &parse_jsonfeed},
      {"mastodon", &request_mastodon, &parse_mastodon},
      {"jsonl", nullptr, &parse_jsonl},
  };
  return rows;
}

const Kind* find_kind(std::string_view name) {
  for (const Kind& kind : kinds())
    if (kind.name == name) return &kind;
  return nullptr;
}

std::vector<Target> targets_of(const Source& source) {
  if (source.tags.empty()) return {{source.name, &source, {}}};
  std::vector<Target> targets;
  for (const std::string& tag : source.tags)
    targets.push_back({source.name + '#' + tag, &source, tag});
  return targets;
}

}  // namespace quince
