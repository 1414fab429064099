#include "app/demo/day.h"

#include "core/ascii.h"

#include <algorithm>
#include <initializer_list>
#include <set>

namespace quince {
namespace {

// "07:45" as minutes since midnight, "24:00" included.
std::optional<int> minutes_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t i : {0U, 1U, 3U, 4U})
    if (!is_digit(text[i])) return std::nullopt;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour * 60 + minute > 24 * 60) return std::nullopt;
  return hour * 60 + minute;
}

std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

template <NamedEnum E>
std::string one_of() {
  std::string list = "use one of:";
  for (const std::string_view each : EnumNames<E>::names)
    if (!each.empty()) list += ' ' + std::string(each);
  return list;
}

// Collects every fault instead of stopping at the first, so each getter gives a harmless value
// after a complaint.
class DayReader {
 public:
  explicit DayReader(std::vector<Fault>& faults) : faults_(faults) {}

  Day read(const YamlNode& root) {
    if (!is_map(root, {"brand", "account", "hashtag", "timezone", "utc_offset", "date", "begins",
                       "ends", "people", "posts", "team"}))
      return {};
    day_.brand = text(root, "brand");
    day_.account = text(root, "account");
    day_.hashtag = to_lower(text(root, "hashtag"));
    day_.timezone = text(root, "timezone");
    read_midnight(root);
    if (!faults_.empty()) return {};
    day_.begins = time(root, "begins");
    day_.ends = time(root, "ends");
    read_people(root);
    for (const YamlNode& node : list(root, "posts")) read_post(node);
    for (const YamlNode& node : list(root, "team")) read_action(node);
    return std::move(day_);
  }

 private:
  void complain(const YamlNode& at, std::string what, std::string mend = {}) {
    faults_.push_back(at.fault(std::move(what), std::move(mend)));
  }

  bool is_map(const YamlNode& node, std::initializer_list<std::string_view> keys) {
    if (node.kind != YamlNode::Kind::map) {
      complain(node, "must be keys and values");
      return false;
    }
    for (const auto& [key, value] : node.members) {
      if (std::find(keys.begin(), keys.end(), key.scalar) != keys.end()) continue;
      std::string known = "known here:";
      for (const std::string_view each : keys) known += ' ' + std::string(each);
      complain(key, "unknown key " + key.scalar, known);
    }
    return true;
  }

  const YamlNode* need(const YamlNode& node, std::string_view key) {
    const YamlNode* found = node.find(key);
    if (found == nullptr)
      complain(node, "lacks " + std::string(key), "add " + std::string(key) + ": …");
    return found;
  }

  std::string text_of(const YamlNode& node) {
    const auto value = node.as_text();
    if (!value || value->empty()) complain(node, "must be a text that is not empty");
    return value.value_or("");
  }
  std::string text(const YamlNode& node, std::string_view key) {
    const YamlNode* found = need(node, key);
    return found == nullptr ? std::string{} : text_of(*found);
  }
  std::string text_or(const YamlNode& node, std::string_view key, std::string otherwise) {
    const YamlNode* found = node.find(key);
    return found == nullptr ? std::move(otherwise) : text_of(*found);
  }

  std::int64_t number_of(const YamlNode& node, std::int64_t low, std::int64_t high) {
    const auto value = node.as_int();
    if (value && *value >= low && *value <= high) return *value;
    complain(node,
             "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    return low;
  }

  template <NamedEnum E>
  E choice(const YamlNode& node, std::string_view key) {
    const YamlNode* found = need(node, key);
    if (found == nullptr) return {};
    const auto value = from_name<E>(found->scalar);
    if (!value || found->scalar.empty())
      complain(*found, std::string(key) + " cannot be " + found->scalar, one_of<E>());
    return value.value_or(E{});
  }

  Time time_of(const YamlNode& node) {
    const auto minutes = minutes_of(node.scalar);
    if (!minutes) complain(node, "is no time of the day", "write it as \"07:45\"");
    return midnight_ + std::chrono::minutes{minutes.value_or(0)};
  }
  Time time(const YamlNode& node, std::string_view key) {
    const YamlNode* found = need(node, key);
    return found == nullptr ? midnight_ : time_of(*found);
  }

  const std::vector<YamlNode>& list(const YamlNode& root, std::string_view key) {
    static const std::vector<YamlNode> nothing;
    const YamlNode* found = need(root, key);
    if (found == nullptr) return nothing;
    if (found->kind != YamlNode::Kind::list) complain(*found, std::string(key) + " must be a list");
    return found->items;
  }

  void read_midnight(const YamlNode& root) {
    const std::string date = text(root, "date"), offset = text(root, "utc_offset");
    const auto midnight = parse_rfc3339(date + "T00:00:00" + offset);
    if (midnight)
      midnight_ = *midnight;
    else
      complain(root, "date and utc_offset make no instant", "write 2026-11-20 and \"+01:00\"");
  }

  void read_people(const YamlNode& root) {
    const YamlNode* people = need(root, "people");
    if (people == nullptr) return;
    for (const auto& [handle, node] : people->members) {
      if (!is_map(node, {"name", "followers", "lang", "created", "bot"})) continue;
      Person person;
      person.id = std::to_string(1001 + day_.people.size());
      person.name = text(node, "name");
      person.lang = text(node, "lang");
      if (const YamlNode* f = node.find("followers"))
        person.followers = number_of(*f, 0, 1'000'000'000);
      const auto created = parse_rfc3339(text(node, "created") + "T00:00:00Z");
      if (!created) complain(node, "created is no date", "write it as 2019-03-02");
      person.created_at = created.value_or(Time{});
      if (const YamlNode* bot = node.find("bot")) {
        if (!bot->as_bool()) complain(*bot, "bot must be true or false");
        person.bot = bot->as_bool().value_or(false);
      }
      day_.people.emplace(handle.scalar, std::move(person));
    }
    if (!day_.people.contains(day_.account))
      complain(*people, "lacks the brand's own account " + day_.account);
  }

  const Person* person(const YamlNode& node, std::string_view key, const std::string& handle) {
    const auto found = day_.people.find(handle);
    if (found != day_.people.end()) return &found->second;
    if (const YamlNode* at = node.find(key))
      complain(*at, "nobody is called " + handle, "add them to people");
    return nullptr;
  }

  void read_post(const YamlNode& node) {
    if (!is_map(node, {"at", "by", "id", "via", "lang", "title", "text", "reply", "rating",
                       "shares", "edit", "delete", "expect"}))
      return;
    Post post;
    post.at = time(node, "at");
    post.by = text(node, "by");
    const Person* author = person(node, "by", post.by);
    if (node.find("via") != nullptr) post.via = choice<Via>(node, "via");
    post.lang = text_or(node, "lang", author == nullptr ? "" : author->lang);
    post.title = text_or(node, "title", "");
    post.text = text(node, "text");
    post.expect = choice<Verdict>(node, "expect");
    post.id = text_or(node, "id", slug(post.by, node));
    if (!ids_.insert(post.id).second)
      complain(node, "the id " + post.id + " is taken", "give it an id of its own");
    post.reply_to = text_or(node, "reply", "");
    if (!post.reply_to.empty() && (post.reply_to == post.id || !ids_.contains(post.reply_to)))
      complain(*node.find("reply"), "no earlier post is called " + post.reply_to);
    if (const YamlNode* rating = node.find("rating")) post.rating = number_of(*rating, 1, 5);
    read_later(node, post);
    check_place(node, post);
    day_.posts.push_back(std::move(post));
  }

  static std::string slug(const std::string& by, const YamlNode& node) {
    std::string slug = by + '-';
    if (const YamlNode* at = node.find("at")) slug += at->scalar;
    std::erase(slug, ':');
    return slug;
  }

  // What happens to a post after it was published.
  void read_later(const YamlNode& node, Post& post) {
    if (const YamlNode* shares = node.find("shares")) {
      if (shares->members.empty()) complain(*shares, "shares must be times and counts");
      for (const auto& [at, count] : shares->members) {
        const std::pair point{time_of(at), number_of(count, 0, 1'000'000'000)};
        const bool grows = post.shares.empty() || (point.first > post.shares.back().first &&
                                                   point.second >= post.shares.back().second);
        if (!grows || point.first < post.at)
          complain(at, "shares must grow with time, from the post on");
        post.shares.push_back(point);
      }
    }
    if (const YamlNode* edit = node.find("edit"); edit != nullptr && is_map(*edit, {"at", "text"}))
      post.edit = Edit{later(*edit, post), text(*edit, "text")};
    if (const YamlNode* gone = node.find("delete"); gone != nullptr && is_map(*gone, {"at"}))
      post.deleted_at = later(*gone, post);
  }

  Time later(const YamlNode& node, const Post& post) {
    const Time at = time(node, "at");
    if (at <= post.at)
      complain(node, "comes before the post itself", "move it after the post's at");
    return at;
  }

  void check_place(const YamlNode& node, const Post& post) {
    if (!day_.posts.empty() && post.at < day_.posts.back().at)
      complain(node, "stands after a later post", "keep the posts in the order of the day");
    if (post.at < day_.begins || post.at >= day_.ends)
      complain(node, "is outside of begins and ends");
    const std::string tag = '#' + day_.hashtag;
    const bool tagged = to_lower(post.text).contains(tag) &&
                        (!post.edit || to_lower(post.edit->text).contains(tag));
    if (post.via == Via::mastodon && !tagged)
      complain(node, "a tag timeline would never show it",
               "put " + tag + " into the text, or choose another via");
    if (post.via != Via::mastodon && post.title.empty())
      complain(node, "lacks title", "articles and reviews have one");
    if (post.via == Via::reviews && post.rating == 0)
      complain(node, "lacks rating", "a review has 1 to 5 stars");
  }

  void read_action(const YamlNode& node) {
    if (!is_map(node, {"at", "do", "by", "author", "outcome", "note"})) return;
    DayAction action;
    action.at = time(node, "at");
    action.verb = choice<TeamVerb>(node, "do");
    action.by = text(node, "by");
    action.author = text(node, "author");
    action.note = text_or(node, "note", "");
    person(node, "author", action.author);
    if (action.verb == TeamVerb::settle)
      action.outcome = choice<Outcome>(node, "outcome");
    else if (node.find("outcome") != nullptr)
      complain(*node.find("outcome"), "only a settle has an outcome");
    if (!day_.team.empty() && action.at < day_.team.back().at)
      complain(node, "stands after a later action", "keep the actions in the order of the day");
    day_.team.push_back(std::move(action));
  }

  std::vector<Fault>& faults_;
  Day day_;
  Time midnight_{};
  std::set<std::string, std::less<>> ids_;
};

}  // namespace

std::expected<Day, std::vector<Fault>> read_day(std::string_view yaml, std::string file) {
  const auto root = parse_yaml(yaml, std::move(file));
  if (!root) return std::unexpected(std::vector{root.error()});
  std::vector<Fault> faults;
  Day day = DayReader(faults).read(*root);
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return day;
}

bool is_out(const Post& post, Time now) {
  return post.at <= now && (!post.deleted_at || now < *post.deleted_at);
}

bool is_edited(const Post& post, Time now) { return post.edit && post.edit->at <= now; }

const std::string& text_at(const Post& post, Time now) {
  return is_edited(post, now) ? post.edit->text : post.text;
}

std::int64_t shares_at(const Post& post, Time now) {
  std::pair<Time, std::int64_t> before{post.at, 0};
  for (const auto& point : post.shares) {
    if (now < point.first) {
      if (now < before.first) return 0;
      const auto span = (point.first - before.first).count();
      return before.second + (point.second - before.second) * (now - before.first).count() / span;
    }
    before = point;
  }
  return before.second;
}

}  // namespace quince
