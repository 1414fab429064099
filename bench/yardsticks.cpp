#include "bench/yardsticks.h"

#include <hs/hs.h>
#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "matcher/fold.h"
#ifdef QUINCE_BENCH_RE2
#include <re2/set.h>
#endif

namespace quince {
namespace {

namespace sj = simdjson::ondemand;

[[noreturn]] void give_up(const char* what) {
  std::fprintf(stderr, "yardsticks: %s\n", what);
  std::exit(1);
}

std::string as_regex(std::string_view literal) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (const char c : literal) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || c == ' ')
      out += c;
    else
      out += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
  }
  return out;
}

std::vector<std::string> patterns_of(const Rules& rules) {
  std::vector<std::string> out;
  out.reserve(rules.literals.size() + rules.regexes.size());
  for (const Atom& atom : rules.literals) out.push_back(as_regex(atom.text));
  for (const Atom& atom : rules.regexes) out.push_back(atom.text);
  return out;
}

int count_match(unsigned, unsigned long long, unsigned long long, unsigned, void* count) {
  ++*static_cast<std::size_t*>(count);
  return 0;
}

// What a reader of posts takes at least; the views are into the parser's buffers.
struct TwelveFields {
  std::string_view id, source_id, kind, feed, url, text, lang, author_id, handle, name;
  std::int64_t followers = 0, revision = 0;
};

void read_author(sj::object author, TwelveFields& out) {
  for (auto field : author) {
    const std::string_view key = field.unescaped_key();
    if (key == "id")
      out.author_id = field.value().get_string();
    else if (key == "handle")
      out.handle = field.value().get_string();
    else if (key == "name")
      out.name = field.value().get_string();
    else if (key == "followers")
      out.followers = field.value().get_int64();
  }
}

TwelveFields read_fields(sj::document& document) {
  TwelveFields out;
  for (auto field : document.get_object()) {
    const std::string_view key = field.unescaped_key();
    if (key == "id")
      out.id = field.value().get_string();
    else if (key == "source_id")
      out.source_id = field.value().get_string();
    else if (key == "kind")
      out.kind = field.value().get_string();
    else if (key == "feed")
      out.feed = field.value().get_string();
    else if (key == "url")
      out.url = field.value().get_string();
    else if (key == "text")
      out.text = field.value().get_string();
    else if (key == "lang")
      out.lang = field.value().get_string();
    else if (key == "revision")
      out.revision = field.value().get_int64();
    else if (key == "author")
      read_author(field.value().get_object(), out);
  }
  return out;
}

}  // namespace

struct BareScan::State {
  hs_database_t* database = nullptr;
  hs_scratch_t* scratch = nullptr;
};

// Without starts of matches, the cheapest way of asking.
BareScan::BareScan(const Rules& rules) : state_(std::make_unique<State>()) {
  const std::vector<std::string> patterns = patterns_of(rules);
  std::vector<const char*> texts;
  texts.reserve(patterns.size());
  for (const std::string& pattern : patterns) texts.push_back(pattern.c_str());
  hs_compile_error_t* error = nullptr;
  if (hs_compile_multi(texts.data(), nullptr, nullptr, static_cast<unsigned>(texts.size()),
                       HS_MODE_BLOCK, nullptr, &state_->database, &error) != HS_SUCCESS)
    give_up(error->message);
  if (hs_alloc_scratch(state_->database, &state_->scratch) != HS_SUCCESS)
    give_up("no memory for scratch");
}

BareScan::~BareScan() {
  hs_free_scratch(state_->scratch);
  hs_free_database(state_->database);
}

std::size_t BareScan::matches(std::string_view folded) {
  std::size_t count = 0;
  hs_scan(state_->database, folded.data(), static_cast<unsigned>(folded.size()), 0, state_->scratch,
          count_match, &count);
  return count;
}

struct BareMinimum::State {
  explicit State(const Rules& rules) : scan(rules) {}
  BareScan scan;
  sj::parser parser;
  std::string buffer, folded;
};

BareMinimum::BareMinimum(const Rules& rules) : state_(std::make_unique<State>(rules)) {}
BareMinimum::~BareMinimum() = default;

std::size_t BareMinimum::matches(std::string_view json) {
  state_->buffer.assign(json);
  state_->buffer.reserve(json.size() + simdjson::SIMDJSON_PADDING);
  sj::document document = state_->parser.iterate(state_->buffer.data(), state_->buffer.size(),
                                                 state_->buffer.capacity());
  const TwelveFields fields = read_fields(document);
  state_->folded.clear();
  fold(fields.text, state_->folded);
  return state_->scan.matches(state_->folded) + (fields.id.empty() ? 1 : 0);
}

#ifdef QUINCE_BENCH_RE2
struct Re2Scan::State {
  re2::RE2::Set set{options(), re2::RE2::UNANCHORED};
  std::vector<int> found;

  static re2::RE2::Options options() {
    re2::RE2::Options made;
    made.set_max_mem(std::int64_t{1}
                     << 30);  // a smaller automaton would be thrown away and rebuilt
    made.set_log_errors(false);
    return made;
  }
};

Re2Scan::Re2Scan(const Rules& rules) : state_(std::make_unique<State>()) {
  for (const Atom& atom : rules.literals) state_->set.Add(re2::RE2::QuoteMeta(atom.text), nullptr);
  for (const Atom& atom : rules.regexes) state_->set.Add(atom.text, nullptr);
  if (!state_->set.Compile()) give_up("RE2::Set does not compile");
}

std::size_t Re2Scan::matches(std::string_view folded) {
  state_->found.clear();
  state_->set.Match({folded.data(), folded.size()}, &state_->found);
  return state_->found.size();
}
#else
struct Re2Scan::State {};
Re2Scan::Re2Scan(const Rules&) {}
std::size_t Re2Scan::matches(std::string_view) { return 0; }
#endif
Re2Scan::~Re2Scan() = default;

}  // namespace quince
