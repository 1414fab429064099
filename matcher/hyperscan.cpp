#include "matcher/hyperscan.h"

#include <hs/hs.h>

#include <cassert>
#include <cstdlib>
#include <new>

namespace quince {
namespace {

std::string escape(std::string_view literal) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (const char c : literal) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' ';
    if (is_plain)
      out += c;
    else
      out += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
  }
  return out;
}

}  // namespace

PatternDatabase::PatternDatabase(hs_database* owned)
    : handle_(owned, [](const hs_database_t* held) {
        hs_free_database(const_cast<hs_database_t*>(held));
      }) {}

std::expected<PatternDatabase, PatternDatabase::Refusal> PatternDatabase::compile(
    const std::vector<std::string>& patterns, unsigned flags) {
  if (patterns.empty()) return PatternDatabase{};
  std::vector<const char*> texts;
  std::vector<unsigned> all_flags(patterns.size(), flags), ids;
  for (const std::string& pattern : patterns) {
    ids.push_back(static_cast<unsigned>(texts.size()));
    texts.push_back(pattern.c_str());
  }
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_multi(texts.data(), all_flags.data(), ids.data(),
                       static_cast<unsigned>(texts.size()), HS_MODE_BLOCK, nullptr, &database,
                       &error) != HS_SUCCESS) {
    Refusal refusal{
        error->expression < 0 ? patterns.size() : static_cast<std::size_t>(error->expression),
        error->message};
    hs_free_compile_error(error);
    return std::unexpected(std::move(refusal));
  }
  return PatternDatabase(database);
}

std::expected<PatternDatabase, PatternDatabase::Refusal> PatternDatabase::of_literals(
    const std::vector<std::string>& literals) {
  std::vector<std::string> escaped;
  escaped.reserve(literals.size());
  for (const std::string& literal : literals) escaped.push_back(escape(literal));
  return compile(escaped, 0);
}

std::expected<PatternDatabase, PatternDatabase::Refusal> PatternDatabase::of_regexes(
    const std::vector<std::string>& regexes) {
  return compile(regexes, HS_FLAG_SOM_LEFTMOST);
}

std::expected<PatternDatabase, PatternDatabase::Refusal> PatternDatabase::of_regex_ends(
    const std::vector<std::string>& regexes) {
  return compile(regexes, 0);
}

std::string PatternDatabase::serialise() const {
  if (is_empty()) return {};
  char* bytes = nullptr;
  std::size_t size = 0;
  if (hs_serialize_database(handle_.get(), &bytes, &size) != HS_SUCCESS) throw std::bad_alloc();
  const std::unique_ptr<char, decltype(&std::free)> owned(bytes, &std::free);
  return {bytes, size};
}

std::optional<PatternDatabase> PatternDatabase::deserialise(std::string_view bytes) {
  if (bytes.empty()) return PatternDatabase{};
  hs_database_t* database = nullptr;
  if (hs_deserialize_database(bytes.data(), bytes.size(), &database) != HS_SUCCESS) return {};
  return PatternDatabase(database);
}

std::string PatternDatabase::platform() {
  hs_platform_info_t info{};
  if (hs_populate_platform(&info) != HS_SUCCESS) return hs_version();
  return std::string(hs_version()) + ' ' + std::to_string(info.tune) + ' ' +
         std::to_string(info.cpu_features);
}

Scratch::Scratch(std::initializer_list<const PatternDatabase*> databases) {
  for (const PatternDatabase* database : databases)
    if (!database->is_empty() &&
        hs_alloc_scratch(database->handle_.get(), &handle_) != HS_SUCCESS) {
      hs_free_scratch(handle_);
      throw std::bad_alloc();
    }
}

Scratch::~Scratch() { hs_free_scratch(handle_); }

void Scratch::scan(const PatternDatabase& database, std::string_view text,
                   std::vector<RawHit>& hits) {
  if (database.is_empty()) return;
  const auto on_match = [](unsigned id, unsigned long long from, unsigned long long to, unsigned,
                           void* context) {
    static_cast<std::vector<RawHit>*>(context)->push_back(
        {id, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)});
    return 0;
  };
  [[maybe_unused]] const hs_error_t error =
      hs_scan(database.handle_.get(), text.data(), static_cast<unsigned>(text.size()), 0, handle_,
              on_match, &hits);
  assert(error == HS_SUCCESS);
}

}  // namespace quince
