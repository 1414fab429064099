// The linear model from its tokens to its written form, and the learner behind it.
#include "matcher/model.h"

#include <gtest/gtest.h>

#include <cmath>

#include "matcher/fold.h"
#include "matcher/minimise.h"
#include "matcher/trainer.h"

namespace quince {
namespace {

std::string shown(std::string_view text) {
  static constexpr char kinds[] = {'w', '0', '@', '#', 'l', '!', 's'};
  const std::string folded = fold(text);
  std::vector<Token> tokens;
  tokenise(folded, tokens);
  std::string out;
  for (const Token& token : tokens)
    out += std::string(out.empty() ? "" : " ") + kinds[static_cast<std::size_t>(token.kind)] + ':' +
           std::string(token.in(folded));
  return out;
}

TEST(Tokens, AreWhatPeopleRead) {
  const std::pair<const char*, const char*> rows[] = {
      {"", ""},
      {"No me llegó", "w:no w:me w:llego"},
      {"don't!!", "w:don't !:!!"},
      {"@soporte #SinRed https://x.example/a?b 😡",
       "@:@soporte #:sinred l:https://x.example/a?b s:😡"},
      {"3 horas, 12:30 y 40€", "0:3 w:horas !:, 0:12:30 w:y 0:40 s:€"},
      {"4g año", "w:4g w:año"},
      {"' @ # .", "!:' !:@ !:# !:."},
  };
  for (const auto& [text, tokens] : rows) EXPECT_EQ(shown(text), tokens) << text;
}

Features features(std::string_view text) {
  static std::string folded;
  folded = fold(text);
  static std::vector<Token> tokens, none;
  tokenise(folded, tokens);
  std::vector<std::uint32_t> spare;
  Features out;
  features_of({{}, &none, false}, {folded, &tokens, false}, spare, out);
  return out;
}

TEST(Features, NamesAndNumbersAreOneWordEach) {
  EXPECT_EQ(features("@ana 40 veces").words, features("@luis 7 veces").words);
  EXPECT_NE(features("@ana 40 veces").words, features("ana 40 veces").words);
}

TEST(Features, AreSortedWithoutRepeatsHoweverMany) {
  std::string text;
  for (int i = 0; i < 60; ++i) {
    text += "palabra" + std::string(1, static_cast<char>('a' + i % 26)) + " otra ";
    const Features seen = features(text);
    for (const auto* indices : {&seen.words, &seen.chars})
      EXPECT_EQ(std::adjacent_find(indices->begin(), indices->end(), std::greater_equal<>()),
                indices->end())
          << text;
  }
}

TEST(Features, ANoReachesThreeWordsAndNoFurther) {
  const auto has_more = [](std::string_view with, std::string_view without) {
    return features(with).words.size() > features(without).words.size();
  };
  EXPECT_TRUE(has_more("no funciona bien", "ya funciona bien"));
  EXPECT_FALSE(has_more("no, funciona bien", "si, funciona bien")) << "a comma ends it";
}

Model small_model() {
  Model model;
  model.origin = "invented for a test";
  for (const char* language : {"any", "es"}) {
    LanguageModel& weights = model.languages[language];
    for (HeadWeights& head : weights.head) {
      head.bias_e4 = -12345;
      head.form_e4[2] = 77;
      head.rules_e4["es.refund.denied"] = 18000;
      head.words.assign(std::size_t{1} << word_bits, 0);
      head.words[7] = -300;
      head.words.back() = 32767;
    }
  }
  return model;
}

TEST(Model, IsReadAsItWasWritten) {
  const std::string bytes = write_model(small_model());
  const auto read = read_model(bytes);
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->languages, small_model().languages);
  EXPECT_EQ(read->origin, small_model().origin);
  EXPECT_EQ(write_model(*read), bytes);
  EXPECT_EQ(read->find("es"), &read->languages.at("es"));
  EXPECT_EQ(read->find("fr"), nullptr) << "what was not learned is left to the packs";
}

TEST(Model, ADamagedOneIsRefused) {
  const std::string bytes = write_model(small_model());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    EXPECT_FALSE(read_model(damaged)) << "byte " << at;
    EXPECT_FALSE(read_model(std::string_view(bytes).substr(0, at))) << "cut at " << at;
  }
}

TEST(Model, ALongTextWeighsNoMoreThanAShortOne) {
  HeadWeights head;
  head.words.assign(std::size_t{1} << word_bits, 1000);
  Features few, many;
  few.words.assign(4, 1);
  many.words.assign(100, 1);
  EXPECT_EQ(sum_e4(head, few), 20000) << "4 / sqrt(4)";
  EXPECT_EQ(sum_e4(head, many) / 10, 10000) << "100 / sqrt(100)";
}

// The minimum of Rosenbrock's function is at (1, 1), along a bent valley.
TEST(Minimise, FindsTheEndOfAValley) {
  std::vector<double> x{-1.2, 1};
  minimise(
      [](const std::vector<double>& at, std::vector<double>& gradient) {
        const double a = 1 - at[0], b = at[1] - at[0] * at[0];
        gradient = {-2 * a - 400 * at[0] * b, 200 * b};
        return a * a + 100 * b * b;
      },
      x, 200, 1e-9);
  EXPECT_NEAR(x[0], 1, 1e-6);
  EXPECT_NEAR(x[1], 1, 1e-6);
}

std::vector<Example> lessons() {
  constexpr const char* bad[] = {"nadie contesta el telefono", "la app no funciona",
                                 "mi pedido no llega", "cobro duplicado y nadie responde"};
  constexpr const char* good[] = {"gracias por la ayuda", "todo llego bien",
                                  "la app funciona genial", "muy buen servicio"};
  std::vector<Example> out;
  for (int round = 0; round < 10; ++round)
    for (int i = 0; i < 4; ++i)
      for (const bool is_bad : {true, false}) {
        Example& example = out.emplace_back();
        example.features = features(is_bad ? bad[i] : good[i]);
        example.complaint = is_bad;
        example.language = "es";
      }
  return out;
}

TEST(Trainer, LearnsTheSameToTheByte) {
  const auto quietly = [](const TrainReport&) {};
  const Model model = train(lessons(), {}, quietly);
  EXPECT_EQ(write_model(train(lessons(), {}, quietly)), write_model(model));
  const HeadWeights& head = model.languages.at("any").head[0];
  EXPECT_GT(sum_e4(head, features("nadie contesta")), 0);
  EXPECT_LT(sum_e4(head, features("gracias, muy buen servicio")), 0);
}

}  // namespace
}  // namespace quince
