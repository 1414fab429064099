#include "bench/posts.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "io/json_fields.h"

namespace quince {
namespace {

constexpr const char* syllables[] = {"ba",  "ce",  "di",  "fo",   "gu",    "la", "me",  "ni",
                                     "po",  "ru",  "sa",  "te",   "vi",    "zo", "tra", "ble",
                                     "con", "des", "per", "ción", "mente", "ñe", "que", "já"};
constexpr const char* common[] = {"the", "de",  "la",   "and", "que", "en",  "to", "of", "is",
                                  "my",  "con", "para", "a",   "un",  "for", "no", "not"};
constexpr const char* pains[] = {"worst service ever",
                                 "nadie contesta",
                                 "still no refund",
                                 "me han cobrado dos veces",
                                 "so rude",
                                 "vuelo cancelado",
                                 "lost my bag",
                                 "una vergüenza",
                                 "never again",
                                 "no funciona"};

std::string word(std::mt19937& random) {
  std::string out;
  for (auto n = 1 + random() % 4; n > 0; --n) out += syllables[random() % std::size(syllables)];
  return out;
}

}  // namespace

std::vector<std::string> invented_texts(std::size_t count, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i) {
    std::string text;
    for (auto n = 8 + random() % 16; n > 0; --n)
      text +=
          (random() % 3 == 0 ? std::string(common[random() % std::size(common)]) : word(random)) +
          ' ';
    if (random() % 15 == 0) text += pains[random() % std::size(pains)];
    text += " " + std::to_string(i);
    texts.push_back(std::move(text));
  }
  return texts;
}

std::vector<std::string> invented_json(const std::vector<std::string>& texts,
                                       const std::vector<std::string>& langs) {
  // What an API sends besides, and nobody reads.
  const std::string besides = ",\"card\":\"" + std::string(600, 'x') + '"';
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    Mention mention;
    mention.id = "mastodon:example.social:" + std::to_string(100000 + i);
    mention.source_id = std::to_string(100000 + i);
    mention.kind = "mastodon";
    mention.feed = "tags";
    mention.url = "https://example.social/@invented/" + mention.source_id;
    mention.text = texts[i];
    mention.lang = !langs.empty() ? langs[i] : i % 2 == 0 ? "es" : "en";
    mention.author = {mention.source_id,
                      "invented" + mention.source_id,
                      "Invented " + mention.source_id,
                      static_cast<std::int64_t>(i % 5000),
                      {},
                      false,
                      false};
    mention.counts = {1, 2, 3, 0, 500};
    std::string line = to_json(mention);
    line.insert(line.size() - 1, besides);
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<PackFile> starter_packs() {
  std::vector<PackFile> packs;
  for (const auto& entry : std::filesystem::directory_iterator(QUINCE_SOURCE_DIR "/config/rules")) {
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    packs.push_back({entry.path().filename().string(), text.str()});
  }
  std::sort(packs.begin(), packs.end(),
            [](const PackFile& a, const PackFile& b) { return a.file < b.file; });
  return packs;
}

PackFile generated_pack(std::size_t count) {
  std::mt19937 random(99);
  std::string text = "pack: {language: any, sector: generated, version: 1}\nrules:\n";
  for (std::size_t i = 0; i < count; ++i) {
    std::string phrase = word(random) + ' ' + word(random);
    if (random() % 2) phrase += ' ' + word(random);
    text += "- {id: g" + std::to_string(100000 + i) +
            ", means: pain, weight: 0.5, says: Generated, phrases: [\"" + phrase + "\"]}\n";
  }
  return {"generated.yaml", text};
}

}  // namespace quince
