// The loader, from text to a Config or to all its faults.
#include "config/config.h"

#include <gmock/gmock.h>

#include "tests/config/surroundings.h"

namespace quince {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> lines_of(const std::vector<Fault>& faults) {
  std::vector<std::string> out;
  for (const Fault& fault : faults) out.push_back(to_string(fault));
  return out;
}

std::vector<std::string> faults_of(std::string_view text,
                                   const Surroundings& around = surroundings()) {
  const auto read = read_config(text, "q.yaml", around);
  return read ? std::vector<std::string>{} : lines_of(read.error());
}

TEST(Config, AnEmptyFileIsTheDefaults) {
  const auto read = read_config("", "q.yaml", surroundings());
  ASSERT_TRUE(read) << to_string(read.error().front());
  EXPECT_EQ(read->config.listen.desk, "127.0.0.1:8015");
  EXPECT_EQ(read->config.desk.url, "http://127.0.0.1:8015");
  EXPECT_EQ(read->config.store.dir, "data");
  EXPECT_EQ(read->config.redis.stream_entries_max, 10'000);
  EXPECT_THAT(read->config.channels, IsEmpty());
  EXPECT_THAT(read->warnings, IsEmpty());
}

TEST(Config, AnEmptyTextIsAsGoodAsNone) {
  const auto read =
      read_config("desk: {url: ''}\nlisten: {hooks: '', metrics: ''}\nredis: {url: ''}\n", "q.yaml",
                  surroundings());
  ASSERT_TRUE(read) << to_string(read.error().front());
  EXPECT_EQ(read->config.desk.url, "http://127.0.0.1:8015");
  EXPECT_THAT(faults_of("redis: {url: ''}\nchannels: [{name: c, kind: redis}]\n"),
              ElementsAre(HasSubstr("q.yaml:2:12: a channel of kind redis needs redis.url")));
}

TEST(Config, EveryKindOfValueIsRead) {
  const auto read = read_config(R"(
redis: {url_file: redis.url, stream_entries_max: 500}
brands:
  - {key: membrillo-air, name: Membrillo Air, terms: ["@MembrilloAir", "012"], p15_critical: 0.25, team: care}
sources:
  - {name: forum, kind: rss, url: "https://forum.example/rss", every: 90s, allow_addresses: [10.0.0.0/8]}
channels:
  - {name: hook, kind: webhook, url: "https://hooks.example/in", secret_file: hook.key, teams: [care]}
)",
                                "q.yaml", surroundings());
  ASSERT_TRUE(read) << to_string(read.error().front());
  const Config& c = read->config;
  EXPECT_EQ(c.redis.url, "redis://:s3cret@cache:6379") << "without the line break of the file";
  EXPECT_THAT(c.brands.at(0).terms, ElementsAre("@MembrilloAir", "012"));
  EXPECT_EQ(c.brands.at(0).p15_critical, 0.25);
  EXPECT_EQ(c.sources.at(0).every, Duration{90'000});
  EXPECT_EQ(c.channels.at(0).secret, key);
  ASSERT_EQ(c.channels.size(), 2u) << "redis.url brings its own channel";
  EXPECT_EQ(c.channels.at(1).kind, "redis");
  EXPECT_EQ(c.channels.at(1).stream_entries_max, 500);
}

TEST(Config, TheEnvironmentWins) {
  const auto read = read_config(
      "listen: {desk: '127.0.0.1:1'}\nredis: {url_file: absent}\nlog: {level: warn}\n", "q.yaml",
      surroundings(
          {{"QUINCE_LISTEN_DESK", "127.0.0.1:9000"}, {"QUINCE_REDIS_URL", "redis://other:7000"}}));
  ASSERT_TRUE(read) << to_string(read.error().front());
  EXPECT_EQ(read->config.listen.desk, "127.0.0.1:9000");
  EXPECT_EQ(read->config.redis.url, "redis://other:7000");
  EXPECT_EQ(read->config.log.level, "warn");
}

TEST(Config, TheEnvironmentIsCheckedToo) {
  EXPECT_THAT(faults_of("", surroundings({{"QUINCE_REDIS_STREAM_ENTRIES_MAX", "many"},
                                          {"QUINCE_LOG_LEVEL", "loud"}})),
              ElementsAre("environment QUINCE_REDIS_STREAM_ENTRIES_MAX: redis.stream_entries_max "
                          "\"many\" is not a whole "
                          "number; write it in digits",
                          "environment QUINCE_LOG_LEVEL: log.level \"loud\" is not a log level; "
                          "use debug, info, warn or "
                          "error"));
  const auto read = read_config(
      "", "q.yaml", surroundings({{"QUINCE_LISTEN_DEKS", "x"}, {"QUINCE_SERVICE_HOST", "y"}}));
  ASSERT_TRUE(read);
  EXPECT_THAT(
      lines_of(read->warnings),
      ElementsAre(
          "environment: QUINCE_LISTEN_DEKS names no option; did you mean QUINCE_LISTEN_DESK?"));
}

struct Bad {
  std::string name, text, fault;
};

void PrintTo(const Bad& bad, std::ostream* out) { *out << bad.name; }

class BadConfig : public testing::TestWithParam<Bad> {};

TEST_P(BadConfig, IsToldWithPlaceAndCure) {
  EXPECT_THAT(faults_of(GetParam().text), ElementsAre(GetParam().fault));
}

const std::string brand = "brands: [{key: b, name: B}]\n";

INSTANTIATE_TEST_SUITE_P(
    Config, BadConfig,
    testing::Values(
        Bad{"not_yaml", "a: [",
            "q.yaml:1:1: is not YAML: end of sequence flow not found; check the quotes and the "
            "indentation around this line"},
        Bad{"stray_comma", ", log: {}\n",
            "q.yaml:1:1: holds more than one document; remove the second ---, or the comma that "
            "stands here"},
        Bad{"two_documents", "log: {}\n---\nlog: {}\n",
            "q.yaml:2:1: holds more than one document; remove the second ---, or the comma that "
            "stands here"},
        Bad{"key_twice", "log: {}\nlog: {}\n",
            "q.yaml:2:1: the key log is written twice; keep one of them"},
        Bad{"not_a_map", "- a\n",
            "q.yaml:1:1: the file must hold options, as name: value; see config/quince.yaml"},
        Bad{"unknown_section", "lisen:\n  desk: 127.0.0.1:1\n",
            "q.yaml:1:1: there is no option \"lisen\"; did you mean listen?"},
        Bad{"unknown_key", "listen:\n  dsek: 127.0.0.1:1\n",
            "q.yaml:2:3: there is no option listen.\"dsek\"; did you mean desk?"},
        Bad{"unknown_far", "log:\n  verbosity: 3\n",
            "q.yaml:2:3: there is no option log.\"verbosity\"; there are level"},
        Bad{"section_is_text", "log: info\n",
            "q.yaml:1:6: log must hold options, as name: value; see config/quince.yaml"},
        Bad{"text_is_list", "log: {level: [info]}\n",
            "q.yaml:1:14: log.level must be one value, and is a list; write log.level: value"},
        Bad{"list_is_text", "brands: [{key: b, name: B, terms: quince}]\n",
            "q.yaml:1:35: brands[0].terms must be a list; write [\"quince\"]"},
        Bad{"brands_is_map", "brands: {key: b}\n",
            "q.yaml:1:9: brands must be a list; begin each entry with \"- \""},
        Bad{"not_a_number", "redis: {stream_entries_max: ten}\n",
            "q.yaml:1:29: redis.stream_entries_max \"ten\" is not a whole number; write it in "
            "digits"},
        Bad{"quoted_number", "redis: {stream_entries_max: \"1000\"}\n",
            "q.yaml:1:29: redis.stream_entries_max \"1000\" is not a whole number; write it in "
            "digits"},
        Bad{"out_of_bounds", "redis: {stream_entries_max: 5}\n",
            "q.yaml:1:29: redis.stream_entries_max \"5\" is out of bounds; choose 100 to 10000000"},
        Bad{"probability", "brands: [{key: b, name: B, p15_critical: 30}]\n",
            "q.yaml:1:42: brands[0].p15_critical \"30\" is out of bounds; choose 0 to 1"},
        Bad{"nan", "brands: [{key: b, name: B, p15_critical: nan}]\n",
            "q.yaml:1:42: brands[0].p15_critical \"nan\" is not a number; write it as 0.3"},
        Bad{"log_level", "log: {level: loud}\n",
            "q.yaml:1:14: log.level \"loud\" is not a log level; use debug, info, warn or error"},
        Bad{"empty_dir", "store: {dir: ''}\n",
            "q.yaml:1:14: store.dir is empty; give a value or leave the line out"},
        Bad{"required", "brands: [{key: b}]\n",
            "q.yaml:1:10: brands[0].name is missing; add name: As people read it."},
        Bad{"brand_key", "brands: [{key: Big Brand, name: B}]\n",
            "q.yaml:1:16: brands[0].key \"Big Brand\" is not a key; use 1 to 40 of a-z, 0-9 and -, "
            "because it stands in ids and stream names"},
        Bad{"brand_twice", "brands: [{key: b, name: B}, {key: b, name: C}]\n",
            "q.yaml:1:35: brands[1].key \"b\" is used twice; rename one of them"},
        Bad{"zone", "brands: [{key: b, name: B, timezone: Europe/Madird}]\n",
            "q.yaml:1:38: this machine knows no time zone \"Europe/Madird\"; write an IANA name, "
            "as Europe/Madrid, or UTC"},
        Bad{"feed_unknown",
            "brands: [{key: b, name: B, feeds: [frum]}]\nsources: [{name: forum, kind: rss, url: "
            "'https://f.example'}]\n",
            "q.yaml:1:35: brands[0].feeds names \"frum\", which is no source; correct it to forum"},
        Bad{"source_kind", "sources: [{name: s, kind: mastodn, url: 'https://m.example'}]\n",
            "q.yaml:1:27: sources[0].kind \"mastodn\" is not a kind that quince knows; did you "
            "mean mastodon?"},
        Bad{"source_no_url", "sources: [{name: s, kind: rss}]\n",
            "q.yaml:1:11: sources[0].url is missing; kind rss needs it; add url: https://…"},
        Bad{"source_not_a_switch",
            "sources: [{name: s, kind: mastodon, url: 'https://m.example', live: maybe, tags: "
            "[a]}]\n",
            "q.yaml:1:69: sources[0].live \"maybe\" is neither true nor false; write true or "
            "false"},
        Bad{"source_nothing_to_read",
            "sources: [{name: s, kind: mastodon, url: 'https://m.example'}]\n",
            "q.yaml:1:11: sources[0].tags is missing; kind mastodon needs it; add tags: [word]"},
        Bad{"source_no_stream",
            "sources: [{name: s, kind: mastodon, url: 'https://m.example', live: true, tags: "
            "[a]}]\n",
            "q.yaml:1:69: sources[0].live has no stream to listen to; add a token_file, and tags "
            "or public_timeline: true"},
        Bad{"source_no_file", "sources: [{name: s, kind: jsonl}]\n",
            "q.yaml:1:11: sources[0].file is missing; kind jsonl needs it; add file: path"},
        Bad{"source_tags_of_rss",
            "sources: [{name: s, kind: rss, url: 'https://m.example', tags: [a]}]\n",
            "q.yaml:1:64: sources[0].tags means nothing for kind rss; take it out"},
        Bad{"source_twice",
            "sources: [{name: s, kind: jsonl, file: a}, {name: s, kind: jsonl, file: b}]\n",
            "q.yaml:1:51: sources[1].name \"s\" is used twice; rename one of them"},
        Bad{"tag_with_hash",
            "sources: [{name: s, kind: mastodon, url: 'https://m.example', tags: ['#a']}]\n",
            "q.yaml:1:70: sources[0].tags[0] \"#a\" is not a tag; write the word alone, without #"},
        Bad{"url_scheme", "sources: [{name: s, kind: rss, url: 'ftp://f.example'}]\n",
            "q.yaml:1:37: sources[0].url \"ftp://f.example\" is not a web address; begin with "
            "https:// (or http://)"},
        Bad{"url_user", "sources: [{name: s, kind: rss, url: 'https://ana@f.example'}]\n",
            "q.yaml:1:37: sources[0].url \"https://ana@f.example\" holds a user or password before "
            "@; take it out; give the password as a token or in a file"},
        Bad{"duration_no_unit", "sources: [{name: s, kind: jsonl, file: a, every: 15}]\n",
            "q.yaml:1:50: sources[0].every \"15\" is not a length of time; write a number and its "
            "unit: 30s, 15m, 2h, 1d"},
        Bad{"duration_short", "sources: [{name: s, kind: jsonl, file: a, every: 1s}]\n",
            "q.yaml:1:50: sources[0].every \"1s\" is out of bounds; choose 10s to 7d"},
        Bad{"address_range",
            "sources: [{name: s, kind: jsonl, file: a, allow_addresses: [localhost]}]\n",
            "q.yaml:1:61: sources[0].allow_addresses[0] \"localhost\" is not a range of addresses; "
            "write 10.1.2.3, 10.0.0.0/8, ::1 or fd00::/8; host names do not serve here"},
        Bad{"channel_kind", "channels: [{name: c, kind: slak, url_file: a.url}]\n",
            "q.yaml:1:28: channels[0].kind \"slak\" is not a kind that quince knows; did you mean "
            "slack?"},
        Bad{"channel_no_url", "channels: [{name: c, kind: slack}]\n",
            "q.yaml:1:12: channels[0].url is missing; kind slack needs it; add url_file: a file "
            "that holds it"},
        Bad{"channel_url_twice",
            "channels: [{name: c, kind: slack, url: 'https://a.example', url_file: a.url}]\n",
            "q.yaml:1:71: channels[0].url is given twice, as url and as url_file; keep one"},
        Bad{"channel_http", "channels: [{name: c, kind: slack, url: 'http://a.example/s3cret'}]\n",
            "q.yaml:1:40: channels[0].url would send messages unencrypted; use https://, or name "
            "the private range that it leads to in allow_addresses"},
        Bad{"channel_team",
            brand + "channels: [{name: c, kind: slack, url_file: a.url, teams: [car]}]\n",
            "q.yaml:2:59: channels[0].teams names the team \"car\", which no brand has; did you "
            "mean care?"},
        Bad{"channel_lang", "channels: [{name: c, kind: slack, url_file: a.url, lang: fr}]\n",
            "q.yaml:1:58: channels[0].lang \"fr\" is not a language that messages are written in; "
            "use es or en"},
        Bad{"webhook_no_secret", "channels: [{name: c, kind: webhook, url_file: a.url}]\n",
            "q.yaml:1:12: channels[0].secret is missing; kind webhook needs it; add secret_file: a "
            "file that holds whsec_…"},
        Bad{"redis_channel", "channels: [{name: c, kind: redis}]\n",
            "q.yaml:1:12: a channel of kind redis needs redis.url; add redis: with url: "
            "redis://host:6379 or url_file:"},
        Bad{"old_teams", "channels: [{name: c, kind: teams, url_file: old-teams}]\n",
            "q.yaml:1:45: channels[0].url is the address of a retired connector; Office 365 "
            "connectors are retired: in Teams choose Workflows, \"When a Teams webhook request is "
            "received\", and use the new address"},
        Bad{"secret_absent", "redis: {url_file: absent}\n",
            "q.yaml:1:19: the secret file \"absent\" cannot be read: No such file or directory; "
            "make it, readable by the user that runs quince, or correct the name"},
        Bad{"secret_empty", "redis: {url_file: empty}\n",
            "q.yaml:1:19: the secret file \"empty\" is empty; write the secret into it"},
        Bad{"redis_scheme", "redis: {url: 'http://cache'}\n",
            "q.yaml:1:14: redis.url cannot be used: the Redis address has another scheme than "
            "redis:// and unix://; write redis://[:password@]host:port/db or unix:///path"},
        Bad{"open_desk", "listen: {desk: '0.0.0.0:8015'}\n",
            "q.yaml:1:16: listen.desk would show every case to whoever reaches 0.0.0.0:8015, "
            "because no account exists; write 127.0.0.1:8015 and reach it through a tunnel or a "
            "proxy that asks who is there"},
        Bad{"listen_form", "listen: {desk: '8015'}\n",
            "q.yaml:1:16: listen.desk \"8015\" is not an address to listen on; write address:port, "
            "as 127.0.0.1:8015 or [::1]:8015"},
        Bad{"same_port", "listen: {metrics: '127.0.0.1:8015'}\n",
            "q.yaml:1:19: listen.metrics takes the port 8015 a second time; choose another port"},
        Bad{"hooks_unheard", "hooks: {webhooks: [{name: crm, secret_file: crm.key}]}\n",
            "q.yaml:1:19: webhooks are configured, but nothing listens for them; set listen.hooks, "
            "as 0.0.0.0:8016"},
        Bad{"hook_named_as_source",
            "listen: {hooks: '127.0.0.1:1'}\nsources: [{name: crm, kind: jsonl, file: a}]\nhooks: "
            "{webhooks: [{name: crm, secret_file: crm.key}]}\n",
            "q.yaml:3:27: hooks.webhooks[0].name \"crm\" is used twice; rename one of them"}),
    [](const auto& test) { return test.param.name; });

TEST(Config, AllFaultsAtOnce) {
  EXPECT_EQ(faults_of("lisen: {}\nlog: {level: loud}\nbrands: [{}]\nlisten: {desk: '0.0.0.0:1'}\n")
                .size(),
            5u);
}

TEST(Config, FaultsHaveABound) {
  std::string text;
  for (int i = 0; i < 5'000; ++i) text += "k" + std::to_string(i) + ": 1\n";
  EXPECT_EQ(faults_of(text).size(), 200u);
}

TEST(Config, ASecretIsInNoFault) {
  for (const std::string& text :
       {std::string("redis: {url: 'redis://s3cret@cache'}\n"),
        std::string("redis: {url_file: bad}\n"),
        std::string("channels: [{name: c, kind: slack, url: 's3cret'}]\n"),
        std::string("channels: [{name: c, kind: webhook, url_file: a.url, secret: s3cret}]\n"),
        std::string("channels: [{name: c, kind: webhook, url_file: a.url, secret_file: bad}]\n")}) {
    const auto faults = faults_of(text);
    ASSERT_EQ(faults.size(), 1u) << text;
    EXPECT_THAT(faults[0], Not(HasSubstr("s3cret")));
  }
}

TEST(Config, ASecretThatEverybodyCanReadIsAWarning) {
  const auto read =
      read_config("channels: [{name: c, kind: webhook, url_file: a.url, secret_file: open}]\n",
                  "q.yaml", surroundings());
  ASSERT_TRUE(read) << to_string(read.error().front());
  EXPECT_THAT(lines_of(read->warnings),
              ElementsAre("q.yaml:1:67: the secret file \"open\" can be read by everybody on this "
                          "machine; chmod 600 open"));
}

TEST(Config, AnAccountLetsTheDeskOut) {
  Surroundings around = surroundings();
  around.has_accounts = true;
  EXPECT_THAT(faults_of("listen: {desk: '0.0.0.0:8015'}\n", around), IsEmpty());
}

}  // namespace
}  // namespace quince
