#include "matcher/pack.h"

#include <algorithm>
#include <span>

#include "core/nearest.h"
#include "matcher/fold.h"

namespace quince {
namespace {

constexpr double weight_max = 10;
constexpr std::size_t text_bytes_max = 2000;

std::string list(std::span<const std::string_view> names) {
  std::string text;
  for (const auto name : names)
    if (!name.empty()) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

// "did you mean …", or all that there is.
std::string suggest(std::string_view wrong, std::span<const std::string_view> names) {
  if (const std::string meant = nearest(wrong, names); !meant.empty())
    return "did you mean " + meant + "?";
  return "use one of: " + list(names);
}

Place place_of(const YamlNode& node) {
  return {node.file ? *node.file : "", node.line, node.column};
}

class Reader {
 public:
  std::vector<Fault> faults;

  void wrong(const YamlNode& node, std::string what, std::string mend) {
    faults.push_back(node.fault(std::move(what), std::move(mend)));
  }

  void check_keys(const YamlNode& map, std::span<const std::string_view> keys) {
    for (const auto& [key, value] : map.members)
      if (std::find(keys.begin(), keys.end(), key.scalar) == keys.end())
        wrong(key, "unknown key " + key.scalar, suggest(key.scalar, keys));
  }

  std::string text(const YamlNode& map, std::string_view key) {
    const YamlNode* node = map.find(key);
    if (node == nullptr) return {};
    const auto value = node->as_text();
    if (value && !value->empty() && value->size() <= text_bytes_max) return *value;
    wrong(*node, std::string(key) + " must be a text of 1 to 2,000 bytes", "write it in quotes");
    return {};
  }

  std::int64_t whole(const YamlNode& map, std::string_view key, std::int64_t low, std::int64_t high,
                     std::int64_t absent) {
    const YamlNode* node = map.find(key);
    if (node == nullptr) return absent;
    const auto value = node->as_int();
    if (value && *value >= low && *value <= high) return *value;
    wrong(*node, std::string(key) + " must be a whole number",
          "use " + std::to_string(low) + " to " + std::to_string(high));
    return absent;
  }

  Decimal decimal(const YamlNode& map, std::string_view key) {
    const YamlNode* node = map.find(key);
    if (node == nullptr) return {};
    const auto value = node->as_double();
    if (value && *value >= -weight_max && *value <= weight_max) return Decimal::from_double(*value);
    wrong(*node, std::string(key) + " must be a number of log-odds",
          "use -10 to 10, for example 1.5");
    return {};
  }

  template <NamedEnum E>
  E choice(const YamlNode& map, std::string_view key, E absent) {
    const YamlNode* node = map.find(key);
    if (node == nullptr) return absent;
    const std::string value = node->as_text().value_or("");
    if (const auto found = from_name<E>(value); found && !value.empty()) return *found;
    wrong(*node, std::string(key) + " cannot be " + (value.empty() ? "empty" : value),
          suggest(value, EnumNames<E>::names));
    return absent;
  }

  std::vector<Written> texts(const YamlNode& map, std::string_view key) {
    std::vector<Written> out;
    const YamlNode* node = map.find(key);
    if (node == nullptr) return out;
    if (node->kind != YamlNode::Kind::list) {
      wrong(*node, std::string(key) + " must be a list", "write [ … ] or one \"- \" a line");
      return out;
    }
    for (const YamlNode& item : node->items) {
      const auto value = item.as_text();
      if (value && !value->empty() && value->size() <= text_bytes_max) {
        out.push_back({*value, place_of(item)});
      } else {
        wrong(item, "each of " + std::string(key) + " must be a text of 1 to 2,000 bytes",
              "write it in quotes");
      }
    }
    return out;
  }

  // `key: word`, where only one word is allowed.
  bool says_only(const YamlNode& map, std::string_view key, std::string_view word) {
    const YamlNode* node = map.find(key);
    if (node == nullptr) return false;
    if (node->as_text() == word) return true;
    wrong(*node, std::string(key) + " can only be " + std::string(word),
          "write " + std::string(word) + " or leave it out");
    return false;
  }
};

std::vector<std::string> folded_words(const std::vector<Written>& words) {
  std::vector<std::string> out;
  for (const Written& word : words) out.push_back(fold(word.text));
  return out;
}

void read_negation(Reader& in, const YamlNode& node, Negation& negation) {
  static constexpr std::string_view keys[] = {"words", "unless", "within"};
  in.check_keys(node, keys);
  negation.words = folded_words(in.texts(node, "words"));
  negation.unless = folded_words(in.texts(node, "unless"));
  negation.within = in.whole(node, "within", 1, 10, 3);
}

void check_rule(Reader& in, const YamlNode& node, const Rule& rule) {
  if (rule.id.empty()) in.wrong(node, "the rule has no id", "add id: <language>.<topic>.<what>");
  if (node.find("means") == nullptr)
    in.wrong(node, "the rule does not say what it means",
             "add means: pain, glory, guard or context");
  if (rule.weight.e4 != 0 && rule.says.empty())
    in.wrong(node, "a rule with a weight needs a sentence for people",
             "add says: what the post says");
  if (rule.phrases.empty() && rule.regexes.empty() && rule.detector == Detector::none &&
      !rule.is_composite())
    in.wrong(node, "the rule looks for nothing",
             "add phrases, regexes, detector, or all, any and none");
  if (!rule.none.empty() && rule.all.empty() && rule.any.empty())
    in.wrong(node, "none alone would fire on every post", "add all or any");
  if (rule.within_words > 0 && rule.all.empty())
    in.wrong(node, "within needs all", "name the rules in all");
  if (rule.makes_uncertain && rule.means != Means::guard)
    in.wrong(node, "only a guard may make the verdict uncertain", "write means: guard");
  for (const Written& phrase : rule.phrases) {
    const std::string folded = fold(phrase.text);
    if (folded.find_first_not_of(" *") == folded.npos)
      in.faults.push_back(phrase.place.fault("nothing is left of the phrase after folding",
                                             "write at least one letter or sign"));
  }
}

Rule read_rule(Reader& in, const YamlNode& node, const std::string& language) {
  static constexpr std::string_view keys[] = {
      "id",          "means", "aspect",  "weight",   "severity", "stage",   "truth",
      "hard_moment", "says",  "verdict", "negation", "phrases",  "regexes", "detector",
      "all",         "any",   "none",    "within",   "hits",     "misses"};
  Rule rule;
  rule.place = place_of(node);
  rule.language = language;
  if (node.kind != YamlNode::Kind::map) {
    in.wrong(node, "a rule must be a map", "write - id: …");
    return rule;
  }
  in.check_keys(node, keys);
  rule.id = in.text(node, "id");
  rule.means = in.choice(node, "means", Means::context);
  rule.aspect = in.text(node, "aspect");
  rule.weight = in.decimal(node, "weight");
  rule.severity = in.whole(node, "severity", 0, 4, 0);
  rule.stage = in.text(node, "stage");
  rule.truth = in.choice(node, "truth", Truth::unknown);
  rule.hard_moment = in.choice(node, "hard_moment", HardMoment::none);
  rule.says = in.text(node, "says");
  rule.makes_uncertain = in.says_only(node, "verdict", "uncertain");
  rule.is_negatable = !in.says_only(node, "negation", "ignore");
  rule.phrases = in.texts(node, "phrases");
  rule.regexes = in.texts(node, "regexes");
  rule.detector = in.choice(node, "detector", Detector::none);
  rule.all = in.texts(node, "all");
  rule.any = in.texts(node, "any");
  rule.none = in.texts(node, "none");
  rule.within_words = in.whole(node, "within", 1, 50, 0);
  rule.hits = in.texts(node, "hits");
  rule.misses = in.texts(node, "misses");
  check_rule(in, node, rule);
  return rule;
}

void read_head(Reader& in, const YamlNode& root, Pack& pack) {
  static constexpr std::string_view top[] = {"pack", "negation", "rules"};
  static constexpr std::string_view keys[] = {"language", "sector", "version", "bias"};
  in.check_keys(root, top);
  const YamlNode* head = root.find("pack");
  if (head == nullptr || head->kind != YamlNode::Kind::map) {
    in.wrong(head != nullptr ? *head : root, "the pack does not name itself",
             "add pack: {language: es, sector: general, version: 1}");
    return;
  }
  in.check_keys(*head, keys);
  pack.language = in.text(*head, "language");
  pack.sector = in.text(*head, "sector");
  pack.version = in.whole(*head, "version", 1, 1'000'000, 1);
  pack.bias = in.decimal(*head, "bias");
  if (pack.language.empty())
    in.wrong(*head, "the pack names no language", "add language: es, en, … or any");
}

}  // namespace

std::expected<Pack, std::vector<Fault>> read_pack(const PackFile& file) {
  auto root = parse_yaml(file.text, file.file);
  if (!root) return std::unexpected(std::vector{root.error()});
  Reader in;
  Pack pack;
  pack.file = file.file;
  if (root->kind != YamlNode::Kind::map) {
    in.wrong(*root, "a pack must be a map", "start with pack: and rules:");
    return std::unexpected(in.faults);
  }
  read_head(in, *root, pack);
  if (const YamlNode* negation = root->find("negation"))
    read_negation(in, *negation, pack.negation);
  const YamlNode* rules = root->find("rules");
  if (rules == nullptr || rules->kind != YamlNode::Kind::list) {
    in.wrong(rules != nullptr ? *rules : *root, "the pack has no list of rules",
             "add rules: and one \"- id: …\" a rule");
  } else {
    for (const YamlNode& node : rules->items)
      pack.rules.push_back(read_rule(in, node, pack.language));
  }
  if (!in.faults.empty()) return std::unexpected(in.faults);
  return pack;
}

}  // namespace quince
