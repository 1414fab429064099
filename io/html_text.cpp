#include "io/html_text.h"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <array>
#include <memory>

#include "core/utf8.h"
#include "io/text_encoding.h"

namespace quince {
namespace {

constexpr std::array<std::string_view, 37> block_names = {
    "address", "article", "aside",    "blockquote", "br",     "dd",     "details", "div",
    "dl",      "dt",      "fieldset", "figcaption", "figure", "footer", "form",    "h1",
    "h2",      "h3",      "h4",       "h5",         "h6",     "header", "hr",      "li",
    "main",    "nav",     "ol",       "option",     "p",      "pre",    "section", "summary",
    "table",   "td",      "th",       "tr",         "ul"};

constexpr std::array<std::string_view, 5> hidden_names = {"head", "noframes", "script", "style",
                                                          "template"};

template <std::size_t N>
bool is_one_of(const xmlChar* name, const std::array<std::string_view, N>& names) {
  const std::string_view wanted(reinterpret_cast<const char*>(name));
  return std::find(names.begin(), names.end(), wanted) != names.end();
}

struct Gathered {
  std::string text;
  int hidden = 0;  // how many hidden elements are open
};

void on_start(void* self, const xmlChar* name, const xmlChar**) {
  auto& out = *static_cast<Gathered*>(self);
  if (is_one_of(name, hidden_names)) ++out.hidden;
  if (is_one_of(name, block_names)) out.text += '\n';
}

void on_end(void* self, const xmlChar* name) {
  auto& out = *static_cast<Gathered*>(self);
  if (is_one_of(name, hidden_names) && out.hidden > 0) --out.hidden;
  if (is_one_of(name, block_names)) out.text += '\n';
}

void on_text(void* self, const xmlChar* text, int size) {
  auto& out = *static_cast<Gathered*>(self);
  if (out.hidden == 0)
    out.text.append(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
}

// Line breaks in the source of HTML are spaces; only blocks make lines.
std::string breaks_to_spaces(std::string_view html) {
  std::string out(html);
  for (char& c : out)
    if (c == '\n' || c == '\r') c = ' ';
  return out;
}

bool is_space(char32_t c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == 0xA0 || c == 0x2028 ||
         c == 0x2029;
}

}  // namespace

std::string fold_space(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space = false, line = false;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode_utf8(text, at);
    at += next.length;
    const char32_t point = next.point == 0 ? 0xFFFD : from_windows_1252(next.point);
    if (is_space(point)) {
      line = line || point == '\n';
      space = true;
    } else if (point >= 0x20 && point != 0x7F) {
      if (space && !out.empty()) out += line ? '\n' : ' ';
      space = line = false;
      append_utf8(out, point);
    }
  }
  return out;
}

std::string html_to_text(std::string_view html) {
  if (html.find_first_of("<&") == std::string_view::npos) return fold_space(breaks_to_spaces(html));
  const std::string source = breaks_to_spaces(
      is_valid_utf8(html) && html.find('\0') == std::string_view::npos ? std::string(html)
                                                                       : repair_utf8(html));
  Gathered out;
  htmlSAXHandler handler{};
  handler.initialized = XML_SAX2_MAGIC;
  handler.startElement = on_start;
  handler.endElement = on_end;
  handler.characters = on_text;
  handler.ignorableWhitespace = on_text;
  const std::unique_ptr<htmlParserCtxt, void (*)(htmlParserCtxt*)> context(
      htmlCreatePushParserCtxt(&handler, &out, nullptr, 0, nullptr, XML_CHAR_ENCODING_UTF8),
      htmlFreeParserCtxt);
  htmlCtxtUseOptions(context.get(), HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
                                        HTML_PARSE_NOWARNING);
  htmlParseChunk(context.get(), source.data(), static_cast<int>(source.size()), 1);
  return fold_space(out.text);
}

}  // namespace quince
