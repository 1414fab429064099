#include "matcher/rules.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "matcher/digest.h"
#include "matcher/fold.h"

namespace quince {
namespace {

// Regular expressions are the slow part of a scan and of a compilation: 200 stay under a second.
constexpr std::size_t regexes_max = 200;

class Compiler {
 public:
  std::vector<Fault> faults;
  Rules out;

  void take(std::vector<Pack> packs);
  void resolve_composites();
  void add_atoms();
  void outline_literals();
  void make_databases(DatabaseCache* cache);  // kept ones where they fit

 private:
  using Ids = std::map<std::string, std::uint32_t, std::less<>>;

  std::vector<std::uint32_t> resolve(const Rule& rule, const std::vector<Written>& names);
  void visit(std::uint32_t rule, std::vector<char>& state,
             std::map<std::uint32_t, Composite>& found);
  void add_literal(std::string_view phrase, AtomOwner owner);
  void compile_literals();
  void compile_regexes();
  void drop_refused_regexes();
  bool has_finder() const;

  Ids ids_;
  Ids literal_ids_;
  std::vector<Place> regex_places_;
};

void Compiler::take(std::vector<Pack> packs) {
  out.languages.push_back({"any", {}, {}});
  for (Pack& pack : packs) {
    auto part =
        std::find_if(out.languages.begin(), out.languages.end(),
                     [&](const LanguagePart& known) { return known.language == pack.language; });
    if (part == out.languages.end()) part = out.languages.insert(part, {pack.language, {}, {}});
    part->bias.e4 += pack.bias.e4;
    if (!pack.negation.words.empty()) part->negations.push_back(std::move(pack.negation));
    for (Rule& rule : pack.rules) out.rules.push_back(std::move(rule));
  }
  std::sort(out.rules.begin(), out.rules.end(), [](const Rule& a, const Rule& b) {
    return std::tie(a.id, a.place.file, a.place.line) < std::tie(b.id, b.place.file, b.place.line);
  });
  for (std::uint32_t i = 0; i < out.rules.size(); ++i) {
    const Rule& rule = out.rules[i];
    if (!ids_.emplace(rule.id, i).second)
      faults.push_back(
          rule.place.fault("the rule id " + rule.id + " is used twice", "rename one of the two"));
    const auto part =
        std::find_if(out.languages.begin(), out.languages.end(),
                     [&](const LanguagePart& known) { return known.language == rule.language; });
    out.language_of.push_back(static_cast<std::uint16_t>(part - out.languages.begin()));
    if (rule.detector != Detector::none)
      out.detected.push_back({i, out.language_of[i], rule.detector});
  }
}

std::vector<std::uint32_t> Compiler::resolve(const Rule& rule, const std::vector<Written>& names) {
  std::vector<std::uint32_t> found;
  for (const Written& name : names) {
    const auto at = ids_.find(name.text);
    if (at == ids_.end()) {
      faults.push_back(
          name.place.fault("no rule has the id " + name.text, "name a rule of the loaded packs"));
    } else if (out.rules[at->second].language != rule.language &&
               out.rules[at->second].language != "any") {
      faults.push_back(name.place.fault(name.text + " is of another language",
                                        "a rule may use rules of its own language"));
    } else {
      found.push_back(at->second);
    }
  }
  return found;
}

// Depth first, so that what a composite refers to is decided before it.
void Compiler::visit(std::uint32_t index, std::vector<char>& state,
                     std::map<std::uint32_t, Composite>& found) {
  enum : char { fresh, open, done };
  const auto at = found.find(index);
  if (at == found.end() || state[index] == done) return;
  if (state[index] == open) {
    faults.push_back(
        out.rules[index].place.fault("the composite " + out.rules[index].id + " leads to itself",
                                     "take one of the references out"));
    return;
  }
  state[index] = open;
  for (const auto* members : {&at->second.all, &at->second.any, &at->second.none})
    for (const std::uint32_t member : *members) visit(member, state, found);
  state[index] = done;
  out.composites.push_back(at->second);
}

void Compiler::resolve_composites() {
  std::map<std::uint32_t, Composite> found;
  for (std::uint32_t i = 0; i < out.rules.size(); ++i) {
    const Rule& rule = out.rules[i];
    if (rule.is_composite())
      found[i] = {i, resolve(rule, rule.all), resolve(rule, rule.any), resolve(rule, rule.none)};
  }
  std::vector<char> state(out.rules.size(), 0);
  for (const auto& [index, composite] : found) visit(index, state, found);
  out.awaited_by.resize(out.rules.size());
  for (std::uint32_t place = 0; place < out.composites.size(); ++place)
    for (const std::uint32_t rule : out.composites[place].awaits())
      out.awaited_by[rule].push_back(place);
}

void Compiler::add_literal(std::string_view phrase, AtomOwner owner) {
  auto [text, any_ending] = literal_of(phrase);
  owner.any_ending = any_ending;
  if (text.empty()) return;
  const auto [at, fresh] =
      literal_ids_.try_emplace(text, static_cast<std::uint32_t>(out.literals.size()));
  if (fresh) out.literals.push_back({text, {}});
  out.literals[at->second].owners.push_back(owner);
  // People leave the apostrophe out: don't, dont.
  if (const auto apostrophe = text.find('\'');
      apostrophe != text.npos && owner.kind == AtomOwner::Kind::rule) {
    std::erase(text, '\'');
    add_literal(owner.any_ending ? text + '*' : text, owner);
  }
}

void Compiler::add_atoms() {
  for (std::uint32_t i = 0; i < out.rules.size(); ++i) {
    for (const Written& phrase : out.rules[i].phrases)
      add_literal(phrase.text, {AtomOwner::Kind::rule, false, i});
    for (const Written& regex : out.rules[i].regexes) {
      out.regexes.push_back({regex.text, {{AtomOwner::Kind::rule, false, i}}});
      regex_places_.push_back(regex.place);
    }
  }
  for (std::uint32_t i = 0; i < out.brands.size(); ++i) {
    for (const std::string& term : out.brands[i].terms)
      add_literal(term, {AtomOwner::Kind::brand_term, false, i});
    for (const std::string& term : out.brands[i].not_terms)
      add_literal(term, {AtomOwner::Kind::brand_not_term, false, i});
  }
}

std::vector<std::string> texts_of(const std::vector<Atom>& atoms) {
  std::vector<std::string> texts;
  texts.reserve(atoms.size());
  for (const Atom& atom : atoms) texts.push_back(atom.text);
  return texts;
}

// Whether the expression asks where its text begins or ends, or may: "^", "$", "\A", "\z" and
// their like, and options, which could bring them in.
bool minds_ends(std::string_view regex) {
  bool in_class = false;
  for (std::size_t at = 0; at < regex.size(); ++at) {
    const char c = regex[at];
    if (c == '\\') {
      ++at;
      if (at < regex.size() && std::string_view("AzZGQKR").contains(regex[at])) return true;
    } else if (in_class) {
      in_class = c != ']';
    } else if (c == '[') {
      in_class = true;
      if (regex.substr(at + 1).starts_with("^]") || regex.substr(at + 1).starts_with("]"))
        return true;  // a bracket that is no end: too subtle to go on
    } else if (c == '^' || c == '$' || regex.substr(at).starts_with("(*") ||
               (regex.substr(at).starts_with("(?") && !regex.substr(at).starts_with("(?:"))) {
      return true;
    }
  }
  return false;
}

void Compiler::outline_literals() {
  for (const Atom& atom : out.literals) {
    const std::string_view text = atom.text;
    const bool any_ending = std::any_of(atom.owners.begin(), atom.owners.end(),
                                        [](const AtomOwner& owner) { return owner.any_ending; });
    out.outlines.push_back({static_cast<std::uint32_t>(text.size()),
                            static_cast<std::uint32_t>(out.owners.size()),
                            is_word_at(text, 0) || text.starts_with('@') || text.starts_with('#'),
                            !any_ending && is_word_before(text, text.size())});
    out.owners.insert(out.owners.end(), atom.owners.begin(), atom.owners.end());
  }
  out.outlines.push_back({0, static_cast<std::uint32_t>(out.owners.size()), false, false});
}

void Compiler::make_databases(DatabaseCache* cache) {
  const Patterns patterns{texts_of(out.literals), texts_of(out.regexes), has_finder()};
  const std::string key = cache != nullptr ? key_of(patterns) : std::string{};
  if (cache != nullptr) {
    if (auto kept = deserialise(cache->find(key), key)) {
      out.databases = std::move(*kept);
      return;
    }
  }
  compile_literals();
  compile_regexes();
  if (cache != nullptr && faults.empty()) cache->keep(key, serialise(out.databases, key));
}

void Compiler::compile_literals() {
  if (auto made = PatternDatabase::of_literals(texts_of(out.literals))) {
    out.databases.literals = std::move(*made);
  } else {
    faults.push_back({"rules", 0, 0, "the phrases do not compile: " + made.error().why,
                      "make the packs smaller"});
  }
}

void Compiler::compile_regexes() {
  if (out.regexes.size() > regexes_max) {
    faults.push_back(regex_places_[regexes_max].fault("more than 200 regular expressions",
                                                      "write phrases and composites"));
    return;
  }
  drop_refused_regexes();
  if (!has_finder()) return;
  if (auto made = PatternDatabase::of_regex_ends(texts_of(out.regexes)))
    out.databases.regex_finder = std::move(*made);
}

// Hyperscan names the first expression that it refuses; going on without it finds them all.
void Compiler::drop_refused_regexes() {
  while (true) {
    auto made = PatternDatabase::of_regexes(texts_of(out.regexes));
    if (made) {
      out.databases.regexes = std::move(*made);
      return;
    }
    const std::size_t wrong = std::min(made.error().pattern, out.regexes.size() - 1);
    faults.push_back(regex_places_[wrong].fault(
        "the regular expression is refused: " + made.error().why,
        "write it as phrases, or without look-around and back-references"));
    out.regexes.erase(out.regexes.begin() + static_cast<std::ptrdiff_t>(wrong));
    regex_places_.erase(regex_places_.begin() + static_cast<std::ptrdiff_t>(wrong));
  }
}

bool Compiler::has_finder() const {
  return std::none_of(out.regexes.begin(), out.regexes.end(),
                      [](const Atom& atom) { return minds_ends(atom.text); });
}

std::string digest_of(std::span<const PackFile> packs, const std::vector<Brand>& brands) {
  Digest digest;
  for (const PackFile& pack : packs) digest.add(pack.text);
  for (const Brand& brand : brands) {
    digest.add(brand.key);
    for (const auto* list : {&brand.terms, &brand.not_terms, &brand.accounts, &brand.feeds})
      digest.add(*list);
  }
  return digest.hex();
}

std::string model_digest_of(const Rules& rules) {
  Digest digest;
  for (const LanguagePart& part : rules.languages)
    digest.add(part.language), digest.add(to_string(part.bias));
  for (const Rule& rule : rules.rules) digest.add(rule.id), digest.add(to_string(rule.weight));
  return digest.hex();
}

}  // namespace

Literal literal_of(std::string_view phrase) {
  Literal literal{fold(phrase), false};
  std::string& text = literal.text;
  if (text.ends_with('*')) text.pop_back(), literal.any_ending = true;
  while (text.starts_with(' ')) text.erase(0, 1);
  while (!literal.any_ending && text.ends_with(' ')) text.pop_back();
  return literal;
}

Scope Rules::scope(std::string_view language) const {
  if (language == "und" || language.empty()) return {Scope::every};
  for (std::size_t i = 1; i < languages.size(); ++i)
    if (languages[i].language == language) return {static_cast<std::uint16_t>(i)};
  return {Scope::any};
}

Decimal Rules::bias(Scope scope) const {
  Decimal sum = languages[0].bias;
  if (scope.language != Scope::every)
    return scope.language == Scope::any ? sum : Decimal{sum.e4 + languages[scope.language].bias.e4};
  // Not known: the most cautious of them.
  Decimal lowest;
  for (std::size_t i = 1; i < languages.size(); ++i)
    lowest = i == 1 ? languages[i].bias : std::min(lowest, languages[i].bias);
  return {sum.e4 + lowest.e4};
}

std::expected<std::shared_ptr<const Rules>, std::vector<Fault>> compile_rules(
    std::span<const PackFile> packs, std::vector<Brand> brands, DatabaseCache* cache) {
  Compiler compiler;
  std::vector<Pack> read;
  for (const PackFile& file : packs) {
    auto pack = read_pack(file);
    if (pack)
      read.push_back(std::move(*pack));
    else
      compiler.faults.insert(compiler.faults.end(), pack.error().begin(), pack.error().end());
  }
  if (!compiler.faults.empty()) return std::unexpected(std::move(compiler.faults));
  compiler.out.digest = digest_of(packs, brands);
  compiler.out.brands = std::move(brands);
  compiler.take(std::move(read));
  compiler.resolve_composites();
  compiler.add_atoms();
  compiler.outline_literals();
  compiler.make_databases(cache);
  if (!compiler.faults.empty()) return std::unexpected(std::move(compiler.faults));
  compiler.out.model_digest = model_digest_of(compiler.out);
  return std::make_shared<const Rules>(std::move(compiler.out));
}

}  // namespace quince
