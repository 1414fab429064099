// The shipped packs keep their own promises, and tell the story of an airline's bad day.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>

#include "matcher/pack.h"
#include "matcher/rules.h"
#include "matcher/trial.h"
#include "tests/matcher/shipped_packs.h"

namespace quince {
namespace {

TEST(ShippedPacks, fire_on_their_hits_and_not_on_their_misses) {
  const Trial trial = test_packs(shipped_packs());
  EXPECT_GE(trial.rules, 960u);
  for (const Fault& fault : trial.faults) ADD_FAILURE() << to_string(fault);
}

TEST(ShippedPacks, have_three_hits_and_three_misses_each) {
  const auto rules = shipped_rules();
  ASSERT_NE(rules, nullptr);
  for (const Rule& rule : rules->rules) {
    const bool reads_stars =
        rule.detector == Detector::low_rating || rule.detector == Detector::high_rating;
    EXPECT_GE(rule.hits.size(), reads_stars ? 0u : 3u) << rule.id;
    EXPECT_GE(rule.misses.size(), 3u) << rule.id;
    EXPECT_TRUE(rule.id.starts_with(rule.language + '.')) << rule.id;
  }
}

// The stages of a customer's way through each sector; every one of them has its pains and a glory.
struct Journey {
  const char* sector;
  std::array<const char*, 5> stages;
};
constexpr Journey journeys[] = {
    {"airline", {"booking", "check_in", "boarding", "travel", "arrival"}},
    {"bank", {"opening", "access", "payment", "billing", "security"}},
    {"telecom", {"contract", "installation", "use", "billing", "leaving"}},
    {"retail", {"shopping", "checkout", "delivery", "use", "returns"}},
    {"hotel", {"booking", "arrival", "stay", "billing", "departure"}},
    {"software", {"signup", "use", "update", "billing", "leaving"}},
    {"insurance", {"contract", "billing", "claim", "settlement", "renewal"}},
    {"restaurant", {"booking", "arrival", "ordering", "meal", "billing"}},
};

TEST(ShippedPacks, cover_every_moment_of_every_sector) {
  struct Cell {
    int rules = 0, pains = 0, glories = 0;
  };
  std::map<std::string, Cell> cells;  // "es airline boarding"
  std::map<std::string, int> of_language;
  std::map<std::string, std::set<HardMoment>> hard_moments;
  for (const PackFile& file : shipped_packs()) {
    const auto pack = read_pack(file);
    ASSERT_TRUE(pack.has_value()) << file.file;
    for (const Rule& rule : pack->rules) {
      Cell& cell = cells[pack->language + ' ' + pack->sector + ' ' + rule.stage];
      ++cell.rules;
      cell.pains += rule.means == Means::pain;
      cell.glories += rule.means == Means::glory;
      ++of_language[pack->language];
      hard_moments[pack->language].insert(rule.hard_moment);
    }
  }
  for (const char* language : {"es", "en"}) {
    EXPECT_GE(of_language[language], 400) << language;
    for (const Journey& journey : journeys) {
      for (const char* stage : journey.stages) {
        const std::string name = std::string(language) + ' ' + journey.sector + ' ' + stage;
        EXPECT_GE(cells[name].rules, 5) << name;
        EXPECT_GE(cells[name].pains, 3) << name;
        EXPECT_GE(cells[name].glories, 1) << name;
      }
    }
  }
  for (const char* language : {"pt", "fr"}) EXPECT_GE(of_language[language], 80) << language;
  for (const char* language : {"es", "en", "pt", "fr"})
    EXPECT_EQ(hard_moments[language].size(), EnumNames<HardMoment>::names.size()) << language;
}

TEST(ShippedPacks, are_listed_by_id) {
  const auto listing = list_rules(shipped_packs());
  ASSERT_TRUE(listing.has_value());
  EXPECT_TRUE(
      std::is_sorted(listing->begin(), listing->end(),
                     [](const RuleListing& a, const RuleListing& b) { return a.id < b.id; }));
  for (const RuleListing& row : *listing) EXPECT_GT(row.patterns, 0u) << row.id;
}

struct StoryRow {
  const char* name;
  const char* text;
  Verdict verdict;
  const char* aspect;  // one that must be there; empty: any
  std::int64_t severity_min;
};

class Story : public testing::TestWithParam<StoryRow> {};

TEST_P(Story, is_judged_as_people_would) {
  Mention mention;
  mention.id = "1";
  mention.text = GetParam().text;
  Assessor assessor(shipped_rules());
  const auto out = assessor.assess(std::span(&mention, 1));
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].verdict, GetParam().verdict)
      << name(out[0].verdict) << ' ' << to_string(out[0].complaint);
  if (*GetParam().aspect != '\0') {
    EXPECT_THAT(out[0].aspects, testing::Contains(GetParam().aspect));
  }
  EXPECT_GE(out[0].severity, GetParam().severity_min);
}

constexpr StoryRow story_rows[] = {
    {"delay_es", "Otra vez con retraso: tres horas de retraso y nadie nos informa @membrilloair",
     Verdict::complaint, "delay", 2},
    {"delay_en", "Flight delayed again, stuck at the airport for 5 hours @membrilloair",
     Verdict::complaint, "delay", 2},
    {"cancellation_es", "Nos han cancelado el vuelo sin avisar, vaya vergüenza", Verdict::complaint,
     "cancellation", 3},
    {"cancellation_en", "You cancelled our flight and nobody answers the phone", Verdict::complaint,
     "cancellation", 3},
    {"refund_es", "Tres meses y Membrillo Air no me devuelve, se niegan a devolverme el dinero",
     Verdict::complaint, "refund", 3},
    {"refund_en", "Six weeks and still no refund from Membrillo Air", Verdict::complaint, "refund",
     3},
    {"baggage_es", "Perdieron mi maleta y no responden", Verdict::complaint, "baggage", 3},
    {"baggage_en", "Membrillo Air lost my bag, two days and no reply", Verdict::complaint,
     "baggage", 3},
    {"no_answer_es", "Llevo una semana llamando y nadie contesta", Verdict::complaint, "answer", 3},
    {"rude_es", "La azafata fue maleducada y prepotente", Verdict::complaint, "staff", 3},
    {"rude_en", "The agent at the gate was so rude to my mother", Verdict::complaint, "staff", 3},
    {"rebooking_es", "Tirados en el aeropuerto y no nos reubican", Verdict::complaint, "rebooking",
     3},
    {"rebooking_en", "Missed our connection because of you and you refuse to rebook us",
     Verdict::complaint, "rebooking", 3},
    {"twice_es", "Me han cobrado dos veces el billete", Verdict::complaint, "charge", 3},
    {"legal_es", "Mañana pongo la denuncia en Profeco, son unos ladrones", Verdict::complaint,
     "legal", 4},
    {"never_again_en", "Never again. Worst airline ever", Verdict::complaint, "leaving", 4},
    {"irony_es", "Gracias Membrillo Air por la siesta en el suelo del aeropuerto",
     Verdict::uncertain, "irony", 2},
    {"irony_en", "Thanks for the night on the airport floor, Membrillo Air", Verdict::uncertain,
     "irony", 2},
    {"recovery_es", "Al final me llamaron y lo solucionaron, gracias", Verdict::praise, "recovery",
     0},
    {"recovery_en", "They called me back and got it sorted, thank you", Verdict::praise, "recovery",
     0},
    {"praise_es", "Excelente atención de la tripulación, muy amables", Verdict::praise, "", 0},
    {"praise_en", "Lovely crew today, thank you!", Verdict::praise, "thanks", 0},
    {"question_es", "¿Alguien sabe a qué hora abre el mostrador?", Verdict::neutral, "", 0},
    {"question_en", "What time does the desk open? Can I bring a guitar?", Verdict::neutral, "", 0},
    {"job_advert", "Oferta de empleo: buscamos personal de tierra, envía tu CV", Verdict::neutral,
     "", 0},
    {"giveaway", "Enter to win two tickets to Lima! Use this promo code", Verdict::neutral, "", 0},
    // An advert, a report or somebody's own mistake uses the words of complaints.
    {"fare_es", "Tarifa vista: Sevilla-Oporto 19 €, sin maleta facturada #membrilloair",
     Verdict::neutral, "", 0},
    {"fare_en", "Fare alert: Leeds to Lima, no bags, price subject to change", Verdict::neutral, "",
     0},
    {"report_es", "El avión sufrió una avería en Quito, según la aerolínea, que habla de retrasos",
     Verdict::neutral, "", 0},
    {"own_mistake_en", "My mistake: I read the wrong date. Sorry to bother you", Verdict::neutral,
     "", 0},
    {"survey_es", "Encuesta anónima para mi TFG sobre aeropuertos, gracias", Verdict::neutral, "",
     0},
    {"weather_en", "Terrible storm over the bay, satellite image below #weather", Verdict::neutral,
     "", 0},
    // A mere "no" is no complaint, and a faint word no praise.
    {"mere_no_es", "No tengo prisa, nadie la tiene los domingos en la playa de mi pueblo",
     Verdict::neutral, "", 0},
    {"faint_en", "Looks like a plane, ok", Verdict::neutral, "", 0},
    // Threats and taunts are complaints without any other bad word.
    {"ultimatum_es", "O me contestan esta tarde o voy a consumo con todo el expediente",
     Verdict::complaint, "anger", 4},
    {"ultimatum_en", "Answer my email by noon or I'll post every word of it", Verdict::complaint,
     "anger", 4},
    {"lawyer_es", "Mañana les llama mi abogada", Verdict::complaint, "legal", 4},
    {"taunt_en", "Two apps, two gates, one plane. Make it make sense", Verdict::complaint,
     "judgement", 2},
    {"nobody_tells_en", "Nobody at the gate can tell us when the bus comes", Verdict::complaint,
     "answer", 3},
    {"nothing_es", "Un vale de tres euros. Gracias por nada", Verdict::complaint, "irony", 2},
    {"kindness_en", "The crew waited for us and carried my grandmother's case", Verdict::praise,
     "staff", 0},
    {"moved_es", "La chica de la puerta es un sol, un aplauso para ella", Verdict::praise, "", 0},
    {"open_end_es", "Dicen que mañana abren otra puerta. Ya veremos", Verdict::uncertain, "", 0},
    {"open_end_en", "New seats on the Lima route. Mixed feelings", Verdict::uncertain, "", 0},
};

INSTANTIATE_TEST_SUITE_P(rows, Story, testing::ValuesIn(story_rows),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace quince
