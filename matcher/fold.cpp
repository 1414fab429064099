#include "matcher/fold.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/utf8.h"

namespace quince {
namespace {

enum class FoldKind : std::uint8_t {
  other,
  letter,
  digit,
  space,
  nothing,
  tilde
};  // as in tools/gen_fold.cpp

struct FoldValue {
  std::uint16_t at;      // into kFoldPool
  std::uint8_t length;   // bytes
  std::uint8_t kind;     // FoldKind of the last character
  std::uint8_t is_same;  // folds to itself: copy the source
};

#include "matcher/fold_table.inc"

constexpr const FoldValue& value_of(char32_t point) {
  const std::size_t block = kFoldBlock[point >> 7];
  return kFoldValue[kFoldEntry[(block << 7) | (point & 0x7F)]];
}

FoldKind kind_of(char32_t point) { return static_cast<FoldKind>(value_of(point).kind); }

// Whether it folds into the character before it.
bool is_mark(char32_t point) {
  const FoldKind kind = kind_of(point);
  return kind == FoldKind::nothing || kind == FoldKind::tilde;
}

struct AsciiFold {
  char byte;
  FoldKind kind;
  bool is_letter, in_word;
};

constexpr std::array<AsciiFold, 128> ascii = [] {
  std::array<AsciiFold, 128> made{};
  for (char32_t c = 0; c < 128; ++c) {
    const FoldValue& value = value_of(c);
    const auto kind = static_cast<FoldKind>(value.kind);
    const bool is_letter = kind == FoldKind::letter;
    made[c] = {static_cast<char>(value.is_same ? c : kFoldPool[value.at]), kind, is_letter,
               is_letter || kind == FoldKind::digit};
  }
  return made;
}();
static_assert(std::none_of(ascii.begin(), ascii.end(), [](const AsciiFold& one) {
  return one.kind == FoldKind::nothing || one.kind == FoldKind::tilde;
}));

// How many bytes of ASCII `text` begins with.
std::size_t ascii_length(std::string_view text) {
  std::size_t at = 0;
  for (std::uint64_t eight; at + sizeof eight <= text.size(); at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if ((eight & 0x8080808080808080ull) != 0) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

// Writes folded characters, and keeps what the rules on runs need: the last character and how often
// it came.
class Writer {
 public:
  Writer(std::string& out, FoldMap* map) : out_(out), map_(map), base_(out.size()) {
    step(base_, 0);
  }

  void put(const char* bytes, std::size_t length, FoldKind kind, std::size_t source) {
    if (kind == FoldKind::space) {
      if (last_kind_ == FoldKind::space && out_.size() > base_) return shifted();
      word_ = false;
    } else if (kind == FoldKind::letter) {
      if (repeats(bytes, length)) return shifted();
      ++facts_.letters;
      begin_word();
    } else if (kind == FoldKind::digit) {
      begin_word();
    } else {
      word_ = false;
    }
    if (shift_) step(out_.size(), source);
    if (kind != FoldKind::letter || !is_last(bytes, length)) last_at_ = out_.size(), run_ = 1;
    last_kind_ = kind;
    last_length_ = length;
    out_.append(bytes, length);
  }

  // The same for ASCII, which is nearly all of nearly every text: the only turns are those that are
  // seldom taken. `source` stands at `at` of the whole.
  void put_ascii(std::string_view source, std::size_t at) {
    const std::size_t old = out_.size();
    out_.resize_and_overwrite(old + source.size(), [&](char* data, std::size_t) {
      return write_ascii(source, at, data, old);
    });
    last_kind_ = ascii[static_cast<unsigned char>(source.back())].kind;
    last_length_ = 1;
    last_at_ = out_.size() - (run_ == 2 ? 2 : 1);
  }

  // What follows does not lie where the last step says.
  void shifted() { shift_ = true; }

  FoldFacts finish(std::size_t source_size) {
    step(out_.size(), source_size);
    return facts_;
  }

 private:
  // Behind the `size` bytes at `data`; the new size. What changes with every byte is in registers.
  std::size_t write_ascii(std::string_view source, std::size_t at, char* data, std::size_t size) {
    char* to = data + size;
    char last = size > base_ ? to[-1] : '\0';
    unsigned run = run_, letters = 0, words = 0;
    bool in_word = word_, shift = shift_;
    for (const char& c : source) {
      const AsciiFold folded = ascii[static_cast<unsigned char>(c)];
      if (folded.byte != last) {
        run = 1;
      } else if (folded.kind == FoldKind::space) {
        shift = true;
        continue;
      } else if (folded.is_letter && ++run >= 3) {
        if (run == 3) --to, --letters;
        facts_.elongated = shift = true;
        continue;
      }
      if (shift) {
        step(static_cast<std::size_t>(to - data),
             at + static_cast<std::size_t>(&c - source.data()));
        shift = false;
      }
      letters += folded.is_letter;
      words += folded.in_word & !in_word;
      in_word = folded.in_word;
      *to++ = last = folded.byte;
    }
    run_ = run, word_ = in_word, shift_ = shift;
    facts_.letters += letters, facts_.words += words;
    return static_cast<std::size_t>(to - data);
  }

  bool is_last(const char* bytes, std::size_t length) const {
    return last_kind_ == FoldKind::letter && length == last_length_ &&
           std::char_traits<char>::compare(out_.data() + last_at_, bytes, length) == 0;
  }

  // The third of a run takes the second back; later ones are dropped.
  bool repeats(const char* bytes, std::size_t length) {
    if (!is_last(bytes, length) || ++run_ < 3) return false;
    if (run_ == 3) out_.resize(last_at_ + length), --facts_.letters;
    facts_.elongated = true;
    return true;
  }

  void begin_word() {
    if (!word_) ++facts_.words;
    word_ = true;
  }

  void step(std::size_t folded, std::size_t source) {
    shift_ = false;
    if (map_ != nullptr)
      map_->add(static_cast<std::uint32_t>(folded - base_), static_cast<std::uint32_t>(source));
  }

  std::string& out_;
  FoldMap* map_;
  std::size_t base_;
  std::size_t last_at_ = 0;  // where the run of the last character begins
  std::size_t last_length_ = 0;
  FoldKind last_kind_ = FoldKind::other;
  unsigned run_ = 0;
  bool word_ = false;
  bool shift_ = false;
  FoldFacts facts_;
};

// Takes the marks and zero-width characters behind a character; says whether a tilde was among
// them.
bool skip_marks(std::string_view source, std::size_t& at) {
  bool tilde = false;
  while (at < source.size() && static_cast<unsigned char>(source[at]) >= 0x80) {
    const Decoded next = decode_utf8(source, at);
    if (!is_mark(next.point)) break;
    tilde = tilde || kind_of(next.point) == FoldKind::tilde;
    at += next.length;
  }
  return tilde;
}

// One character that is not plain ASCII, with its marks. The value may be several characters (ß, ﬁ,
// …): each is put alone, so that runs are seen across them.
void put_cluster(Writer& writer, std::string_view source, std::size_t& at) {
  const std::size_t begin = at;
  const Decoded decoded = decode_utf8(source, at);
  at += decoded.length;
  const FoldValue& value = value_of(decoded.point);
  std::string_view bytes(reinterpret_cast<const char*>(kFoldPool) + value.at, value.length);
  if (value.is_same)
    bytes = decoded.valid ? source.substr(begin, decoded.length) : std::string_view("\xEF\xBF\xBD");
  const bool tilde = skip_marks(source, at);
  for (std::size_t i = 0; i < bytes.size();) {
    const Decoded part = decode_utf8(bytes, i);
    const bool is_last = i + part.length == bytes.size();
    if (is_last && tilde && part.point == 'n') {
      writer.put("\xC3\xB1", 2, FoldKind::letter, begin);
    } else {
      writer.put(bytes.data() + i, part.length, kind_of(part.point), begin);
    }
    i += part.length;
  }
  if (bytes.size() != at - begin) writer.shifted();
}

}  // namespace

void FoldMap::add(std::uint32_t folded, std::uint32_t source) {
  while (!steps_.empty() && steps_.back().folded >= folded) steps_.pop_back();
  steps_.push_back({folded, source});
}

std::size_t FoldMap::source_of(std::size_t folded) const {
  const auto next =
      std::upper_bound(steps_.begin(), steps_.end(), folded,
                       [](std::size_t at, const FoldStep& step) { return at < step.folded; });
  const FoldStep& step = *(next - 1);
  const std::size_t source = step.source + (folded - step.folded);
  // Inside an expansion (ﬁ -> fi) counting on would leave the character.
  return next == steps_.end()
             ? source
             : std::max<std::size_t>(step.source, std::min<std::size_t>(source, next->source - 1));
}

std::pair<std::size_t, std::size_t> FoldMap::widen(std::size_t begin, std::size_t end,
                                                   std::string_view source) const {
  const auto is_inside = [&](std::size_t at) {
    return at < source.size() && (static_cast<unsigned char>(source[at]) & 0xC0) == 0x80;
  };
  std::size_t from = source_of(begin), to = std::min(source_of(end), source.size());
  while (from > 0 && is_inside(from)) --from;
  // Counting on inside an expansion (½ -> 1/2) may end in the marks behind its character.
  while (from > 0 && is_mark(decode_utf8(source, from).point)) do {
      --from;
    } while (from > 0 && is_inside(from));
  while (is_inside(to)) ++to;
  return {from, to};
}

FoldFacts fold(std::string_view source, std::string& out, FoldMap* map) {
  if (map != nullptr) map->clear();
  out.reserve(out.size() + source.size() + 1);
  Writer writer(out, map);
  for (std::size_t at = 0; at < source.size();) {
    std::size_t plain = ascii_length(source.substr(at));
    // The last of them goes with the marks behind it.
    if (plain > 0 && at + plain < source.size() && is_mark(decode_utf8(source, at + plain).point))
      --plain;
    if (plain > 0) {
      writer.put_ascii(source.substr(at, plain), at);
      at += plain;
    } else {
      put_cluster(writer, source, at);
    }
  }
  return writer.finish(source.size());
}

std::string fold(std::string_view source) {
  std::string out;
  fold(source, out);
  return out;
}

bool is_word_at(std::string_view folded, std::size_t at) {
  if (at >= folded.size()) return false;
  const auto byte = static_cast<unsigned char>(folded[at]);
  if (byte < 0x80) return ascii[byte].in_word;
  const FoldKind kind = kind_of(decode_utf8(folded, at).point);
  return kind == FoldKind::letter || kind == FoldKind::digit;
}

bool is_word_before(std::string_view folded, std::size_t at) {
  if (at == 0) return false;
  do {
    --at;
  } while (at > 0 && (static_cast<unsigned char>(folded[at]) & 0xC0) == 0x80);
  return is_word_at(folded, at);
}

bool is_bounded_left(std::string_view folded, std::size_t begin) {
  const bool joins = is_word_at(folded, begin) || folded[begin] == '@' || folded[begin] == '#';
  return !(joins && is_word_before(folded, begin));
}

bool is_bounded_right(std::string_view folded, std::size_t end) {
  return !(is_word_before(folded, end) && is_word_at(folded, end));
}

}  // namespace quince
