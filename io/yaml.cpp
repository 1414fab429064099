#include "io/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <sstream>

namespace quince {
namespace {

constexpr int depth_max = 32;
constexpr int nodes_max = 200'000;

struct Convert {
  std::shared_ptr<const std::string> file;
  int nodes = 0;
  std::optional<Fault> fault;

  YamlNode node(const YAML::Node& in, int depth) {
    YamlNode out;
    out.file = file;
    out.line = in.Mark().line + 1;
    out.column = in.Mark().column + 1;
    if (fault) return out;
    if (depth > depth_max)
      return stop(out, "nested more than 32 deep", "flatten it; an alias may lead to itself");
    if (++nodes > nodes_max) return stop(out, "more than 200,000 nodes", "split the file");
    switch (in.Type()) {
      case YAML::NodeType::Scalar:
        out.kind = YamlNode::Kind::scalar;
        out.scalar = in.Scalar();
        out.quoted = in.Tag() == "!";
        break;
      case YAML::NodeType::Sequence:
        out.kind = YamlNode::Kind::list;
        for (const auto& item : in) out.items.push_back(node(item, depth + 1));
        break;
      case YAML::NodeType::Map:
        out.kind = YamlNode::Kind::map;
        for (const auto& member : in) {
          YamlNode key = node(member.first, depth + 1);
          if (out.find(key.scalar) != nullptr)
            return stop(key, "the key " + key.scalar + " is written twice", "keep one of them");
          out.members.emplace_back(std::move(key), node(member.second, depth + 1));
        }
        break;
      default:
        break;
    }
    return out;
  }

  YamlNode stop(const YamlNode& at, std::string what, std::string mend) {
    if (!fault) fault = at.fault(std::move(what), std::move(mend));
    return at;
  }
};

// Where the documents of a text begin.
struct Beginnings final : YAML::EventHandler {
  std::vector<YAML::Mark> marks;

  void OnDocumentStart(const YAML::Mark& mark) override { marks.push_back(mark); }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

// The beginning of the second document, if there is one. YAML::LoadAll would find it too, but sees
// endless empty documents in a text that begins with a comma.
std::optional<YAML::Mark> second_document(const std::string& text) {
  std::istringstream in(text);
  YAML::Parser parser(in);
  Beginnings beginnings;
  while (beginnings.marks.size() < 2 && parser.HandleNextDocument(beginnings)) {
  }
  if (beginnings.marks.size() < 2) return std::nullopt;
  return beginnings.marks[1];
}

template <class T>
std::optional<T> number(std::string_view text) {
  T value{};
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string to_string(const Fault& fault) {
  std::string text = fault.file;
  if (fault.line > 0) text += ':' + std::to_string(fault.line) + ':' + std::to_string(fault.column);
  text += ": " + fault.what;
  if (!fault.mend.empty()) text += "; " + fault.mend;
  return text;
}

YamlNode::YamlNode() = default;
YamlNode::YamlNode(const YamlNode& other) = default;
YamlNode::YamlNode(YamlNode&& other) noexcept = default;
YamlNode& YamlNode::operator=(const YamlNode& other) = default;
YamlNode& YamlNode::operator=(YamlNode&& other) noexcept = default;
YamlNode::~YamlNode() = default;

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const auto& [name, value] : members)
    if (name.scalar == key) return &value;
  return nullptr;
}

std::optional<std::string> YamlNode::as_text() const {
  if (kind != Kind::scalar) return std::nullopt;
  return scalar;
}

std::optional<std::int64_t> YamlNode::as_int() const {
  if (kind != Kind::scalar || quoted) return std::nullopt;
  return number<std::int64_t>(scalar);
}

std::optional<double> YamlNode::as_double() const {
  if (kind != Kind::scalar || quoted) return std::nullopt;
  return number<double>(scalar);
}

std::optional<bool> YamlNode::as_bool() const {
  if (kind != Kind::scalar || quoted) return std::nullopt;
  if (scalar == "true" || scalar == "yes" || scalar == "on") return true;
  if (scalar == "false" || scalar == "no" || scalar == "off") return false;
  return std::nullopt;
}

Fault YamlNode::fault(std::string what, std::string mend) const {
  return {file ? *file : std::string{}, line, column, std::move(what), std::move(mend)};
}

std::expected<YamlNode, Fault> parse_yaml(std::string_view text, std::string file) {
  Convert convert{std::make_shared<const std::string>(std::move(file)), 0, std::nullopt};
  try {
    const std::string copy(text);
    if (const auto second = second_document(copy))
      return std::unexpected(Fault{*convert.file, second->line + 1, second->column + 1,
                                   "holds more than one document",
                                   "remove the second ---, or the comma that stands here"});
    YamlNode root = convert.node(YAML::Load(copy), 0);
    if (convert.fault) return std::unexpected(*convert.fault);
    return root;
  } catch (const YAML::Exception& e) {
    return std::unexpected(Fault{*convert.file, e.mark.line + 1, e.mark.column + 1,
                                 "is not YAML: " + e.msg,
                                 "check the quotes and the indentation around this line"});
  }
}

}  // namespace quince
