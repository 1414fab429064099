#include "config/check_whole.h"

#include <set>

#include "alerting/channel_kinds.h"
#include "collectors/row.h"
#include "core/nearest.h"

namespace quince {
namespace {

struct Whole {
  Config& config;
  const Surroundings& around;
  OptionReader& reader;

  void fault(const std::string& path, const std::string& what, const std::string& mend) {
    reader.fault(reader.at(path, what, mend));
  }
};

std::string item(std::string_view list, std::size_t i, std::string_view option = {}) {
  const std::string path = std::string(list) + '[' + std::to_string(i) + ']';
  return option.empty() ? path : path + '.' + std::string(option);
}

template <class Item>
void check_twice(Whole& w, std::string_view list, const std::vector<Item>& items,
                 std::string Item::* name, std::string_view option, std::set<std::string>& taken) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string& text = items[i].*name;
    if (!text.empty() && !taken.insert(text).second)
      w.fault(item(list, i, option), item(list, i, option) + " \"" + text + "\" is used twice",
              "rename one of them");
  }
}

void check_names(Whole& w) {
  std::set<std::string> brands, channels, feeds;
  check_twice(w, "brands", w.config.brands, &Brand::key, "key", brands);
  check_twice(w, "channels", w.config.channels, &Channel::name, "name", channels);
  check_twice(w, "sources", w.config.sources, &Source::name, "name", feeds);
  // What a webhook brings in is kept under its name, as what a source brings.
  check_twice(w, "hooks.webhooks", w.config.hooks.webhooks, &InboundWebhook::name, "name", feeds);
  for (std::size_t b = 0; b < w.config.brands.size(); ++b)
    for (const std::string& feed : w.config.brands[b].feeds)
      if (!feeds.contains(feed))
        w.fault(item("brands", b, "feeds"),
                item("brands", b, "feeds") + " names \"" + feed + "\", which is no source",
                "correct it to " +
                    (nearest(feed, feeds).empty() ? "the name of a source" : nearest(feed, feeds)));
}

void check_zones(Whole& w) {
  if (!w.around.knows_zone) return;
  for (std::size_t b = 0; b < w.config.brands.size(); ++b)
    if (const std::string& zone = w.config.brands[b].timezone;
        !zone.empty() && !w.around.knows_zone(zone))
      w.fault(item("brands", b, "timezone"), "this machine knows no time zone \"" + zone + "\"",
              "write an IANA name, as Europe/Madrid, or UTC");
}

// True if the kind is known.
template <class Kinds>
bool check_kind(Whole& w, const std::string& path, const std::string& kind, const Kinds& known) {
  std::vector<std::string> names;
  std::string list;
  for (const auto& row : known) {
    names.emplace_back(row.name);
    list += (list.empty() ? "" : ", ") + names.back();
    if (row.name == kind) return true;
  }
  if (kind.empty()) return false;  // told already
  const std::string near = nearest(kind, names);
  w.fault(path, path + " \"" + kind + "\" is not a kind that quince knows",
          near.empty() ? "there are " + list : "did you mean " + near + "?");
  return false;
}

// What was written badly has its own fault; only what was not written at all is missing.
void need(Whole& w, const std::string& path, bool given, const std::string& kind,
          const std::string& cure) {
  if (given || w.reader.was_given(path)) return;
  w.fault(path, path + " is missing; kind " + kind + " needs it", cure);
}

void forbid(Whole& w, const std::string& path, bool given, const std::string& kind) {
  if (given) w.fault(path, path + " means nothing for kind " + kind, "take it out");
}

// What stands for an option in a fault's cure.
std::string_view example_of(std::string_view option) {
  constexpr std::pair<std::string_view, std::string_view> examples[] = {
      {"url", "url: https://…"},       {"file", "file: path"},
      {"tags", "tags: [word]"},        {"searches", "searches: [word]"},
      {"links", "links: [https://…]"}, {"columns", "columns: {id: number, text: comment}"},
      {"account", "account: name"},    {"token", "token_file: a file that holds it"}};
  for (const auto& [name, example] : examples)
    if (name == option) return example;
  return option;
}

// "a b|c": calls `fn` with each word.
template <class Fn>
void for_each_word(std::string_view words, char separator, Fn fn) {
  while (!words.empty()) {
    const auto end = std::min(words.find(separator), words.size());
    fn(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

// What a kind needs must be there, and what means nothing for it must not.
void check_source(Whole& w, std::size_t i) {
  const Source& source = w.config.sources[i];
  if (!check_kind(w, item("sources", i, "kind"), source.kind, kinds())) return;
  const Kind& kind = *find_kind(source.kind);
  const auto given = [&](std::string_view option) {
    return w.reader.was_given(item("sources", i, std::string(option)));
  };
  for_each_word(kind.needs, ' ', [&](std::string_view one_of) {
    bool any = false;
    for_each_word(one_of, '|', [&](std::string_view option) { any = any || given(option); });
    const std::string first(one_of.substr(0, one_of.find('|')));
    need(w, item("sources", i, first), any, source.kind, "add " + std::string(example_of(first)));
  });
  for (const std::string_view option :
       {"url", "file", "tags", "searches", "links", "public_timeline", "live", "account", "token",
        "columns", "date_format", "robots", "http2"}) {
    bool takes = false;
    for_each_word(kind.takes, ' ', [&](std::string_view word) { takes = takes || word == option; });
    forbid(w, item("sources", i, std::string(option)), !takes && given(option), source.kind);
  }
  const bool is_token_bad = given("token") && source.token.empty();  // has its own fault
  if (source.live && kind.listen != nullptr && !kind.listen->wanted(source) && !is_token_bad)
    w.fault(item("sources", i, "live"), item("sources", i, "live") + " has no stream to listen to",
            "add a token_file, and tags or public_timeline: true");
}

// The members that `columns` fills must exist, and must say enough.
void check_columns(Whole& w, std::size_t i) {
  const auto& columns = w.config.sources[i].columns;
  const std::string path = item("sources", i, "columns");
  if (columns.empty()) return;
  const RowType type = columns.contains("event") ? RowType::event : RowType::mention;
  const std::string what = type == RowType::event ? "an Event" : "a Mention";
  for (const auto& [member, column] : columns) {
    if (is_row_member(type, member)) continue;
    const std::string near = nearest(member, row_members(type));
    w.fault(path + '.' + member, path + " names \"" + member + "\", which is no member of " + what,
            near.empty() ? "docs/json.md lists them; any name may stand behind facets."
                         : "did you mean " + near + "?");
  }
  const bool says_enough = type == RowType::event
                               ? columns.contains("at")
                               : columns.contains("text") || columns.contains("title");
  if (!says_enough)
    w.fault(path,
            path + " does not say where " + what + " has its " +
                (type == RowType::event ? "time" : "text"),
            type == RowType::event ? "add at: the column of the date"
                                   : "add text: the column of the customer's words");
}

void check_channel(Whole& w, std::size_t i) {
  const Channel& c = w.config.channels[i];
  const std::string url = item("channels", i, "url");
  if (!check_kind(w, item("channels", i, "kind"), c.kind, channel_kinds())) return;
  if (c.kind == "redis") {
    forbid(w, url, !c.url.empty(), c.kind);
    if (w.config.redis.url.empty() && !w.reader.was_given("redis.url"))
      w.fault(item("channels", i), "a channel of kind redis needs redis.url",
              "add redis: with url: redis://host:6379 or url_file:");
  } else {
    need(w, url, !c.url.empty(), c.kind, "add url_file: a file that holds it");
    if (c.kind == "teams" && is_retired_connector(c.url))
      w.fault(url, url + " is the address of a retired connector",
              std::string(connector_migration));
    if (c.url.starts_with("http://") && c.allow_addresses.empty())
      w.fault(url, url + " would send messages unencrypted",
              "use https://, or name the private range that it leads to in allow_addresses");
  }
  const std::string secret = item("channels", i, "secret");
  if (c.kind == "webhook")
    need(w, secret, !c.secret.empty(), c.kind, "add secret_file: a file that holds whsec_…");
  if (c.kind != "webhook") forbid(w, secret, !c.secret.empty(), c.kind);
}

void check_teams(Whole& w) {
  std::set<std::string> teams;
  for (const Brand& brand : w.config.brands) teams.insert(brand.team);
  for (std::size_t i = 0; i < w.config.channels.size(); ++i)
    for (const std::string& team : w.config.channels[i].teams)
      if (!teams.contains(team))
        w.fault(
            item("channels", i, "teams"),
            item("channels", i, "teams") + " names the team \"" + team + "\", which no brand has",
            nearest(team, teams).empty() ? "give it to a brand with team: " + team
                                         : "did you mean " + nearest(team, teams) + "?");
}

void check_listeners(Whole& w) {
  const auto desk = parse_listen(w.config.listen.desk);
  if (w.config.listen.desk.empty())
    w.fault("listen.desk", "listen.desk is empty", "write 127.0.0.1:8015");
  if (desk && !is_loopback(*desk) && !w.around.has_accounts)
    w.fault("listen.desk",
            "listen.desk would show every case to whoever reaches " + w.config.listen.desk +
                ", because no account exists",
            "write 127.0.0.1:" + std::to_string(desk->port) +
                " and reach it through a tunnel or a proxy that asks who is there");
  std::set<std::string> ports;
  for (const auto& [path, text] : {std::pair{"listen.desk", w.config.listen.desk},
                                   {"listen.hooks", w.config.listen.hooks},
                                   {"listen.metrics", w.config.listen.metrics}}) {
    const auto address = parse_listen(text);
    if (address && address->port != 0 && !ports.insert(std::to_string(address->port)).second)
      w.fault(
          path,
          std::string(path) + " takes the port " + std::to_string(address->port) + " a second time",
          "choose another port");
  }
  if (!w.config.hooks.webhooks.empty() && w.config.listen.hooks.empty())
    w.fault("hooks.webhooks", "webhooks are configured, but nothing listens for them",
            "set listen.hooks, as 0.0.0.0:8016");
}

}  // namespace

void check_and_complete(Config& config, const Surroundings& around, OptionReader& reader) {
  Whole w{config, around, reader};
  check_zones(w);
  for (std::size_t i = 0; i < config.sources.size(); ++i) {
    check_source(w, i);
    check_columns(w, i);
  }
  for (std::size_t i = 0; i < config.channels.size(); ++i) check_channel(w, i);
  check_teams(w);
  check_listeners(w);

  bool has_redis_channel = false;
  for (std::size_t i = 0; i < config.channels.size(); ++i) {
    Channel& channel = config.channels[i];
    has_redis_channel = has_redis_channel || channel.kind == "redis";
    if (!reader.was_given(item("channels", i, "stream_entries_max")))
      channel.stream_entries_max = config.redis.stream_entries_max;
  }
  if (!config.redis.url.empty() && !has_redis_channel) {
    Channel& streams = config.channels.emplace_back();
    streams.name = streams.kind = "redis";
    streams.per_minute_max = 6'000;
    streams.stream_entries_max = config.redis.stream_entries_max;
  }
  check_names(w);
  while (config.hooks.url.ends_with('/')) config.hooks.url.pop_back();
  if (config.desk.url.empty()) config.desk.url = "http://" + config.listen.desk;
  while (config.desk.url.ends_with('/')) config.desk.url.pop_back();
}

}  // namespace quince
