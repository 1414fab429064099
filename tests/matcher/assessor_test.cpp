// The way of a post as a whole: routing, spans, verdicts of the brand's own posts, hostile input,
// and that neither the batch nor the thread that a post travels in changes its assessment.
#include "matcher/assessor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "core/utf8.h"
#include "matcher/rules.h"
#include "tests/matcher/shipped_packs.h"

namespace quince {
namespace {

Mention post(std::string text, std::string id = "1") {
  Mention mention;
  mention.id = std::move(id);
  mention.text = std::move(text);
  return mention;
}

std::vector<Brand> two_brands() {
  Brand air, bank;
  air.key = "air";
  air.terms = {"Membrillo Air", "@membrilloair", "#MembrilloAir"};
  air.not_terms = {"membrillo air guitar"};
  air.accounts = {"@MembrilloAir", "42"};
  air.feeds = {"air-reviews"};
  bank.key = "bank";
  bank.terms = {"Banco Membrillo", "membrillo"};
  bank.not_terms = {"membrillo con queso", "membrillo air"};
  return {air, bank};
}

struct RouteRow {
  const char* name;
  Mention mention;
  std::vector<std::string> brands;
};

class Routing : public testing::TestWithParam<RouteRow> {};

TEST_P(Routing, gives_one_assessment_for_each_brand) {
  static const auto rules = shipped_rules(two_brands());
  Assessor assessor(rules);
  std::vector<std::string> got;
  for (const Assessment& assessment : assessor.assess(std::span(&GetParam().mention, 1)))
    got.push_back(assessment.brand);
  EXPECT_EQ(got, GetParam().brands);
}

Mention with(void (*change)(Mention&)) {
  Mention mention = post("hello");
  change(mention);
  return mention;
}

const RouteRow route_rows[] = {
    {"none", post("a walk in the park"), {}},
    {"name", post("MEMBRILLO AIR again"), {"air"}},
    {"accents_and_width", post("Ｍembríllo   Air"), {"air"}},
    {"handle", post("hi @MembrilloAir!"), {"air"}},
    {"longer_handle", post("hi @membrilloair_fan"), {}},
    {"tag", post("so #membrilloair"), {"air"}},
    {"title", with([](Mention& m) { m.title = "On Membrillo Air"; }), {"air"}},
    {"not_term", post("my membrillo air guitar"), {}},
    {"not_term_and_term", post("membrillo air guitar on membrillo air"), {"air"}},
    {"other_brand", post("Banco Membrillo es mi banco"), {"bank"}},
    {"fruit", post("membrillo con queso"), {}},
    {"both", post("Banco Membrillo paid Membrillo Air"), {"air", "bank"}},
    {"feed", with([](Mention& m) { m.feed = "air-reviews"; }), {"air"}},
    {"own_handle", with([](Mention& m) { m.author.handle = "membrilloair"; }), {"air"}},
    {"own_id", with([](Mention& m) { m.author.id = "42"; }), {"air"}},
};

INSTANTIATE_TEST_SUITE_P(rows, Routing, testing::ValuesIn(route_rows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Assessor, the_brands_own_post_is_never_a_complaint) {
  Mention own = post("Worst delay ever, we are sorry. Flight cancelled, refund denied, terrible");
  own.author.handle = "MembrilloAir";
  Assessor assessor(shipped_rules(two_brands()));
  const auto out = assessor.assess(std::span(&own, 1));
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].verdict, Verdict::neutral);
  EXPECT_EQ(out[0].complaint.e4, 0);
  EXPECT_EQ(out[0].severity, 0);
  EXPECT_THAT(out[0].reasons, testing::Contains("Posted by the brand's own account"));
}

TEST(Assessor, stars_count) {
  Mention low = post("Well."), high = low;
  low.rating = 1;
  high.rating = 5;
  const std::vector<Mention> both = {low, high};
  Assessor assessor(shipped_rules());
  const auto out = assessor.assess(both);
  EXPECT_THAT(out[0].signals, testing::Contains(testing::Field(&Signal::rule, "any.stars.low")));
  EXPECT_THAT(out[1].signals, testing::Contains(testing::Field(&Signal::rule, "any.stars.high")));
  EXPECT_GT(out[0].complaint, out[1].complaint);
}

TEST(Assessor, spans_lead_to_the_words) {
  Mention mention = post("¡Qué VERGÜENZA!  Me cobraron  dos\nveces, ladrooones", "7");
  mention.title = "Pésimo servicio";
  mention.revision = 3;
  Assessor assessor(shipped_rules());
  const auto out = assessor.assess(std::span(&mention, 1));
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].id, "7");
  EXPECT_EQ(out[0].revision, 3);
  EXPECT_EQ(out[0].lang, "es");
  std::map<std::string, std::vector<std::string>> found;
  for (const Signal& signal : out[0].signals)
    for (const Span& span : signal.spans) {
      const std::string& part = span.in == Part::text ? mention.text : mention.title;
      found[signal.rule].push_back(
          part.substr(static_cast<std::size_t>(span.b), static_cast<std::size_t>(span.e - span.b)));
    }
  EXPECT_THAT(found["es.charge.twice"], testing::ElementsAre("cobraron  dos\nveces"));
  EXPECT_THAT(found["es.worst"], testing::ElementsAre("VERGÜENZA"));
  EXPECT_THAT(found["es.scam"], testing::ElementsAre("ladrooones"));
  EXPECT_THAT(found["es.service.bad"], testing::ElementsAre("Pésimo servicio"));
}

TEST(Assessor, signals_are_strongest_first) {
  Assessor assessor(shipped_rules());
  const Mention mention = post("Worst flight, rude crew, no refund, but thanks for the water");
  const auto out = assessor.assess(std::span(&mention, 1));
  const auto& signals = out.front().signals;
  ASSERT_GT(signals.size(), 4u);
  for (std::size_t i = 1; i < signals.size(); ++i) {
    const auto before = std::abs(signals[i - 1].weight.e4), now = std::abs(signals[i].weight.e4);
    EXPECT_TRUE(before > now || (before == now && signals[i - 1].rule < signals[i].rule));
  }
}

TEST(Assessor, a_brand_of_its_context_need_not_be_named) {
  std::vector<Brand> brands(2);
  brands[0].key = "air", brands[0].terms = {"Membrillo Air"};
  brands[1].key = "bank", brands[1].terms = {"Membrillo Bank"};
  Assessor assessor(*compile_rules({}, brands));
  const std::vector<Mention> mentions = {post("thank you"), post("Membrillo Bank, thank you"),
                                         post("thank you")};
  EXPECT_EQ(assessor.assess(mentions).size(), 1u);
  const std::vector<std::vector<std::string>> also = {{"air"}, {"bank", "air"}, {"nobody"}};
  std::vector<std::string> told;
  for (const Assessment& assessment : assessor.assess(mentions, also))
    told.push_back(assessment.brand);
  EXPECT_EQ(told, (std::vector<std::string>{"air", "air", "bank"}));
}

struct LanguageRow {
  const char* name;
  const char* given;
  const char* text;
  const char* lang;
};

class Languages : public testing::TestWithParam<LanguageRow> {};

TEST_P(Languages, are_given_found_or_und) {
  Mention mention = post(GetParam().text);
  mention.lang = GetParam().given;
  Assessor assessor(shipped_rules());
  EXPECT_EQ(assessor.assess(std::span(&mention, 1))[0].lang, GetParam().lang);
}

constexpr LanguageRow language_rows[] = {
    {"given", "es-MX", "whatever it says", "es"},
    {"found_spanish", "", "Llevo tres horas esperando en el aeropuerto y nadie nos dice nada",
     "es"},
    {"found_english", "",
     "I have been waiting at the airport for three hours and nobody says a word", "en"},
    {"too_short", "", "ok 😡", "und"},
    {"short_and_doubtful", "", "Buenos días desde la terminal", "und"},
    {"only_handles", "", "@membrilloair @membrillobank #membrillo", "und"},
};

INSTANTIATE_TEST_SUITE_P(rows, Languages, testing::ValuesIn(language_rows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Assessor, rules_speak_their_own_language_or_where_none_is_known) {
  Assessor assessor(shipped_rules());
  Mention mention = post("estafa");
  const auto has_scam = [&] {
    const auto out = assessor.assess(std::span(&mention, 1));
    return std::any_of(out[0].signals.begin(), out[0].signals.end(),
                       [](const Signal& s) { return s.rule == "es.scam"; });
  };
  EXPECT_TRUE(has_scam());
  mention.lang = "es";
  EXPECT_TRUE(has_scam());
  mention.lang = "en";
  EXPECT_FALSE(has_scam());
}

struct NegationRow {
  const char* name;
  const char* text;
  bool fires;  // en.worst or es.worst …
  const char* rule;
};

class NegationTable : public testing::TestWithParam<NegationRow> {};

TEST_P(NegationTable, reaches_three_words) {
  Mention mention = post(GetParam().text);
  mention.lang = std::string(GetParam().rule).substr(0, 2);
  Assessor assessor(shipped_rules());
  const auto out = assessor.assess(std::span(&mention, 1));
  EXPECT_EQ(std::any_of(out[0].signals.begin(), out[0].signals.end(),
                        [](const Signal& s) { return s.rule == GetParam().rule; }),
            GetParam().fires);
}

constexpr NegationRow negation_rows[] = {
    {"plain", "it was bad", true, "en.bad"},
    {"not", "it was not bad", false, "en.bad"},
    {"contracted", "it wasn't really that bad", false, "en.bad"},
    {"curly", "it wasn’t bad", false, "en.bad"},
    {"too_far", "not one of us had seen anything bad", true, "en.bad"},
    {"sentence_ends", "no. bad", true, "en.bad"},
    {"comma", "no, bad", true, "en.bad"},
    {"not_only", "not only bad", true, "en.bad"},
    {"praise_denied", "not a great crew", false, "en.praise.superb"},
    {"spanish", "no es nada malo", false, "es.bad"},
    {"spanish_plain", "no sé, es malo", true, "es.bad"},
};

INSTANTIATE_TEST_SUITE_P(rows, NegationTable, testing::ValuesIn(negation_rows),
                         [](const auto& row) { return std::string(row.param.name); });

// Texts made of the packs' own examples, so that much fires.
std::vector<Mention> many_mentions(std::size_t count) {
  const auto rules = shipped_rules(two_brands());
  std::vector<std::string> parts = {
      "😡", "https://example.org", "@membrilloair", "Membrillo Air", "!!", "3 horas", "\xFF\xFE",
      "ñ"};
  for (const Rule& rule : rules->rules)
    for (const auto* examples : {&rule.hits, &rule.misses})
      for (const Written& example : *examples) parts.push_back(example.text);
  std::mt19937 random(5);
  std::vector<Mention> mentions;
  for (std::size_t i = 0; i < count; ++i) {
    Mention mention = post("", std::to_string(i));
    for (auto n = random() % 6; n > 0; --n) mention.text += parts[random() % parts.size()] + ' ';
    if (random() % 3 == 0) mention.title = parts[random() % parts.size()];
    if (random() % 3 == 0) mention.lang = random() % 2 ? "es" : "en";
    mention.author.followers = static_cast<std::int64_t>(random() % 100000);
    mentions.push_back(std::move(mention));
  }
  return mentions;
}

TEST(Assessor, batches_change_nothing) {
  const auto mentions = many_mentions(300);
  for (const auto& rules : {shipped_rules(), shipped_rules(two_brands())}) {
    Assessor whole(rules);
    const auto expected = whole.assess(mentions);
    for (const std::size_t size : {1u, 2u, 7u, 63u, 64u, 65u, 200u}) {
      Assessor assessor(rules);
      std::vector<Assessment> got;
      for (std::size_t at = 0; at < mentions.size(); at += size) {
        const auto part =
            assessor.assess(std::span(mentions).subspan(at, std::min(size, mentions.size() - at)));
        got.insert(got.end(), part.begin(), part.end());
      }
      ASSERT_EQ(got.size(), expected.size()) << size;
      for (std::size_t i = 0; i < got.size(); ++i)
        ASSERT_EQ(got[i], expected[i]) << size << ' ' << mentions[i].text;
    }
  }
}

// What an assessment held before must not shine through, whatever order posts come in.
TEST(Assessor, what_came_before_changes_nothing) {
  auto mentions = many_mentions(300);
  for (std::size_t i = 0; i < mentions.size(); i += 3) mentions[i].facets["product"] = "a";
  const auto rules = shipped_rules(two_brands());
  Assessor used(rules);
  std::mt19937 random(9);
  for (int round = 0; round < 3; ++round) {
    const auto got = used.assess(mentions);
    Assessor fresh(rules);
    EXPECT_THAT(got, testing::ElementsAreArray(fresh.assess(mentions)));
    std::shuffle(mentions.begin(), mentions.end(), random);
  }
}

TEST(Assessor, threads_change_nothing) {
  const auto mentions = many_mentions(200);
  const auto rules = shipped_rules(two_brands());
  Assessor alone(rules);
  const auto expected = alone.assess(mentions);
  std::vector<std::vector<Assessment>> got(4);
  {
    std::vector<std::jthread> threads;
    threads.reserve(got.size());
    for (auto& out : got)
      threads.emplace_back([&] {
        Assessor assessor(rules);
        for (int round = 0; round < 3; ++round) {
          const auto told = assessor.assess(mentions);
          out.assign(told.begin(), told.end());
        }
      });
  }
  for (const auto& out : got) EXPECT_THAT(out, testing::ElementsAreArray(expected));
}

struct HostileRow {
  const char* name;
  std::string text;
};

class Hostile : public testing::TestWithParam<HostileRow> {};

TEST_P(Hostile, is_judged_within_bounds) {
  const Mention mention = post(repair_utf8(GetParam().text));
  const Mention raw = post(GetParam().text);
  Assessor assessor(shipped_rules());
  const std::vector<Mention> both = {mention, raw};
  const auto out = assessor.assess(both);
  ASSERT_EQ(out.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i)
    for (const Signal& signal : out[i].signals) {
      EXPECT_LE(signal.spans.size(), 16u);
      for (const Span& span : signal.spans) {
        EXPECT_LT(span.b, span.e);
        EXPECT_LE(static_cast<std::size_t>(span.e), both[i].text.size());
      }
    }
}

std::string repeat(std::string_view what, std::size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += what;
  return out;
}

const HostileRow hostile_rows[] = {
    {"empty", ""},
    {"nul", std::string("bad\0worst", 9)},
    {"broken_utf8", "worst \xC3\x28 \xF0\x9F bad \xFF"},
    {"separator",
     "bad\xFF"
     "bad"},
    {"megabyte_of_hits", repeat("worst bad terrible scam ", 1 << 20)},
    {"megabyte_of_one_letter", repeat("a", 1 << 20)},
    {"megabyte_of_marks", "a" + repeat("\xCC\x81", 1 << 20)},
    {"megabyte_of_expansions", repeat("\xEF\xB7\xBA", 1 << 20)},
    {"megabyte_of_emoji", repeat("😡", 1 << 20)},
};

INSTANTIATE_TEST_SUITE_P(rows, Hostile, testing::ValuesIn(hostile_rows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Assessor, works_without_any_rules) {
  const auto rules = compile_rules({}, {});
  ASSERT_TRUE(rules.has_value());
  Assessor assessor(*rules);
  const Mention mention = post("anything");
  const auto out = assessor.assess(std::span(&mention, 1));
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].verdict, Verdict::neutral);
  EXPECT_TRUE(assessor.assess({}).empty());
}

// What is found in a respelled word is shown where it was written, once.
TEST(Assessor, EvidenceInARespelledWordIsTheWordAsWritten) {
  const PackFile pack{
      "p.yaml",
      "pack: {language: es, sector: general, version: 1}\n"
      "rules:\n"
      "  - {id: es.bad, means: pain, weight: 2, says: Bad, phrases: [pesimo servicio]}\n"
      "  - {id: es.fraud, means: pain, weight: 2, says: Fraud, phrases: [estafa]}\n"};
  Assessor assessor(compile_rules(std::array{pack}, {}).value());
  Mention mention = post("Son un #PésimoServicio, una estafa, una ESTAFA, una est4fa.");
  mention.lang = "es";
  const auto assessed = assessor.assess(std::array{mention});
  std::map<std::string, std::vector<std::string>> shown;
  for (const Signal& signal : assessed[0].signals)
    for (const Span& span : signal.spans)
      shown[signal.rule].push_back(mention.text.substr(static_cast<std::size_t>(span.b),
                                                       static_cast<std::size_t>(span.e - span.b)));
  EXPECT_THAT(shown["es.bad"], testing::ElementsAre("PésimoServicio"));
  EXPECT_THAT(shown["es.fraud"], testing::ElementsAre("estafa", "ESTAFA", "est4fa"));
}

}  // namespace
}  // namespace quince
