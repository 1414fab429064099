#include "matcher/databases.h"

#include <charconv>

#include "matcher/digest.h"

namespace quince {
namespace {

// Its number changes with the form, and with how patterns are given to Hyperscan.
constexpr std::string_view header = "quince databases 1\n";

std::string head_of(std::string_view key) { return std::string(header) + std::string(key) + '\n'; }

// Takes a part, written as "length:bytes", off the front.
std::optional<std::string_view> take_part(std::string_view& bytes) {
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(bytes.data(), bytes.data() + bytes.size(), length);
  bytes.remove_prefix(static_cast<std::size_t>(end - bytes.data()));
  if (error != std::errc{} || !bytes.starts_with(':') || bytes.size() - 1 < length) return {};
  const std::string_view part = bytes.substr(1, length);
  bytes.remove_prefix(1 + length);
  return part;
}

bool read_part(std::string_view& bytes, PatternDatabase& database) {
  const auto part = take_part(bytes);
  auto read = part ? PatternDatabase::deserialise(*part) : std::nullopt;
  if (read) database = std::move(*read);
  return read.has_value();
}

}  // namespace

std::string key_of(const Patterns& patterns) {
  Digest digest;
  digest.add(PatternDatabase::platform());
  digest.add(patterns.literals);
  digest.add(patterns.regexes);
  digest.add(patterns.has_finder ? "finder" : "");
  return digest.hex();
}

std::string serialise(const Databases& databases, std::string_view key) {
  std::string body;
  for (const auto* database : {&databases.literals, &databases.regexes, &databases.regex_finder}) {
    const std::string bytes = database->serialise();
    body += std::to_string(bytes.size()) + ':' + bytes;
  }
  return head_of(key) + checksum(body) + body;
}

std::optional<Databases> deserialise(std::string_view bytes, std::string_view key) {
  const std::string head = head_of(key);
  if (!bytes.starts_with(head)) return {};
  bytes.remove_prefix(head.size());
  const std::string_view sum = bytes.substr(0, digest_size);
  bytes.remove_prefix(sum.size());
  if (checksum(bytes) != sum) return {};
  Databases made;
  const bool good = read_part(bytes, made.literals) && read_part(bytes, made.regexes) &&
                    read_part(bytes, made.regex_finder) && bytes.empty();
  return good ? std::optional(std::move(made)) : std::nullopt;
}

}  // namespace quince
