// The options shown to people: what is in force, and what there is.
#include "config/option_reader.h"
#include "io/json_writer.h"

namespace quince {
namespace {

// A quoted JSON text is YAML too. A web address may carry a key in its query, which is left out.
std::string shown(const std::string& text) {
  std::string visible = text;
  const auto query = text.find("://") == text.npos ? text.npos : text.find('?');
  if (query != text.npos) visible = text.substr(0, query) + "?…";
  std::string out;
  append_json_string(out, visible);
  return out;
}

std::string shown(bool value) { return value ? "true" : "false"; }
std::string shown(std::int64_t number) { return std::to_string(number); }
std::string shown(double number) { return to_string(Decimal::from_double(number)); }
std::string shown(Duration span) {
  if (span.count() % 1'000 != 0) return std::to_string(span.count()) + "ms";
  const auto seconds = span.count() / 1'000;
  if (seconds % 60 != 0) return std::to_string(seconds) + 's';
  return seconds % 3'600 == 0 ? std::to_string(seconds / 3'600) + 'h'
                              : std::to_string(seconds / 60) + 'm';
}
std::string shown(const std::vector<std::string>& list) {
  std::string out = "[";
  for (const std::string& text : list) out += (out.size() > 1 ? ", " : "") + shown(text);
  return out + ']';
}
std::string shown(const std::map<std::string, std::string>& map) {
  std::string out = "{";
  for (const auto& [key, value] : map)
    out += (out.size() > 1 ? ", " : "") + shown(key) + ": " + shown(value);
  return out + '}';
}

template <Configured T>
void describe_into(std::string& out, const T& options, std::string margin, bool in_list) {
  bool first = in_list;  // the first line of a list's entry follows its dash
  for_each_option<T>([&](const auto& row) {
    const auto& member = options.*(row.member);
    using M = std::remove_cvref_t<decltype(member)>;
    out += (first ? "" : margin) + std::string(row.name) + ':';
    first = false;
    if constexpr (Configured<M>) {
      out += '\n';
      describe_into(out, member, margin + "  ", false);
    } else if constexpr (ConfiguredList<M>) {
      out += member.empty() ? " []\n" : "\n";
      for (const auto& entry : member) {
        out += margin + "  - ";
        describe_into(out, entry, margin + "    ", true);
      }
    } else if (row.limits.secret) {
      if constexpr (std::is_same_v<M, std::string>)
        out += member.empty() ? " \"\"\n" : " \"<set>\"\n";
    } else {
      out += ' ' + shown(member) + '\n';
    }
  });
}

template <Configured T>
void reference_into(std::string& out, const std::string& path) {
  const T defaults{};
  for_each_option<T>([&](const auto& row) {
    using M = std::remove_cvref_t<decltype(defaults.*(row.member))>;
    const std::string own = joined_path(path, row.name);
    if constexpr (Configured<M>) {
      reference_into<M>(out, own);
    } else if constexpr (ConfiguredList<M>) {
      reference_into<typename M::value_type>(out, own + "[]");
    } else {
      out.append(own).append(" — ").append(row.doc).append(" (");
      out += row.limits.need == Need::required ? "required"
                                               : "default " + shown(defaults.*(row.member));
      if (row.limits.secret) out.append("; or ").append(row.name).append("_file");
      if (own.find('[') == own.npos) out.append("; ").append(variable_of(own));
      out += ")\n";
    }
  });
}

}  // namespace

std::string describe(const Config& config) {
  std::string out;
  describe_into(out, config, "", false);
  return out;
}

std::string option_reference() {
  std::string out;
  reference_into<Config>(out, "");
  return out;
}

}  // namespace quince
