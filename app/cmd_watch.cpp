// quince watch: a brand's name is all it takes. Every feed that needs no account is read: news
// search (Google News RSS, in each language), Reddit's search feed, tag timelines of public
// Mastodon servers, and the stream of Bluesky's posts. --preview reads each once and prints what it
// would say; else the desk opens.
#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "app/builtin.h"
#include "app/commands.h"
#include "app/engine.h"
#include "app/rule_cache.h"
#include "app/shutdown.h"
#include "app/terminal.h"
#include "collectors/intake.h"
#include "core/plain_text.h"
#include "core/utf8.h"
#include "io/log.h"
#include "io/url.h"

namespace quince {
namespace {

constexpr std::string_view built_in_instances[] = {"https://mastodon.social", "https://masto.es"};

// "Membrillo Air" is also said #MembrilloAir: letters and digits alone, as tags are. Bytes of other
// scripts stay.
std::string tag_of(std::string_view name) {
  std::string tag;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte))
      tag += static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte);
  }
  return tag;
}

std::string key_of(std::string_view name) {
  std::string key;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && std::isalnum(byte)) {
      key += static_cast<char>(std::tolower(byte));
    } else if (!key.empty() && key.back() != '-' && byte < 0x80) {
      key += '-';
    }
  }
  while (!key.empty() && key.back() == '-') key.pop_back();
  return key.empty() ? "brand" : key;
}

std::string news_url(const std::string& term, const std::string& lang) {
  const std::string place =
      lang == "es" ? "hl=es-419&gl=US&ceid=US:es-419" : "hl=" + lang + "-US&gl=US&ceid=US:" + lang;
  return "https://news.google.com/rss/search?q=%22" + percent_encoded(term) + "%22&" + place;
}

void add_source(Config& config, Source source, const WatchArgs& args) {
  source.name = source.kind + '-' + std::to_string(config.sources.size() + 1);
  source.allow_addresses = args.allow_addresses;
  config.sources.push_back(std::move(source));
}

void add_feeds(Config& config, const std::string& term, const WatchArgs& args) {
  using namespace std::chrono_literals;
  for (const std::string& lang : args.langs) {
    Source news;
    news.kind = "rss", news.url = news_url(term, lang), news.every = 15min, news.lang = lang;
    add_source(config, std::move(news), args);
  }
  Source reddit;
  reddit.kind = "rss", reddit.every = 10min;
  reddit.url = "https://www.reddit.com/search.rss?sort=new&q=%22" + percent_encoded(term) + "%22";
  add_source(config, std::move(reddit), args);
}

Config config_of(const WatchArgs& args) {
  using namespace std::chrono_literals;
  Config config;
  config.store.dir = args.store;
  config.listen.desk = "127.0.0.1:" + std::to_string(args.port);
  std::vector<std::string> tags;
  for (const std::string& name : args.brands) {
    Brand brand;
    brand.key = key_of(name);
    brand.name = name;
    brand.terms = {name, '#' + tag_of(name)};
    brand.terms.insert(brand.terms.end(), args.terms.begin(), args.terms.end());
    config.brands.push_back(std::move(brand));
    tags.push_back(tag_of(name));
    add_feeds(config, name, args);
  }
  std::vector<std::string> instances = args.instances;
  if (instances.empty())
    instances.assign(std::begin(built_in_instances), std::end(built_in_instances));
  for (const std::string& instance : instances) {
    Source source;
    source.kind = "mastodon", source.url = instance, source.tags = tags, source.every = 2min;
    add_source(config, std::move(source), args);
  }
  Source bluesky;
  bluesky.kind = "jetstream";
  add_source(config, std::move(bluesky), args);
  for (const std::string& url : args.feeds) {
    Source source;
    source.kind = "rss", source.url = url, source.every = 15min;
    add_source(config, std::move(source), args);
  }
  return config;
}

Result<Parsed> fetch_once(const Target& target) {
  const Kind& kind = *find_kind(target.source->kind);
  HttpRequest request = kind.request(target, Cursor{});
  request.allow = addresses_of(*target.source);
  auto response = http_perform(request);
  if (!response) return std::unexpected(response.error());
  if (response->status != 200)
    return fail(Code::unavailable,
                public_url(request.url) + " answered " + std::to_string(response->status));
  auto parsed = kind.parse(
      target, {response->body, response->url, std::string(response->header("content-type"))});
  if (parsed) take_in(*parsed, *target.source, SystemClock().now());
  return parsed;
}

// How much of it there is, before anything is kept: posts that name a brand.
struct Matches {
  std::set<std::string> day, week;  // ids: the same post may come through several targets
};

void count_match(Matches& matches, const Mention& mention, Time now) {
  if (!mention.posted_at) return;
  const Duration age = now - *mention.posted_at;
  if (age <= std::chrono::hours{24}) matches.day.insert(mention.id);
  if (age <= std::chrono::hours{24 * 7}) matches.week.insert(mention.id);
}

void print_assessment(const Assessment& assessment, const Mention& mention) {
  const std::string& words = mention.title.empty() ? mention.text : mention.title;
  fmt::print("  {:<9} {:>3.0f} %  {}\n", name(assessment.verdict),
             100 * assessment.complaint.to_double(), plain_line(cut_utf8(words, 100)));
}

// Reads each target once and prints what would be said of what it brought.
int preview(const Config& config, std::shared_ptr<const Rules> rules) {
  Assessor assessor(std::move(rules));
  const Time now = SystemClock().now();
  Matches matches;
  bool any = false;
  for (const Source& source : config.sources)
    for (const Target& target : targets_of(source)) {
      if (target.way == Way::listen)
        fmt::print("{} {}: a stream shows only what comes while it is open\n", dim("left out"),
                   target.name);
      if (target.way != Way::poll) continue;
      auto read = fetch_once(target);
      if (!read) {
        fmt::print(stderr, "{} {}: {}\n", red("failed"), target.name, read.error().text);
        continue;
      }
      any = true;
      fmt::print("{} {}: {} posts\n", green("read"), target.name, read->mentions.size());
      const auto assessments = assessor.assess(read->mentions);
      for (const Assessment& assessment : assessments) {
        const auto mention = std::find_if(read->mentions.begin(), read->mentions.end(),
                                          [&](const Mention& m) { return m.id == assessment.id; });
        print_assessment(assessment, *mention);
        count_match(matches, *mention, now);
      }
    }
  fmt::print("{} {} in the last 24 hours, {} in the last 7 days, of what the feeds still show\n",
             bold("matches:"), matches.day.size(), matches.week.size());
  return any ? exit_good : exit_failed;
}

}  // namespace

int watch(const WatchArgs& args) {
  hold_signals();
  Config config = config_of(args);
  RuleCache cache = args.preview ? RuleCache::of_user() : RuleCache::of_store(config.store.dir);
  auto rules = compile_rules(builtin_packs(), config.brands, &cache);
  if (!rules) {
    for (const Fault& fault : rules.error()) fmt::print(stderr, "{}\n", to_string(fault));
    return exit_config;
  }
  if (args.preview) return preview(config, std::move(*rules));

  const SystemClock clock;
  auto engine = Engine::start(std::move(config), std::move(*rules), clock, {});
  if (!engine) {
    fmt::print(stderr, "quince: {}\n", engine.error().text);
    return exit_failed;
  }
  fmt::print("desk: {}\n", (*engine)->desk_url());
  fmt::print("No accounts are set up: the desk answers on this machine alone. Ctrl-C ends.\n");
  std::fflush(stdout);
  wait_for_signal(std::chrono::milliseconds{250}, [] { return false; });
  fmt::print(stderr, "{}\n", (*engine)->summary());
  return exit_good;
}

}  // namespace quince
