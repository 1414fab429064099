#include "collectors/kinds.h"

namespace quince {

std::span<const Kind> kinds() {
  static constexpr std::string_view http = "url token robots";
  static constexpr Kind rows[] = {
      {.name = "rss", .takes = http, .needs = "url", .request = &request_feed, .parse = &parse_rss},
      // Other names of the same reader: it looks at the root element.
      {.name = "atom",
       .takes = http,
       .needs = "url",
       .request = &request_feed,
       .parse = &parse_rss},
      {.name = "rdf", .takes = http, .needs = "url", .request = &request_feed, .parse = &parse_rss},
      {.name = "jsonfeed",
       .takes = http,
       .needs = "url",
       .request = &request_feed,
       .parse = &parse_jsonfeed},
      {.name = "mastodon",
       .takes = "url token tags searches links public_timeline live",
       .needs = "url tags|searches|links|public_timeline",
       .request = &request_mastodon,
       .parse = &parse_mastodon,
       .refused = &refused_mastodon,
       .reread = &mastodon_reread,
       .listen = &mastodon_listen},
      {.name = "jsonl",
       .takes = "file",
       .needs = "file",
       .request = nullptr,
       .parse = &parse_jsonl},
  };
  return rows;
}

const Kind* find_kind(std::string_view name) {
  for (const Kind& kind : kinds())
    if (kind.name == name) return &kind;
  return nullptr;
}

namespace {

// What is read again was taken in before, whatever it says by now.
bool is_firehose(const Kind& kind, const Target& target) {
  if (target.way == Way::reread) return false;
  const bool is_part = !target.tag.empty() || !target.search.empty() || !target.link.empty();
  return kind.is_firehose || (target.source->public_timeline && !is_part);
}

}  // namespace

std::vector<Target> targets_of(const Source& source) {
  const Kind* kind = find_kind(source.kind);
  if (kind == nullptr) return {};
  std::vector<Target> targets;
  const auto add = [&](const std::string& suffix) -> Target& {
    return targets.emplace_back(Target{source.name + suffix, &source, {}});
  };
  for (const std::string& tag : source.tags) add('#' + tag).tag = tag;
  for (const std::string& search : source.searches) add('?' + search).search = search;
  for (const std::string& link : source.links) add('=' + link).link = link;
  const bool is_named = !targets.empty();  // then the source itself is no target of its own …
  const bool is_only_live = kind->request == nullptr && kind->listen != nullptr;
  if ((!is_named || source.public_timeline) && !is_only_live) add("");  // … unless it is asked for
  if (kind->reread != nullptr) add("~counts").way = Way::reread;
  if (kind->listen != nullptr && kind->listen->wanted(source)) {
    // The stream of everything has the tags' posts too; else each tag is a stream of its own.
    const bool is_whole = source.public_timeline || source.tags.empty();
    for (const std::string& tag : is_whole ? std::vector<std::string>{""} : source.tags) {
      Target& target = add(is_whole ? "~live" : '#' + tag + "~live");
      target.tag = tag;
      target.way = Way::listen;
    }
  }
  for (Target& target : targets) target.is_firehose = is_firehose(*kind, target);
  return targets;
}

}  // namespace quince
