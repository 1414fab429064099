#include "collectors/feed_text.h"

#include "core/ascii.h"
#include "core/utf8.h"
#include "io/crypto.h"
#include "io/html_text.h"
#include "io/similarity.h"
#include "io/text_encoding.h"

namespace quince {
namespace {

// Whether an entity is still there after decoding: it was escaped twice.
bool has_entity(std::string_view text) {
  for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    const std::size_t end = text.find_first_not_of(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#", at + 1);
    if (end != std::string_view::npos && end > at + 1 && text[end] == ';') return true;
  }
  return false;
}

// "ana@example.org (Ana)", "Ana (mailto:ana@example.org)" and "Ana <ana@example.org>" are Ana.
std::string person_name(std::string text) {
  const std::size_t open = text.find('('), close = text.rfind(')');
  if (open != std::string::npos && close != std::string::npos && close > open + 1) {
    const std::string inside = trimmed(text.substr(open + 1, close - open - 1)),
                      outside = trimmed(text.substr(0, open));
    return inside.find('@') != std::string::npos && !outside.empty() ? outside : inside;
  }
  const std::size_t angle = text.find('<');
  if (angle != std::string::npos && angle > 0) return trimmed(text.substr(0, angle));
  return text;
}

// One person: <name>, <email>, <uri> inside, or all in one text.
Author person_of(const XmlNode& node) {
  Author person;
  for (const std::string_view wanted : {"name", "email", "uri", "url"})
    for (XmlNode part = node.child(); part && person.name.empty(); part = part.next())
      if (lower_ascii(part.name()) == wanted) person.name = fold_space(part.text());
  person.id = person.name;
  if (!person.name.empty()) return person;
  person.name = person_name(html_to_text(node.text()));
  person.id = fold_space(node.text());
  return person;
}

}  // namespace

std::string plain_text(const XmlNode& node) {
  const std::string type = lower_ascii(node.attribute("type")),
                    mode = lower_ascii(node.attribute("mode"));
  const bool media_type =
      type.find('/') != std::string::npos && !type.starts_with("text/") && !type.ends_with("xml");
  if (mode == "base64" || media_type) {
    std::string packed = node.text();
    std::erase_if(packed, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    if (const auto decoded = from_base64(packed))
      return html_to_text(decode_document(*decoded, {}));
  }
  if (node.child() && mode != "escaped") return html_to_text(node.inner_xml());
  const bool atom = usual_prefix(node) == "atom";
  if (atom && (type == "text" || type == "text/plain" || (type.empty() && mode.empty())))
    return fold_space(node.text());
  return html_to_text(node.text());
}

std::string title_text(const XmlNode& node) {
  std::string text = plain_text(node);
  return has_entity(text) && usual_prefix(node) != "atom" ? html_to_text(text) : text;
}

std::string join_texts(std::string teaser, const std::string& content) {
  if (content.empty() || containment(content, teaser) > 0.95) return teaser;
  if (containment(teaser, content) >= 0.5) return content;
  return std::move(teaser) + '\n' + content;
}

std::string body_text(const std::vector<FeedField>& fields) {
  std::string text = first_of(fields, {"description"}, plain_text);
  text = join_texts(std::move(text), first_of(fields, {"summary"}, plain_text));
  if (text.empty()) text = first_of(fields, {"atom:summary"}, plain_text);
  text =
      join_texts(std::move(text),
                 first_of(fields, {"content:encoded", "atom:content", "xhtml:body"}, plain_text));
  if (text.empty())
    text = first_of(fields,
                    {"media:description", "dc:description", "itunes:summary",
                     "googleplay:description", "body", "fullitem", "content"},
                    plain_text);
  for (const FeedField& field : fields)
    if (text.empty() && field.name == "media:group")
      text = first_of(fields_of(field.node, false), {"media:description"}, plain_text);
  return text;
}

std::string stand_in_title(std::string_view text) {
  constexpr std::size_t characters_max = 100;
  std::size_t at = 0;
  for (std::size_t n = 0; n < characters_max && at < text.size(); ++n)
    at += decode_utf8(text, at).length;
  std::string title(text.substr(0, at));
  if (at < text.size()) {
    // Whole words, unless the first one is the whole title.
    const std::size_t space = title.find_last_of(" \n");
    if (space != std::string::npos && space > title.size() / 2) title.resize(space);
    title += "…";
  }
  for (char& c : title)
    if (c == '\n') c = ' ';
  return title;
}

void join_name(std::string& names, std::string_view name) {
  constexpr std::string_view comma = ", ";
  constexpr std::size_t names_bytes_max = 512;
  if (name.empty() || names.size() > names_bytes_max) return;
  const std::string listed = std::string(comma) + names + std::string(comma);
  if (listed.find(std::string(comma) + std::string(name) + std::string(comma)) != std::string::npos)
    return;
  if (!names.empty()) names += comma;
  names += name;
}

Author author_of(const std::vector<FeedField>& fields, FieldNames names) {
  Author author;
  for (const std::string_view name : names) {
    for (const FeedField& field : fields) {
      if (field.name != name) continue;
      const Author person = person_of(field.node);
      if (person.name.empty()) continue;
      join_name(author.name, person.name);
      join_name(author.id, person.id);
    }
    if (!author.name.empty()) break;
  }
  return author;
}

}  // namespace quince
