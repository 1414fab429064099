#include "io/xml.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/uri.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/utf8.h"
#include "io/text_encoding.h"

namespace quince {
namespace {

// "<a/>" is four bytes and a node of 120, with a text beside it twice that: 250,000 are 60 MB, and
// five thousand items of fifty elements.
constexpr std::size_t elements_max = 250'000;
constexpr int levels_max = 2'048;

const xmlChar* to_xml(const char* text) { return reinterpret_cast<const xmlChar*>(text); }
const char* to_char(const xmlChar* text) { return reinterpret_cast<const char*>(text); }
std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view{} : to_char(text);
}

std::string take(xmlChar* text) {
  std::string out(view(text));
  xmlFree(text);
  return out;
}

xmlNode* element_from(xmlNode* node) {
  while (node != nullptr && node->type != XML_ELEMENT_NODE) node = node->next;
  return node;
}

bool is_xml_char(char32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xD800) ||
         (c > 0xDFFF && c < 0xFFFE) || (c > 0xFFFF && c <= 0x10FFFF);
}

// The character of a reference without "&" and ";": "ntilde", "#241", "#xF1".
std::optional<char32_t> character_of(std::string_view name) {
  if (name.starts_with('#')) {
    const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const std::string_view digits = name.substr(hex ? 2 : 1);
    std::uint32_t value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
    if (digits.empty() || end != digits.data() + digits.size()) return std::nullopt;
    const char32_t point = from_windows_1252(value);
    return error == std::errc{} && is_xml_char(point) ? point : U'\0';
  }
  const htmlEntityDesc* entity = htmlEntityLookup(to_xml(std::string(name).c_str()));
  if (entity == nullptr) return std::nullopt;
  return entity->value;
}

// Writes what the reference that starts at text[at] ("&") means, in a form that XML knows; returns
// where to go on.
std::size_t mend_reference(std::string& out, std::string_view text, std::size_t at) {
  constexpr std::size_t name_max = 12;  // the longest name of HTML 4 has 8 characters
  const std::size_t end = text.substr(at, name_max + 2).find(';');
  if (end != std::string_view::npos) {
    const std::string_view name = text.substr(at + 1, end - 1);
    if (name == "amp" || name == "lt" || name == "gt" || name == "quot" || name == "apos") {
      out.append(text, at, end + 1);
      return at + end + 1;
    }
    if (const auto point = character_of(name)) {
      if (*point == '<') {
        out += "&lt;";
      } else if (*point == '&') {
        out += "&amp;";
      } else if (*point != 0) {  // 0: a character that XML forbids
        append_utf8(out, *point);
      }
      return at + end + 1;
    }
  }
  out += "&amp;";
  return at + 1;
}

// Where the markup declaration at `at` ("<!DOCTYPE") ends: its ">" outside of quotes and of the
// internal subset.
std::size_t end_of_doctype(std::string_view text, std::size_t at) {
  int depth = 0;
  char quote = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '[') {
      ++depth;
    } else if (c == ']') {
      --depth;
    } else if (c == '>' && depth <= 0) {
      return at + 1;
    }
  }
  return text.size();
}

// Before all else: "]" and "]>" around a control character are the end of a CDATA section once it
// is gone.
std::string legal_characters(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode_utf8(text, at);
    if (next.valid && is_xml_char(next.point)) out.append(text, at, next.length);
    at += next.length;
  }
  return out;
}

// The end of a section that is copied as it is; the whole rest where it is never closed.
std::size_t end_of(std::string_view text, std::size_t at, std::string_view closing) {
  const std::size_t end = text.find(closing, at);
  return end == std::string_view::npos ? text.size() : end + closing.size();
}

bool starts_doctype(std::string_view text) {
  constexpr std::string_view word = "<!DOCTYPE";
  if (text.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if ((text[i] & ~0x20) != (word[i] & ~0x20)) return false;
  return true;
}

// "<" before anything else, as in "a < b", is a character that somebody forgot to escape.
bool starts_tag(std::string_view text) {
  if (text.size() < 2) return false;
  const char c = text[1];
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' || c == '_' || c == ':' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Start tags outside of CDATA sections, which hold markup as text.
std::size_t count_elements(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.find('<'); at < text.size(); at = text.find('<', at + 1)) {
    if (text.substr(at).starts_with("<![CDATA[")) {
      at = end_of(text, at, "]]>") - 1;
    } else if (!text.substr(at).starts_with("</")) {
      ++count;
    }
  }
  return count;
}

}  // namespace

std::string repair_xml(std::string_view utf8) {
  const std::string legal = legal_characters(utf8);
  const std::string_view text = legal;
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  std::size_t at = text.find('<');
  if (at == std::string_view::npos) return out;
  while (at < text.size()) {
    const std::string_view rest = text.substr(at);
    if (rest.front() == '<') {
      std::size_t end = at + 1;
      if (rest.starts_with("<![CDATA[")) {
        end = end_of(text, at, "]]>");
        out.append(text, at, end - at);
      } else if (rest.starts_with("<!--")) {
        end = end_of(text, at + 4, "-->");
      } else if (rest.starts_with("<?")) {
        end = end_of(text, at, "?>");
      } else if (starts_doctype(rest)) {
        end = end_of_doctype(text, at + 9);
      } else {
        out += starts_tag(rest) ? "<" : "&lt;";
      }
      at = end;
    } else if (rest.front() == '&') {
      at = mend_reference(out, text, at);
    } else {
      const std::size_t end = std::min(text.size(), text.find_first_of("<&", at));
      out.append(text, at, end - at);
      at = end;
    }
  }
  return out;
}

std::string_view XmlNode::name() const {
  const std::string_view whole = view(node_->name);
  const std::size_t colon = node_->ns == nullptr ? whole.rfind(':') : std::string_view::npos;
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

std::string_view XmlNode::space() const {
  return node_->ns == nullptr ? std::string_view{} : view(node_->ns->href);
}

std::string_view XmlNode::prefix() const {
  if (node_->ns != nullptr) return view(node_->ns->prefix);
  const std::string_view whole = view(node_->name);
  const std::size_t colon = whole.find(':');
  return colon == std::string_view::npos ? std::string_view{} : whole.substr(0, colon);
}

XmlNode XmlNode::child() const { return XmlNode(element_from(node_->children)); }
XmlNode XmlNode::next() const { return XmlNode(element_from(node_->next)); }
XmlNode XmlNode::parent() const {
  return node_->parent != nullptr && node_->parent->type == XML_ELEMENT_NODE
             ? XmlNode(node_->parent)
             : XmlNode();
}

std::string XmlNode::text() const { return repair_utf8(take(xmlNodeGetContent(node_))); }

std::string XmlNode::inner_xml() const {
  const std::unique_ptr<xmlBuffer, void (*)(xmlBuffer*)> buffer(xmlBufferCreate(), xmlBufferFree);
  for (xmlNode* inside = node_->children; inside != nullptr; inside = inside->next)
    xmlNodeDump(buffer.get(), node_->doc, inside, 0, 0);
  return repair_utf8(view(xmlBufferContent(buffer.get())));
}

std::string XmlNode::attribute(std::string_view name) const {
  return repair_utf8(take(xmlGetProp(node_, to_xml(std::string(name).c_str()))));
}

std::string XmlNode::xml_attribute(std::string_view name) const {
  return repair_utf8(
      take(xmlGetNsProp(node_, to_xml(std::string(name).c_str()), XML_XML_NAMESPACE)));
}

namespace {

// Takes out what is nested deeper than `levels_max`. libxml2 builds and frees a tree without
// recursion; those who read it may recurse.
void cut_deep_nodes(xmlNode* root) {
  int level = 1;
  for (xmlNode* node = root; node != nullptr;) {
    if (level == levels_max && node->type == XML_ELEMENT_NODE && node->children != nullptr) {
      xmlNode* inside = node->children;
      node->children = node->last = nullptr;
      xmlFreeNodeList(inside);
    }
    if (node->type == XML_ELEMENT_NODE && node->children != nullptr) {
      node = node->children;
      ++level;
      continue;
    }
    while (node != root && node->next == nullptr) {
      node = node->parent;
      --level;
    }
    if (node == root) return;
    node = node->next;
  }
}

}  // namespace

void XmlDocument::Closer::operator()(_xmlDoc* document) const { xmlFreeDoc(document); }

Result<XmlDocument> XmlDocument::parse(std::string_view utf8) {
  static const bool started = [] {
    xmlInitParser();
    xmlSetExternalEntityLoader(
        [](const char*, const char*, xmlParserCtxtPtr) -> xmlParserInputPtr { return nullptr; });
    return true;
  }();
  static_cast<void>(started);
  const std::string mended = repair_xml(utf8);
  if (count_elements(mended) > elements_max)
    return fail(Code::too_large,
                "the XML has more than " + std::to_string(elements_max) + " elements");
  const std::unique_ptr<xmlParserCtxt, void (*)(xmlParserCtxt*)> context(xmlNewParserCtxt(),
                                                                         xmlFreeParserCtxt);
  XmlDocument result;
  result.document_.reset(xmlCtxtReadMemory(
      context.get(), mended.data(), static_cast<int>(mended.size()), nullptr, "UTF-8",
      XML_PARSE_RECOVER | XML_PARSE_HUGE | XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_COMPACT |
          XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  if (!result.document_ || !result.root()) return fail(Code::invalid, "this is not XML");
  cut_deep_nodes(xmlDocGetRootElement(result.document_.get()));
  return result;
}

XmlNode XmlDocument::root() const { return XmlNode(xmlDocGetRootElement(document_.get())); }

std::string resolve_url(const std::string& base, const std::string& reference) {
  if (base.empty()) return reference;
  std::string joined = take(xmlBuildURI(to_xml(reference.c_str()), to_xml(base.c_str())));
  return joined.empty() ? reference : joined;
}

}  // namespace quince
