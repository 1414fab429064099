// The one table of options. From it come the reading of the YAML file, the names that an unknown
// key is compared with, the environment variables, secret files, the bounds, describe() and
// option_reference(). A member without a row does not compile. Adding an option: the member, its
// row here, and its lines in config/quince.yaml (a test asks for them).
#pragma once
#include <string_view>
#include <tuple>

#include "config/config.h"
#include "config/value_checks.h"
#include "core/fields.h"

namespace quince {

struct Limits {
  Need need = Need::optional;
  bool secret = false;         // also as <name>_file; never shown
  ValueCheck check = nullptr;  // of the text, or of each text of a list
  double low = 0;              // of numbers; of durations in seconds
  double high = 0;             // 0: no bound
};

template <class T, class M>
struct Option {
  std::string_view name;
  M T::* member;
  std::string_view doc;
  Limits limits;
};

template <class T, class M>
constexpr Option<T, M> option(std::string_view name, M T::* member, std::string_view doc,
                              Limits limits = {}) {
  return {name, member, doc, limits};
}

template <class T>
struct Options;

template <class T>
concept Configured = requires { Options<T>::rows; };

template <class M>
concept ConfiguredList = requires { requires Configured<typename M::value_type>; };

template <class T, class... Row>
constexpr auto option_table(Row... rows) {
  static_assert(sizeof...(Row) == member_count<T>(),
                "a member of T has no row in config/options.h");
  return std::tuple{rows...};
}

template <Configured T, class Fn>
constexpr void for_each_option(Fn&& fn) {
  std::apply([&](const auto&... rows) { (fn(rows), ...); }, Options<T>::rows);
}

template <>
struct Options<StoreConfig> {
  using T = StoreConfig;
  static constexpr auto rows = option_table<T>(
      option("dir", &T::dir, "The folder of the store; only one quince at a time may use it.",
             {.check = check_not_empty}));
};

template <>
struct Options<ListenConfig> {
  using T = ListenConfig;
  static constexpr auto rows = option_table<T>(
      option("desk", &T::desk,
             "Where the desk is served: address:port, on loopback while no account exists.",
             {.check = check_listen}),
      option("hooks", &T::hooks, "Where signed webhooks come in; empty: nowhere.",
             {.check = check_listen}),
      option("metrics", &T::metrics, "Where /metrics is served; empty: with the desk.",
             {.check = check_listen}));
};

template <>
struct Options<DeskConfig> {
  using T = DeskConfig;
  static constexpr auto rows = option_table<T>(option(
      "url", &T::url,
      "The desk's address as people reach it, for links in messages; empty: from listen.desk.",
      {.check = check_web_url_or_nothing}));
};

template <>
struct Options<RedisConfig> {
  using T = RedisConfig;
  static constexpr auto rows = option_table<T>(
      option("url", &T::url,
             "redis://[:password@]host:port/db or unix:///path; once set, every notice also goes "
             "to its team's stream.",
             {.secret = true, .check = check_redis_url}),
      option("stream_entries_max", &T::stream_entries_max, "About how many entries a stream keeps.",
             {.low = 100, .high = 10'000'000}));
};

template <>
struct Options<RulesConfig> {
  using T = RulesConfig;
  static constexpr auto rows = option_table<T>(
      option("dir", &T::dir,
             "A folder of rule packs instead of those that are built in. It is read again when a "
             "file in it changes, or on SIGHUP."),
      option("model", &T::model,
             "A folder that quince train wrote instead of the model that is built in; "
             "none: the packs alone."));
};

template <>
struct Options<LogConfig> {
  using T = LogConfig;
  static constexpr auto rows = option_table<T>(
      option("level", &T::level, "debug, info, warn or error.", {.check = check_log_level}));
};

template <>
struct Options<Brand> {
  using T = Brand;
  static constexpr auto rows = option_table<T>(
      option("key", &T::key, "Short, in ids and stream names: a-z, 0-9 and -.",
             {.need = Need::required, .check = check_key}),
      option("name", &T::name, "As people read it.",
             {.need = Need::required, .check = check_not_empty}),
      option("terms", &T::terms, "Words and phrases that mean the brand, with @handles and #tags.",
             {.check = check_not_empty}),
      option("not_terms", &T::not_terms, "Phrases that mean something else.",
             {.check = check_not_empty}),
      option("accounts", &T::accounts,
             "The brand's own accounts; their posts are never complaints.",
             {.check = check_not_empty}),
      option("vips", &T::vips, "Accounts of people whose cases come first.",
             {.check = check_not_empty}),
      option("feeds", &T::feeds, "Sources whose every post concerns the brand.",
             {.check = check_name}),
      option("timezone", &T::timezone, "IANA name; it cuts the brand's days.",
             {.check = check_not_empty}),
      option("team", &T::team, "Whose queue its cases go to.", {.check = check_name}),
      option("p15_critical", &T::p15_critical,
             "A case is critical over this P(at least 15 reshares).", {.low = 0, .high = 1}),
      option("answer_within_min", &T::answer_within_min, "Minutes until the first answer is due.",
             {.low = 1, .high = 10'080}),
      option("large_account_followers", &T::large_account_followers,
             "An account with so many followers is a large one; its cases come sooner.",
             {.low = 1, .high = 1'000'000'000}));
};

template <>
struct Options<Source> {
  using T = Source;
  static constexpr auto rows = option_table<T>(
      option("name", &T::name, "Its name in metrics, logs and brands' feeds.",
             {.need = Need::required, .check = check_name}),
      option("kind", &T::kind,
             "rss (any XML feed), jsonfeed, mastodon, bluesky, jetstream, jsonl or csv.",
             {.need = Need::required}),
      option("url", &T::url, "Of the feed; of the server.", {.check = check_source_url}),
      option("file", &T::file, "Of an import.", {.check = check_not_empty}),
      option("tags", &T::tags, "Tags whose timelines are read, without #.", {.check = check_tag}),
      option("searches", &T::searches, "What is searched for.", {.check = check_not_empty}),
      option("links", &T::links, "Web pages whose mentions are read.", {.check = check_web_url}),
      option(
          "public_timeline", &T::public_timeline,
          "Read everything that the server shows to everybody; only the brands' posts are kept."),
      option("live", &T::live, "Listen to its stream too."),
      option("account", &T::account, "Who signs in.", {.check = check_not_empty}),
      option("token", &T::token, "Sent as a bearer token; with an account, its password.",
             {.secret = true, .check = check_not_empty}),
      option("columns", &T::columns, "Which column of the file is which member: {text: Comment}."),
      option("date_format", &T::date_format,
             "In which order the numbers of its dates stand: dmy, mdy or ymd.",
             {.check = check_date_format}),
      option("robots", &T::robots, "Obey the server's robots.txt."),
      option("http2", &T::http2, "Offer HTTP/2; a few servers refuse those who speak it."),
      option("every", &T::every, "How often it is read: 30s, 15m, 2h, 1d.",
             {.low = 10, .high = 7 * 86'400}),
      option("allow_addresses", &T::allow_addresses,
             "Ranges that may be connected to besides public addresses.", {.check = check_range}),
      option("lang", &T::lang, "Assumed where the feed does not say.", {.check = check_post_lang}));
};

template <>
struct Options<Channel> {
  using T = Channel;
  static constexpr auto rows = option_table<T>(
      option("name", &T::name, "Its name in metrics, logs and the desk.",
             {.need = Need::required, .check = check_name}),
      option("kind", &T::kind, "redis, slack, teams or webhook.", {.need = Need::required}),
      option("teams", &T::teams, "Whose notices it carries; empty: everybody's.",
             {.check = check_name}),
      option("url", &T::url, "Of the webhook; a secret in full.",
             {.secret = true, .check = check_web_url}),
      option("secret", &T::secret, "The key that signs a webhook, whsec_…",
             {.secret = true, .check = check_webhook_secret}),
      option("allow_addresses", &T::allow_addresses,
             "Ranges that may be connected to besides public addresses.", {.check = check_range}),
      option("per_minute_max", &T::per_minute_max, "Messages a minute at most.",
             {.low = 1, .high = 6'000}),
      option("stream_entries_max", &T::stream_entries_max,
             "About how many entries its streams keep; redis.stream_entries_max where it is not "
             "given.",
             {.low = 100, .high = 10'000'000}),
      option("lang", &T::lang, "Of the words around the customer's own: en or es.",
             {.check = check_message_lang}));
};

template <>
struct Options<InboundWebhook> {
  using T = InboundWebhook;
  static constexpr auto rows = option_table<T>(
      option("name", &T::name, "The last part of its address, and its name as a source.",
             {.need = Need::required, .check = check_name}),
      option("secret", &T::secret, "The key that its sender signs with, whsec_…",
             {.need = Need::required, .secret = true, .check = check_webhook_secret}));
};

template <>
struct Options<FetchConfig> {
  using T = FetchConfig;
  static constexpr auto rows = option_table<T>(
      option("contact", &T::contact,
             "A web page or mail address for those whose servers are read; it is sent along.",
             {.check = check_contact}));
};

template <>
struct Options<HooksConfig> {
  using T = HooksConfig;
  static constexpr auto rows = option_table<T>(
      option(
          "url", &T::url,
          "How others reach listen.hooks; feeds with a WebSub hub then bring their news at once.",
          {.check = check_web_url_or_nothing}),
      option("webhooks", &T::webhooks, "Posts that other programs send here, signed."));
};

template <>
struct Options<Config> {
  using T = Config;
  static constexpr auto rows =
      option_table<T>(option("store", &T::store, "Where everything is kept."),
                      option("listen", &T::listen, "Which addresses are served."),
                      option("desk", &T::desk, "The page that the team works in."),
                      option("redis", &T::redis, "The streams for your own consumers."),
                      option("rules", &T::rules, "What counts as a complaint."),
                      option("log", &T::log, "JSON lines on standard error."),
                      option("fetch", &T::fetch, "How servers are asked."),
                      option("brands", &T::brands, "Whose mentions are looked for."),
                      option("sources", &T::sources, "What is read."),
                      option("channels", &T::channels, "Who is told."),
                      option("hooks", &T::hooks, "What is sent here."));
};

}  // namespace quince
