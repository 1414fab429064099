// A slow, obvious matcher against the compiled rules: generated phrases and composites over
// generated texts, found with plain loops over words, must fire the same rules at the same places.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "matcher/rules.h"

namespace quince {
namespace {

constexpr const char* words[] = {"bad", "badge", "ba",  "d",    "año", "ano",
                                 "no",  "lost",  "bag", "bags", "my",  "x"};
constexpr const char* gaps[] = {" ", " ", " ", ", ", "  ", "-", "!"};

template <std::size_t N>
const char* pick(const char* const (&from)[N], std::mt19937& random) {
  return from[random() % N];
}

struct Made {
  std::string phrase;  // of a leaf
  bool any_ending = false;
  std::vector<std::size_t> all, any, none;  // of a composite
  std::size_t within = 0;
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

struct Place {
  std::size_t begin, end;
  auto operator<=>(const Place&) const = default;
};

std::set<Place> find_all(const std::string& text, const Made& rule) {
  std::set<Place> out;
  for (std::size_t at = text.find(rule.phrase); at != text.npos;
       at = text.find(rule.phrase, at + 1)) {
    const std::size_t end = at + rule.phrase.size();
    if (at > 0 && is_letter(text[at - 1])) continue;
    if (!rule.any_ending && end < text.size() && is_letter(text[end])) continue;
    out.insert({at, end});
  }
  return out;
}

std::size_t gap_words(const std::string& text, const Place& a, const Place& b) {
  const std::size_t begin = std::min(a.end, b.end), end = std::max(a.begin, b.begin);
  std::size_t count = 0;
  for (std::size_t at = begin; at < end; ++at)
    if (is_letter(text[at]) && (at == 0 || !is_letter(text[at - 1]))) ++count;
  return count;
}

bool fires(const Made& rule, const std::string& text, const std::vector<std::set<Place>>& found) {
  const auto some = [&](std::size_t member) { return !found[member].empty(); };
  for (const auto member : rule.all)
    if (!some(member)) return false;
  for (const auto member : rule.none)
    if (some(member)) return false;
  if (!rule.any.empty() && std::none_of(rule.any.begin(), rule.any.end(), some)) return false;
  if (rule.within == 0) return true;
  for (const Place& anchor : found[rule.all[0]]) {
    const auto near = [&](std::size_t member) {
      for (const Place& place : found[member])
        if (gap_words(text, anchor, place) <= rule.within) return true;
      return false;
    };
    if (std::all_of(rule.all.begin(), rule.all.end(), near) &&
        (rule.any.empty() || std::any_of(rule.any.begin(), rule.any.end(), near)))
      return true;
  }
  return false;
}

std::string list(const char* key, const std::vector<std::size_t>& members) {
  if (members.empty()) return "";
  std::string out = std::string(", ") + key + ": [";
  for (const auto member : members) out += "r" + std::to_string(100 + member) + ", ";
  return out + "]";
}

std::string id_of(std::size_t rule) { return "r" + std::to_string(100 + rule); }

constexpr std::size_t leaves = 12, rules_all = 18;

std::vector<Made> make_rules(std::mt19937& random, std::string& yaml) {
  std::vector<Made> made;
  yaml = "pack: {language: any, sector: test, version: 1}\nrules:\n";
  for (std::size_t i = 0; i < leaves; ++i) {
    Made rule;
    for (auto n = 1 + random() % 2; n > 0; --n)
      rule.phrase += (rule.phrase.empty() ? "" : " ") + std::string(pick(words, random));
    rule.any_ending = random() % 3 == 0;
    yaml += "- {id: " + id_of(i) + ", means: context, phrases: ['" + rule.phrase +
            (rule.any_ending ? "*" : "") + "']}\n";
    made.push_back(rule);
  }
  for (std::size_t i = leaves; i < rules_all; ++i) {
    Made rule;
    for (auto n = 1 + random() % 2; n > 0; --n) rule.all.push_back(random() % leaves);
    if (random() % 2) rule.any = {random() % leaves, random() % leaves};
    if (random() % 3 == 0) rule.none = {random() % leaves};
    rule.within = random() % 4;
    yaml += "- {id: " + id_of(i) + ", means: context" + list("all", rule.all) +
            list("any", rule.any) + list("none", rule.none) +
            (rule.within > 0 ? ", within: " + std::to_string(rule.within) : "") + "}\n";
    made.push_back(rule);
  }
  return made;
}

// Each rule that fires, with its places in the source (none for composites).
using Fired = std::map<std::string, std::set<Place>>;

Fired judge(const std::vector<Made>& made, const std::string& source) {
  std::string text;
  FoldMap map;
  fold(source, text, &map);
  Fired out;
  std::vector<std::set<Place>> found;
  for (std::size_t i = 0; i < leaves; ++i) {
    found.push_back(find_all(text, made[i]));
    for (const Place& place : found[i]) {
      const auto [begin, end] = map.widen(place.begin, place.end, source);
      out[id_of(i)].insert({begin, end});
    }
  }
  for (std::size_t i = leaves; i < rules_all; ++i)
    if (fires(made[i], text, found)) out[id_of(i)];
  return out;
}

std::vector<Mention> make_mentions(std::mt19937& random) {
  std::vector<Mention> mentions(100);
  for (Mention& mention : mentions) {
    for (auto n = random() % 12; n > 0; --n)
      mention.text += std::string(pick(words, random)) + pick(gaps, random);
    mention.lang = "und";
  }
  return mentions;
}

TEST(RulesOracle, agrees_on_generated_rules_and_texts) {
  std::mt19937 random(23);
  std::size_t fired = 0;
  for (int round = 0; round < 60; ++round) {
    std::string yaml;
    const auto made = make_rules(random, yaml);
    const PackFile pack{"generated.yaml", yaml};
    const auto rules = compile_rules(std::span(&pack, 1), {});
    ASSERT_TRUE(rules.has_value()) << to_string(rules.error()[0]);
    Assessor assessor(*rules);
    const auto mentions = make_mentions(random);
    const auto out = assessor.assess(mentions);
    for (std::size_t i = 0; i < mentions.size(); ++i) {
      Fired got;
      for (const Signal& signal : out[i].signals) {
        std::set<Place>& places = got[signal.rule];
        if (signal.rule >= id_of(leaves)) continue;
        for (const Span& span : signal.spans)
          places.insert({static_cast<std::size_t>(span.b), static_cast<std::size_t>(span.e)});
        ASSERT_EQ(places.size(), signal.spans.size()) << "a place twice";
      }
      fired += got.size();
      ASSERT_EQ(got, judge(made, mentions[i].text)) << mentions[i].text << '\n' << yaml;
    }
  }
  EXPECT_GT(fired, 5000u);
}

}  // namespace
}  // namespace quince
