// Any bytes as XML to mend: valid UTF-8 that, mended again, stays as it is from its first tag
// on; and each node of the tree can be read.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "core/utf8.h"
#include "io/text_encoding.h"
#include "io/xml.h"

namespace {

void read_all(const quince::XmlNode& node, int& left) {
  if (!node || --left < 0) return;
  if (!quince::is_valid_utf8(node.text()) || !quince::is_valid_utf8(node.attribute("href")) ||
      !quince::is_valid_utf8(node.inner_xml()))
    std::abort();
  for (quince::XmlNode inside = node.child(); inside; inside = inside.next())
    read_all(inside, left);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace quince;
  const std::string document =
      decode_document({reinterpret_cast<const char*>(data), size}, "text/xml; charset=utf-8");
  const std::string mended = repair_xml(document);
  if (!is_valid_utf8(mended)) std::abort();
  const std::string from_tag = mended.substr(std::min(mended.size(), mended.find('<')));
  if (repair_xml(mended) != from_tag) std::abort();
  const auto xml = XmlDocument::parse(document);
  if (!xml) return 0;
  int left = 100;
  read_all(xml->root(), left);
  if (!is_valid_utf8(resolve_url("http://a.example/b", xml->root().attribute("href"))))
    std::abort();
  return 0;
}
