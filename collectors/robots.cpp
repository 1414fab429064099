#include "collectors/robots.h"

#include "core/ascii.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace quince {
namespace {

constexpr std::string_view product = "quince";
constexpr std::size_t rules_max = 10'000;  // x 50 bytes = 512 KiB, as much as is read

std::optional<int> hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (lower_ascii(c) >= 'a' && lower_ascii(c) <= 'f') return lower_ascii(c) - 'a' + 10;
  return std::nullopt;
}

// One form for "/a%62", "/ab" and "/%61b": decoded. "*" and "$" that were encoded stay so, since
// they mean themselves.
std::string decoded(std::string_view path) {
  std::string out;
  for (std::size_t at = 0; at < path.size(); ++at) {
    const auto high = path[at] == '%' && at + 2 < path.size() ? hex(path[at + 1]) : std::nullopt;
    const auto low = high ? hex(path[at + 2]) : std::nullopt;
    const char c = low ? static_cast<char>(*high * 16 + *low) : path[at];
    if (low && c != '*' && c != '$') at += 2;
    out += low && (c == '*' || c == '$') ? '%' : c;
  }
  return out;
}

// Whether `pattern` matches the beginning of `path`. Greedy from the left with one place to come
// back to, so the time is at most the product of both lengths.
bool matches(std::string_view pattern, std::string_view path) {
  const bool to_end = pattern.ends_with('$');
  if (to_end) pattern.remove_suffix(1);
  std::size_t p = 0, at = 0, star = pattern.npos, star_at = 0;
  while (true) {
    if (p == pattern.size() && (!to_end || at == path.size())) return true;
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_at = at;
    } else if (p < pattern.size() && at < path.size() && pattern[p] == path[at]) {
      ++p, ++at;
    } else if (star != pattern.npos && star_at < path.size()) {
      p = star + 1;
      at = ++star_at;
    } else {
      return false;
    }
  }
}

struct Line {
  std::string key;
  std::string_view value;
};

// "Key: value # comment"; the key in lower case, empty where there is none.
Line split(std::string_view text) {
  text = text.substr(0, text.find('#'));
  const std::size_t colon = text.find(':');
  if (colon == text.npos) return {};
  return {lower_ascii(trim(text.substr(0, colon))), trim(text.substr(colon + 1))};
}

// A product token ends where its letters do: "Quince/1.0" is "quince".
std::string token_of(std::string_view value) {
  if (value.starts_with('*')) return "*";
  std::size_t end = 0;
  while (end < value.size() &&
         ((lower_ascii(value[end]) >= 'a' && lower_ascii(value[end]) <= 'z') || value[end] == '_' ||
          value[end] == '-'))
    ++end;
  return lower_ascii(value.substr(0, end));
}

Duration delay_of(std::string_view value) {
  double delay_s = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), delay_s);
  if (error != std::errc{} || !(delay_s > 0)) return {};
  const double most_s = static_cast<double>(crawl_delay_max.count()) / 1000;
  return Duration{static_cast<std::int64_t>(std::min(delay_s, most_s) * 1000)};
}

std::string_view path_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == url.npos) return url;
  const std::size_t path = url.find_first_of("/?", scheme + 3);
  return path == url.npos ? std::string_view{} : url.substr(path, url.find('#') - path);
}

}  // namespace

struct Robots::Group {
  bool of_us = false, of_all = false;
  std::vector<Rule> rules;
  Duration crawl_delay{};
};

void Robots::take(const Group& group) {
  rules_.insert(rules_.end(), group.rules.begin(), group.rules.end());
  crawl_delay_ = std::max(crawl_delay_, group.crawl_delay);
}

Robots Robots::parse(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<Group> groups(1);  // rules before the first user-agent belong to nobody
  bool is_naming = false;        // the line before named a user-agent too
  std::size_t rules = 0;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    const auto [key, value] = split(text.substr(0, end));
    text = end == text.npos ? std::string_view{} : text.substr(end + 1);
    if (key == "user-agent") {
      if (!is_naming) groups.emplace_back();
      const std::string token = token_of(value);
      groups.back().of_us = groups.back().of_us || token == product;
      groups.back().of_all = groups.back().of_all || token == "*";
      is_naming = true;
    } else if (key == "allow" || key == "disallow") {
      is_naming = false;
      if (!value.empty() && ++rules <= rules_max)
        groups.back().rules.push_back({decoded(value), key == "allow"});
    } else if (key == "crawl-delay") {
      is_naming = false;
      groups.back().crawl_delay = delay_of(value);
    }
  }
  Robots robots;
  const bool is_named = std::ranges::any_of(groups, &Group::of_us);
  for (const Group& group : groups)
    if (is_named ? group.of_us : group.of_all) robots.take(group);
  return robots;
}

Robots Robots::that_refuses_all() {
  Robots robots;
  robots.rules_.push_back({"/", false});
  return robots;
}

bool Robots::allows(std::string_view url) const {
  std::string path = decoded(path_of(url));
  if (!path.starts_with('/')) path.insert(0, 1, '/');
  const Rule* best = nullptr;
  for (const Rule& rule : rules_) {
    if (best != nullptr && (rule.pattern.size() < best->pattern.size() ||
                            (rule.pattern.size() == best->pattern.size() && !rule.allow)))
      continue;
    if (matches(rule.pattern, path)) best = &rule;
  }
  return best == nullptr || best->allow;
}

std::string robots_url(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t end = url.find_first_of("/?#", scheme == url.npos ? 0 : scheme + 3);
  return std::string(url.substr(0, end)) + "/robots.txt";
}

}  // namespace quince
