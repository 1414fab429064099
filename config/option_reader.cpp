#include "config/option_reader.h"

#include "alerting/channel_text.h"
#include "core/ascii.h"
#include "core/nearest.h"

namespace quince {
namespace {

constexpr std::size_t faults_max = 200;  // a file of another kind altogether has one at every line

std::string_view kind_name(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::list:
      return "a list";
    case YamlNode::Kind::map:
      return "a section with options of its own";
    default:
      return "empty";
  }
}

// Fit for a terminal and a log line.
std::string quoted(std::string_view text) {
  return '"' + shortened(plain_line(text.substr(0, 400)), 80) + '"';
}

std::string number_text(double value) {
  const auto whole = static_cast<std::int64_t>(value);
  return static_cast<double>(whole) == value ? std::to_string(whole) : std::to_string(value);
}

}  // namespace

std::string variable_of(std::string_view path) {
  std::string out = "QUINCE_";
  for (const char c : path)
    out += c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

void OptionReader::fault(Fault fault) {
  if (faults_.size() < faults_max) faults_.push_back(std::move(fault));
}

Fault OptionReader::at(std::string path, std::string what, std::string mend) const {
  for (;;) {
    const auto found = origins_.find(path);
    if (found != origins_.end()) return found->second->fault(std::move(what), std::move(mend));
    const auto cut = path.find_last_of(".[");
    path.resize(cut == path.npos ? 0 : cut);
  }
}

void OptionReader::check_keys(const YamlNode& map, const std::vector<std::string>& known,
                              const std::string& path) {
  for (const auto& [key, value] : map.members) {
    bool found = false;
    for (const std::string& name : known) found = found || name == key.scalar;
    if (found) continue;
    const std::string near = nearest(key.scalar, known);
    std::string list;
    for (const std::string& name : known) list += (list.empty() ? "" : ", ") + name;
    fault(key.fault("there is no option " + joined_path(path, quoted(key.scalar)),
                    near.empty() ? "there are " + list : "did you mean " + near + "?"));
  }
}

bool OptionReader::was_given(const std::string& path) const {
  const auto found = origins_.find(path);
  if (found == origins_.end()) return false;
  return found->second->kind != YamlNode::Kind::scalar || !found->second->scalar.empty();
}

void OptionReader::check_environment() {
  for (const auto& [variable, value] : around_.environment) {
    if (!variable.starts_with("QUINCE_") || from_environment_.contains(variable)) continue;
    const std::string near = nearest(variable.substr(7), [&] {
      std::vector<std::string> names;
      for (const std::string& known : variables_) names.push_back(known.substr(7));
      return names;
    }());
    if (!near.empty())
      warn({"environment", 0, 0, variable + " names no option",
            "did you mean QUINCE_" + near + "?"});
  }
}

const YamlNode* OptionReader::given(const YamlNode* map, std::string_view name,
                                    const std::string& path) {
  if (path.find('[') == path.npos) {
    const std::string variable = variable_of(path);
    variables_.push_back(variable);
    if (const auto found = around_.environment.find(variable); found != around_.environment.end()) {
      YamlNode& node = from_environment_[variable];
      node.kind = YamlNode::Kind::scalar;
      node.scalar = found->second;
      node.file = std::make_shared<const std::string>("environment " + variable);
      return &node;
    }
  }
  const YamlNode* node = map == nullptr ? nullptr : map->find(name);
  return node == nullptr || node->is_null() ? nullptr : node;
}

// Inline or from a file, in the environment or in the YAML; the environment replaces both forms of
// the file.
void OptionReader::read_secret(const YamlNode* map, std::string_view name, const Limits& limits,
                               std::string& out, const std::string& path) {
  const std::string file_name = std::string(name) + "_file";
  const YamlNode* value = given(map, name, path);
  const YamlNode* file = given(map, file_name, path + "_file");
  const auto from_variable = [](const YamlNode* node) {
    return node != nullptr && node->line == 0;
  };
  if (from_variable(value) && !from_variable(file)) file = nullptr;
  if (from_variable(file) && !from_variable(value)) value = nullptr;
  if (value == nullptr && file == nullptr) {
    if (limits.need == Need::required)
      fault(at(path, path + " is missing", "add " + file_name + ": a file that holds it"));
    return;
  }
  origins_[path] = value != nullptr ? value : file;
  if (value != nullptr && file != nullptr)
    return fault(file->fault(
        path + " is given twice, as " + std::string(name) + " and as " + file_name, "keep one"));
  if (value != nullptr) return take(*value, limits, out, path);
  std::string name_of_file;
  take(*file, {.check = check_not_empty}, name_of_file, path + "_file");
  if (name_of_file.empty()) return;
  const auto secret = around_.read_secret(name_of_file);
  if (!secret)
    return fault(file->fault(
        "the secret file " + quoted(name_of_file) + " cannot be read: " + secret.error().text,
        "make it, readable by the user that runs quince, or correct the name"));
  if (secret->readable_by_all)
    warn(file->fault(
        "the secret file " + quoted(name_of_file) + " can be read by everybody on this machine",
        "chmod 600 " + name_of_file));
  YamlNode held = *file;
  held.scalar = trimmed(secret->text);
  if (held.scalar.empty())
    return fault(file->fault("the secret file " + quoted(name_of_file) + " is empty",
                             "write the secret into it"));
  take(held, limits, out, path);
  origins_[path] = file;  // `held` is gone soon
}

bool OptionReader::is_text(const YamlNode& node, const std::string& path) {
  if (node.kind == YamlNode::Kind::scalar) return true;
  fault(node.fault(path + " must be one value, and is " + std::string(kind_name(node)),
                   "write " + path + ": value"));
  return false;
}

void OptionReader::take(const YamlNode& node, const Limits& limits, std::string& out,
                        const std::string& path) {
  origins_[path] = &node;
  if (!is_text(node, path)) return;
  out = node.scalar;
  if (limits.check == nullptr) return;
  const auto wrong = limits.check(out);
  if (!wrong) return;
  const std::string shown = limits.secret || out.empty() ? path : path + ' ' + quoted(out);
  fault(node.fault(shown + ' ' + wrong->what, wrong->mend));
}

bool OptionReader::in_bounds(const YamlNode& node, const Limits& limits, double value,
                             const std::string& path) {
  if (limits.high == 0 || (value >= limits.low && value <= limits.high)) return true;
  fault(node.fault(path + ' ' + quoted(node.scalar) + " is out of bounds",
                   "choose " + number_text(limits.low) + " to " + number_text(limits.high)));
  return false;
}

void OptionReader::take(const YamlNode& node, const Limits& limits, std::int64_t& out,
                        const std::string& path) {
  origins_[path] = &node;
  if (!is_text(node, path)) return;
  const auto value = node.as_int();
  if (!value)
    return fault(node.fault(path + ' ' + quoted(node.scalar) + " is not a whole number",
                            "write it in digits"));
  if (in_bounds(node, limits, static_cast<double>(*value), path)) out = *value;
}

void OptionReader::take(const YamlNode& node, const Limits& limits, double& out,
                        const std::string& path) {
  origins_[path] = &node;
  if (!is_text(node, path)) return;
  const auto value = node.as_double();
  if (!value || *value != *value)
    return fault(
        node.fault(path + ' ' + quoted(node.scalar) + " is not a number", "write it as 0.3"));
  if (in_bounds(node, limits, *value, path)) out = *value;
}

void OptionReader::take(const YamlNode& node, const Limits& limits, Duration& out,
                        const std::string& path) {
  origins_[path] = &node;
  if (!is_text(node, path)) return;
  const auto value = parse_duration(node.scalar);
  if (!value)
    return fault(node.fault(path + ' ' + quoted(node.scalar) + " is not a length of time",
                            "write a number and its unit: 30s, 15m, 2h, 1d"));
  const double seconds = static_cast<double>(value->count()) / 1e3;
  if (limits.high == 0 || (seconds >= limits.low && seconds <= limits.high)) {
    out = *value;
    return;
  }
  fault(node.fault(
      path + ' ' + quoted(node.scalar) + " is out of bounds",
      "choose " + number_text(limits.low) + "s to " + number_text(limits.high / 86'400) + 'd'));
}

void OptionReader::take(const YamlNode& node, const Limits& limits, std::vector<std::string>& out,
                        const std::string& path) {
  origins_[path] = &node;
  if (node.kind != YamlNode::Kind::list)
    return fault(node.fault(path + " must be a list", "write [" + quoted(node.scalar) + "]"));
  for (const YamlNode& item : node.items) {
    const std::string item_path = path + '[' + std::to_string(out.size()) + ']';
    take(item, limits, out.emplace_back(), item_path);
  }
}

void OptionReader::take(const YamlNode& node, const Limits&, bool& out, const std::string& path) {
  origins_[path] = &node;
  if (!is_text(node, path)) return;
  const auto value = node.as_bool();
  if (!value)
    return fault(node.fault(path + ' ' + quoted(node.scalar) + " is neither true nor false",
                            "write true or false"));
  out = *value;
}

void OptionReader::take(const YamlNode& node, const Limits& limits,
                        std::map<std::string, std::string>& out, const std::string& path) {
  origins_[path] = &node;
  if (node.kind != YamlNode::Kind::map)
    return fault(node.fault(path + " must be names and their values", "write {text: comment}"));
  for (const auto& [name, value] : node.members)
    take(value, limits, out[name.scalar], path + '.' + name.scalar);
}

}  // namespace quince
