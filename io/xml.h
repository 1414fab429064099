// XML of uncertain quality as a tree, over libxml2. Real feeds have HTML's named entities, bare
// "&", text before the declaration and control characters; libxml2's recovery silently loses the
// text around them. So the document is mended first (repair_xml), and libxml2 sees neither
// declaration nor DOCTYPE: no entities are defined, nothing is loaded. Bounds: 250,000 elements;
// 2,048 levels, what is deeper is left out. A node is a view into its document. Not thread-safe.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "core/error.h"

struct _xmlDoc;   // NOLINT(bugprone-reserved-identifier): libxml2's own name
struct _xmlNode;  // NOLINT(bugprone-reserved-identifier)

namespace quince {

class XmlNode {
 public:
  XmlNode() = default;
  explicit XmlNode(_xmlNode* node) : node_(node) {}
  explicit operator bool() const { return node_ != nullptr; }
  bool operator==(const XmlNode&) const = default;

  std::string_view name() const;    // without prefix
  std::string_view space() const;   // namespace URI; empty where there is none
  std::string_view prefix() const;  // also where it was never declared
  XmlNode child() const;            // first element inside
  XmlNode next() const;             // next element beside
  XmlNode parent() const;

  std::string text() const;                            // all text inside, elements left out
  std::string inner_xml() const;                       // what is inside, as markup
  std::string attribute(std::string_view name) const;  // in any namespace; empty where absent
  std::string xml_attribute(
      std::string_view name) const;  // xml:base, xml:lang of this element alone

 private:
  _xmlNode* node_ = nullptr;
};

class XmlDocument {
 public:
  static Result<XmlDocument> parse(std::string_view utf8);
  XmlNode root() const;

 private:
  struct Closer {
    void operator()(_xmlDoc* document) const;
  };
  std::unique_ptr<_xmlDoc, Closer> document_;
};

// The mended text: from the first "<" on, without declarations, without characters that XML
// forbids, every "&" the start of a reference that XML knows. CDATA sections and comments stay as
// they are.
std::string repair_xml(std::string_view utf8);

// An absolute URL from a base and a reference (RFC 3986, 5.2); the reference itself where it cannot
// be joined.
std::string resolve_url(const std::string& base, const std::string& reference);

}  // namespace quince
