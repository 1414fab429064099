// Writes matcher/fold_table.inc: what each code point folds to, and of which kind it is, from ICU's
// data.
//   g++ -std=c++23 -I. tools/gen_fold.cpp -licuuc -o /tmp/gen_fold && /tmp/gen_fold >
//   matcher/fold_table.inc
// The rule that it tabulates is told in matcher/fold.h; tests/matcher/fold_oracle_test.cpp checks
// the two against each other.
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uversion.h>

#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

constexpr UChar32 kPoints = 0x110000;
constexpr unsigned kShift = 7;  // 128 code points a block

enum Kind { other, letter, digit, space, nothing, tilde };  // as FoldKind in matcher/fold.cpp

bool is_dropped_mark(UChar32 c) {
  return (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
         (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) ||
         (c >= 0xFE20 && c <= 0xFE2F);
}

UChar32 unify(UChar32 c) {
  constexpr std::u32string_view apostrophes = U"`´‘’‚‛′ʼ＇", quotes = U"“”„‟«»″〝〞＂";
  if (apostrophes.find(static_cast<char32_t>(c)) != apostrophes.npos) return '\'';
  if (quotes.find(static_cast<char32_t>(c)) != quotes.npos) return '"';
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE58 || c == 0xFE63 || c == 0xFF0D)
    return '-';
  return c;
}

icu::UnicodeString fold(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const auto* compose = icu::Normalizer2::getNFCInstance(status);
  const auto* decompose = icu::Normalizer2::getNFDInstance(status);
  icu::UnicodeString parts;
  decompose->normalize(casefold->normalize(icu::UnicodeString(unify(c)), status), parts, status);
  icu::UnicodeString kept;
  for (int i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
    const UChar32 part = unify(parts.char32At(i));
    const bool of_n = part == 0x303 && kept.endsWith(icu::UnicodeString(u'n'));
    if (is_dropped_mark(part) && !of_n) continue;
    kept.append(u_isUWhiteSpace(part) ? UChar32{' '} : part);
  }
  return compose->normalize(kept, status);
}

Kind kind_of(UChar32 c, const icu::UnicodeString& folded) {
  if (c == 0x303) return tilde;
  if (folded.isEmpty()) return nothing;
  const UChar32 last = folded.char32At(folded.moveIndex32(folded.length(), -1));
  if (last == ' ') return space;
  if (u_isUAlphabetic(last) || (U_GET_GC_MASK(last) & U_GC_M_MASK)) return letter;
  if (u_isdigit(last) || last == '_') return digit;
  return other;
}

template <class T>
void print(const char* type, const char* name, const std::vector<T>& values) {
  std::printf("constexpr %s %s[] = {", type, name);
  for (std::size_t i = 0; i < values.size(); ++i)
    std::printf("%s%u,", i % 24 == 0 ? "\n" : "", static_cast<unsigned>(values[i]));
  std::printf("\n};\n");
}

}  // namespace

int main() {
  std::map<std::pair<std::string, Kind>, unsigned> numbers;
  std::vector<std::pair<std::string, Kind>> values;
  std::map<std::vector<std::uint16_t>, std::uint16_t> blocks;
  std::vector<std::uint16_t> block_of, entries;
  for (UChar32 base = 0; base < kPoints; base += 1 << kShift) {
    std::vector<std::uint16_t> block;
    for (UChar32 c = base; c < base + (1 << kShift); ++c) {
      std::string bytes;
      Kind kind = other;
      if (!U_IS_SURROGATE(c)) {
        const icu::UnicodeString folded = fold(c);
        kind = kind_of(c, folded);
        if (folded == icu::UnicodeString(c))
          bytes = "\xFF";  // folds to itself
        else
          folded.toUTF8String(bytes);
        if (kind == tilde) bytes.clear();
      } else {
        bytes = "\xFF";  // folds to itself
      }
      const auto [at, fresh] =
          numbers.try_emplace({bytes, kind}, static_cast<unsigned>(values.size()));
      if (fresh) values.push_back(at->first);
      block.push_back(static_cast<std::uint16_t>(at->second));
    }
    const auto [at, fresh] = blocks.try_emplace(block, static_cast<std::uint16_t>(blocks.size()));
    if (fresh) entries.insert(entries.end(), block.begin(), block.end());
    block_of.push_back(at->second);
  }
  std::string pool;
  std::printf("// Made by tools/gen_fold.cpp from Unicode %s (ICU %s). Do not edit.\n",
              U_UNICODE_VERSION, U_ICU_VERSION);
  print("std::uint16_t", "kFoldBlock", block_of);
  print("std::uint16_t", "kFoldEntry", entries);
  std::printf("constexpr FoldValue kFoldValue[] = {");
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& [bytes, kind] = values[i];
    const bool same = bytes == "\xFF";
    std::size_t at = same ? 0 : pool.find(bytes);
    if (at == std::string::npos) at = pool.size(), pool += bytes;
    std::printf("%s{%zu,%zu,%d,%d},", i % 8 == 0 ? "\n" : "", at,
                same ? std::size_t{0} : bytes.size(), kind, same);
  }
  std::printf("\n};\nconstexpr unsigned char kFoldPool[] = {");
  for (std::size_t i = 0; i < pool.size(); ++i)
    std::printf("%s%u,", i % 24 == 0 ? "\n" : "", static_cast<unsigned char>(pool[i]));
  std::printf("\n};\n");
}
