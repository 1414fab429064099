#include "matcher/model.h"

#include <cmath>
#include <limits>

#include "matcher/digest.h"

namespace quince {
namespace {

constexpr std::string_view header = "quince model 2\n";
constexpr std::size_t model_bytes_max = 64u << 20;
constexpr std::size_t roots = 4096;

// 2^16 / sqrt(n): a table, so that every machine divides alike.
const std::array<std::int64_t, roots>& inverse_roots() {
  static const std::array<std::int64_t, roots> table = [] {
    std::array<std::int64_t, roots> made{};
    for (std::size_t n = 1; n < roots; ++n)
      made[n] = std::llround(65536.0 / std::sqrt(static_cast<double>(n)));
    return made;
  }();
  return table;
}

std::int64_t weighed(const std::vector<std::int16_t>& weights,
                     const std::vector<std::uint32_t>& indices) {
  if (weights.empty() || indices.empty()) return 0;
  std::int64_t sum = 0;
  for (const std::uint32_t index : indices) sum += weights[index];
  return sum * 10 * inverse_roots()[std::min(indices.size(), roots - 1)] / 65536;
}

// Numbers as LEB128, signed ones zigzag.
class Writer {
 public:
  std::string out;
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
    out += static_cast<char>(value);
  }
  void whole(std::int64_t value) {
    number((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void text(std::string_view value) {
    number(value.size());
    out += value;
  }
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  bool is_bad() const { return bad_; }
  bool is_done() const { return rest_.empty(); }

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) return fault();
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    return fault();
  }
  std::uint64_t number_below(std::uint64_t bound) {
    const std::uint64_t value = number();
    return value < bound ? value : fault();
  }
  std::int64_t whole() {
    const std::uint64_t value = number();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  std::string text() {
    const std::uint64_t size = number();
    if (size > rest_.size()) return fault(), std::string{};
    std::string value(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return value;
  }

 private:
  std::uint64_t fault() {
    bad_ = true;
    rest_ = {};
    return 0;
  }
  std::string_view rest_;
  bool bad_ = false;
};

void write_table(Writer& writer, const std::vector<std::int16_t>& weights) {
  std::uint64_t count = 0;
  for (const std::int16_t weight : weights) count += weight != 0;
  writer.number(count);
  std::size_t next = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] == 0) continue;
    writer.number(i - next);
    writer.whole(weights[i]);
    next = i + 1;
  }
}

void read_table(Reader& reader, std::uint32_t bits, std::vector<std::int16_t>& weights) {
  const std::uint64_t size = std::uint64_t{1} << bits;
  const std::uint64_t count = reader.number_below(size + 1);
  if (count > 0) weights.assign(size, 0);
  std::uint64_t at = 0;
  for (std::uint64_t i = 0; i < count && !reader.is_bad(); ++i) {
    at += reader.number_below(size);
    if (at >= size) return static_cast<void>(reader.number_below(0));
    const std::int64_t weight = reader.whole();
    weights[at++] = static_cast<std::int16_t>(weight);
  }
}

void write_head(Writer& writer, const HeadWeights& head) {
  writer.whole(head.bias_e4);
  writer.whole(head.yes_e4);
  for (const std::int32_t weight : head.form_e4) writer.whole(weight);
  writer.number(head.rules_e4.size());
  for (const auto& [id, weight] : head.rules_e4) {
    writer.text(id);
    writer.whole(weight);
  }
  write_table(writer, head.words);
  write_table(writer, head.chars);
}

void read_head(Reader& reader, HeadWeights& head) {
  head.bias_e4 = reader.whole();
  head.yes_e4 = reader.whole();
  for (std::int32_t& weight : head.form_e4) weight = static_cast<std::int32_t>(reader.whole());
  const std::uint64_t rules = reader.number_below(1u << 20);
  for (std::uint64_t i = 0; i < rules && !reader.is_bad(); ++i) {
    std::string id = reader.text();
    head.rules_e4[std::move(id)] = reader.whole();
  }
  read_table(reader, word_bits, head.words);
  read_table(reader, char_bits, head.chars);
}

}  // namespace

std::size_t degree_of(const std::array<double, 3>& odds, const std::array<double, 3>& yes) {
  std::size_t degree = 1;
  while (degree < 4 && odds[degree - 1] > yes[degree - 1]) ++degree;
  return degree;
}

std::int64_t sum_e4(const HeadWeights& weights, const Features& features) {
  std::int64_t sum = weights.bias_e4;
  for (std::size_t i = 0; i < weights.form_e4.size(); ++i)
    if ((features.form >> i & 1) != 0) sum += weights.form_e4[i];
  return sum + weighed(weights.words, features.words) + weighed(weights.chars, features.chars);
}

const LanguageModel* Model::find(std::string_view language) const {
  auto at = languages.find(language);
  if (at == languages.end() && languages.size() == 1) at = languages.find("any");
  return at == languages.end() ? nullptr : &at->second;
}

std::string write_model(const Model& model) {
  Writer writer;
  writer.text(model.origin);
  writer.number(model.languages.size());
  for (const auto& [language, weights] : model.languages) {
    writer.text(language);
    for (const HeadWeights& head : weights.head) write_head(writer, head);
  }
  return std::string(header) + checksum(writer.out) + '\n' + writer.out;
}

Result<Model> read_model(std::string_view bytes) {
  if (bytes.size() > model_bytes_max) return fail(Code::too_large, "the model is over 64 MiB");
  if (!bytes.starts_with(header) || bytes.size() < header.size() + digest_size + 1)
    return fail(Code::invalid,
                "this is no model of this version; `quince train` makes one from labelled texts");
  const std::string_view digest = bytes.substr(header.size(), digest_size);
  const std::string_view body = bytes.substr(header.size() + digest_size + 1);
  if (bytes[header.size() + digest_size] != '\n' || checksum(body) != digest)
    return fail(Code::invalid, "the model is damaged: its checksum does not match; copy it anew");
  Model model;
  model.digest = digest;
  Reader reader(body);
  model.origin = reader.text();
  const std::uint64_t count = reader.number_below(100);
  for (std::uint64_t i = 0; i < count && !reader.is_bad(); ++i) {
    LanguageModel& weights = model.languages[reader.text()];
    for (HeadWeights& head : weights.head) read_head(reader, head);
  }
  if (reader.is_bad() || !reader.is_done())
    return fail(Code::invalid, "the model cannot be read: it ends in the middle or has a rest");
  return model;
}

}  // namespace quince
