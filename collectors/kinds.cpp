#include "collectors/kinds.h"

#include "collectors/csv.h"
#include "collectors/jsonl.h"
#include "io/crypto.h"

namespace quince {

std::span<const Kind> kinds() {
  static constexpr std::string_view http = "url token robots http2";
  static const Kind rows[] = {
      {.name = "rss",
       .takes = http,
       .needs = "url",
       .request = &request_feed,
       .parse = &parse_rss,
       .ids_may_change = true},
      // Other names of the same reader: it looks at the root element.
      {.name = "atom",
       .takes = http,
       .needs = "url",
       .request = &request_feed,
       .parse = &parse_rss,
       .ids_may_change = true},
      {.name = "rdf",
       .takes = http,
       .needs = "url",
       .request = &request_feed,
       .parse = &parse_rss,
       .ids_may_change = true},
      {.name = "jsonfeed",
       .takes = http,
       .needs = "url",
       .request = &request_feed,
       .parse = &parse_jsonfeed,
       .ids_may_change = true},
      {.name = "mastodon",
       .takes = "url token tags searches links public_timeline live",
       .needs = "url tags|searches|links|public_timeline",
       .request = &request_mastodon,
       .parse = &parse_mastodon,
       .refused = &refused_mastodon,
       .reread = &mastodon_reread,
       .listen = &mastodon_listen},
      {.name = "bluesky",
       .takes = "url account token searches",
       .needs = "account token searches",
       .request = &request_bluesky,
       .parse = &parse_bluesky,
       .reread = &bluesky_reread,
       .sign_in = &bluesky_sign_in},
      {.name = "jetstream",
       .takes = "url",
       .needs = "",
       .request = nullptr,
       .parse = &parse_jetstream,
       .reread = &jetstream_reread,
       .listen = &jetstream_listen,
       .is_firehose = true},
      {.name = "csv",
       .takes = "file columns date_format",
       .needs = "file",
       .request = nullptr,
       .parse = &parse_csv,
       .read_file = &read_csv_file},
      {.name = "jsonl",
       .takes = "file columns date_format",
       .needs = "file",
       .request = nullptr,
       .parse = &parse_jsonl,
       .read_file = &read_jsonl_file},
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
  return kind == nullptr ? std::vector<Target>{} : targets_of(source, *kind);
}

std::vector<Target> targets_of(const Source& source, const Kind& kind) {
  std::vector<Target> targets;
  const auto add = [&](const std::string& suffix) -> Target& {
    return targets.emplace_back(Target{source.name + suffix, &source, {}});
  };
  for (const std::string& tag : source.tags) add('#' + tag).tag = tag;
  for (const std::string& search : source.searches) add('?' + search).search = search;
  for (const std::string& link : source.links) add('=' + link).link = link;
  const bool is_named = !targets.empty();  // then the source itself is no target of its own …
  const bool is_only_live = kind.request == nullptr && kind.listen != nullptr;
  if ((!is_named || source.public_timeline) && !is_only_live) add("");  // … unless it is asked for
  if (kind.reread != nullptr) add("~counts").way = Way::reread;
  if (kind.listen != nullptr && kind.listen->wanted(source)) {
    // The stream of everything has the tags' posts too; else each tag is a stream of its own.
    const bool is_whole = source.public_timeline || source.tags.empty();
    for (const std::string& tag : is_whole ? std::vector<std::string>{""} : source.tags) {
      Target& target = add(is_whole ? "~live" : '#' + tag + "~live");
      target.tag = tag;
      target.way = Way::listen;
    }
  }
  for (Target& target : targets) target.is_firehose = is_firehose(kind, target);
  return targets;
}

AddressPolicy addresses_of(const Source& source) {
  AddressPolicy policy;
  for (const std::string& text : source.allow_addresses)
    if (const auto range = parse_address_range(text)) policy.allowed.push_back(*range);
  return policy;
}

std::string address_of(const Target& target) {
  const Source& source = *target.source;
  std::string all = source.kind;
  for (const std::string& part : {source.url, source.file, target.tag, target.search, target.link})
    all += '\n' + part;
  return to_hex(sha256(all)).substr(0, 16);
}

}  // namespace quince
