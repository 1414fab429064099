// Fills a struct from a YAML map by the rows of config/options.h, and keeps what went wrong and
// where each value stood:
//
//   channels:
//     - name: care            origins["channels[0].name"]    = quince.yaml:2:13
//       url_file: slack.url   origins["channels[0].url"]     = quince.yaml:3:17
//
// so that the cross checks, which see values only, can still point at the line. Not thread-safe.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "config/options.h"

namespace quince {

class OptionReader {
 public:
  OptionReader(const YamlNode& root, const Surroundings& around) : around_(around) {
    origins_[""] = &root;
  }

  // `node` may be null: the struct keeps its defaults, but the environment and required options are
  // still looked at.
  template <Configured T>
  void read(const YamlNode* node, T& out, const std::string& path = {});

  // A fault at the value of `path`, or at the nearest part of the file that was written.
  Fault at(std::string path, std::string what, std::string mend) const;
  bool was_given(const std::string& path) const;  // something other than nothing was written

  void fault(Fault fault);
  void warn(Fault fault) { warnings_.push_back(std::move(fault)); }
  void check_environment();  // warns of variables that are nearly the name of an option

  std::vector<Fault> faults() && { return std::move(faults_); }
  std::vector<Fault> warnings() && { return std::move(warnings_); }
  bool has_faults() const { return !faults_.empty(); }

 private:
  template <class T, class M>
  void read_option(const Option<T, M>& row, const YamlNode* map, T& out, const std::string& path);
  template <Configured T>
  void read_list(const YamlNode& node, std::vector<T>& out, const std::string& path);
  void check_keys(const YamlNode& map, const std::vector<std::string>& known,
                  const std::string& path);

  // The node that gives the option its value: the environment's before the file's; null: nobody
  // does.
  const YamlNode* given(const YamlNode* map, std::string_view name, const std::string& path);
  void read_secret(const YamlNode* map, std::string_view name, const Limits& limits,
                   std::string& out, const std::string& path);

  void take(const YamlNode& node, const Limits& limits, std::string& out, const std::string& path);
  void take(const YamlNode& node, const Limits& limits, std::int64_t& out, const std::string& path);
  void take(const YamlNode& node, const Limits& limits, double& out, const std::string& path);
  void take(const YamlNode& node, const Limits& limits, Duration& out, const std::string& path);
  void take(const YamlNode& node, const Limits& limits, bool& out, const std::string& path);
  void take(const YamlNode& node, const Limits& limits, std::vector<std::string>& out,
            const std::string& path);
  void take(const YamlNode& node, const Limits& limits, std::map<std::string, std::string>& out,
            const std::string& path);
  bool is_text(const YamlNode& node, const std::string& path);
  bool in_bounds(const YamlNode& node, const Limits& limits, double value, const std::string& path);

  const Surroundings& around_;
  std::map<std::string, const YamlNode*> origins_;
  std::map<std::string, YamlNode> from_environment_;  // by variable; nodes are stable
  std::vector<std::string> variables_;                // that would have been heard
  std::vector<Fault> faults_, warnings_;
};

std::string variable_of(std::string_view path);  // "listen.desk" -> "QUINCE_LISTEN_DESK"

inline std::string joined_path(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + '.' + std::string(name);
}

template <Configured T>
void OptionReader::read(const YamlNode* node, T& out, const std::string& path) {
  if (node != nullptr && node->is_null()) node = nullptr;
  if (node != nullptr && node->kind != YamlNode::Kind::map)
    return fault(
        node->fault((path.empty() ? "the file" : path) + " must hold options, as name: value",
                    "see config/quince.yaml"));
  if (node != nullptr) {
    origins_.try_emplace(path, node);
    std::vector<std::string> known;
    for_each_option<T>([&](const auto& row) {
      known.emplace_back(row.name);
      if (row.limits.secret) known.push_back(std::string(row.name) + "_file");
    });
    check_keys(*node, known, path);
  }
  for_each_option<T>(
      [&](const auto& row) { read_option(row, node, out, joined_path(path, row.name)); });
}

template <class T, class M>
void OptionReader::read_option(const Option<T, M>& row, const YamlNode* map, T& out,
                               const std::string& path) {
  M& member = out.*(row.member);
  if constexpr (Configured<M>) {
    read(map == nullptr ? nullptr : map->find(row.name), member, path);
  } else if constexpr (ConfiguredList<M>) {
    const YamlNode* node = map == nullptr ? nullptr : map->find(row.name);
    if (node != nullptr && !node->is_null()) read_list(*node, member, path);
  } else {
    if constexpr (std::is_same_v<M, std::string>)
      if (row.limits.secret) return read_secret(map, row.name, row.limits, member, path);
    const YamlNode* node = given(map, row.name, path);
    if (node != nullptr) return take(*node, row.limits, member, path);
    if (row.limits.need == Need::required)
      fault(at(path, path + " is missing",
               "add " + std::string(row.name) + ": " + std::string(row.doc)));
  }
}

template <Configured T>
void OptionReader::read_list(const YamlNode& node, std::vector<T>& out, const std::string& path) {
  if (node.kind != YamlNode::Kind::list)
    return fault(node.fault(path + " must be a list", "begin each entry with \"- \""));
  origins_[path] = &node;
  for (const YamlNode& item : node.items) {
    const std::string item_path = path + '[' + std::to_string(out.size()) + ']';
    origins_[item_path] = &item;
    read(&item, out.emplace_back(), item_path);
  }
}

}  // namespace quince
