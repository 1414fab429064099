#include "matcher/language.h"

#include <cstdio>  // CLD2's header uses it without including it

#include <cld2/public/compact_lang_det.h>

#include "core/utf8.h"

namespace quince {
namespace {

constexpr std::size_t letters_min = 12;
constexpr std::size_t bytes_max = 1000;  // more text changes nothing but the time

// Handles, tags and links are of no language.
void append_without_names(std::string_view text, std::string& out) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n", at), text.size());
    const std::string_view word = text.substr(at, end - at);
    if (!word.starts_with('@') && !word.starts_with('#') && !word.starts_with("http"))
      out.append(word), out += ' ';
    at = end + 1;
  }
}

}  // namespace

std::string primary_language(std::string_view tag) {
  std::string out(tag.substr(0, tag.find_first_of("-_")));
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string language_of(const Mention& mention, std::size_t letters) {
  if (!mention.lang.empty()) return primary_language(mention.lang);
  if (letters < letters_min) return "und";
  std::string text;
  text.reserve(2 * bytes_max + 2);
  append_without_names(cut_utf8(mention.title, bytes_max), text);
  append_without_names(cut_utf8(mention.text, bytes_max), text);
  bool is_reliable = false;
  const CLD2::Language found =
      CLD2::DetectLanguage(text.data(), static_cast<int>(text.size()), true, &is_reliable);
  if (!is_reliable || found == CLD2::UNKNOWN_LANGUAGE) return "und";
  return primary_language(CLD2::LanguageCode(found));
}

}  // namespace quince
