// Timelines of a tag, of a link and of everybody, and searches. Two ways to go on from what was
// read, for the API has two:
//   - a timeline is walked forward with `min_id`, page by page; `since_id` would give only the
//     newest page and leave a hole;
//   - a search gives the newest first, whatever it is asked for: with a cursor it is walked down
//     with `offset`, and the cursor moves when the bottom was reached.
//
// A status that came late through federation is numbered by the time at which it was written, so it
// may lie behind the cursor. In each quarter of an hour the first request is for the page behind
// it; what is known already, the inbox drops.
#include "collectors/mastodon.h"

#include <charconv>

#include "collectors/kinds.h"
#include "collectors/threads.h"
#include "core/utf8.h"
#include "io/event_parser.h"
#include "io/html_text.h"
#include "io/url.h"

namespace quince {
namespace {

constexpr std::size_t page_items = 40;     // the most that the API gives
constexpr std::size_t offset_max = 4'000;  // of a search; what is older is history
constexpr std::size_t number_bytes_max = 64;
using Quarter = std::chrono::duration<std::int64_t, std::ratio<900>>;

// "<newest>"; or "<newest> <floor> <offset>" while a search is walked down to the floor. The newest
// is "-" where nothing was there yet.
struct Position {
  std::string newest, floor;
  std::size_t offset = 0;
};

Position parse_position(std::string_view text) {
  Position position;
  const std::size_t first = std::min(text.find(' '), text.size());
  position.newest = text.substr(0, first);
  const std::size_t second = text.rfind(' ');
  if (second == std::string_view::npos || second == first) return position;
  position.floor = text.substr(first + 1, second - first - 1);
  std::from_chars(text.data() + second + 1, text.data() + text.size(), position.offset);
  return position;
}

bool is_known(const std::string& newest) { return !newest.empty() && newest != "-"; }

// Numbers are numbers in all but type: the longer one is the later one.
bool is_later(const std::string& a, const std::string& b) {
  return a.size() != b.size() ? a.size() > b.size() : a > b;
}

std::string first_page_of(const Target& target) {
  const std::string limit = "limit=" + std::to_string(page_items);
  if (!target.tag.empty())
    return "/api/v1/timelines/tag/" + percent_encoded(target.tag) + '?' + limit;
  if (!target.link.empty())
    return "/api/v1/timelines/link?url=" + percent_encoded(target.link) + '&' + limit;
  if (!target.search.empty())
    return "/api/v2/search?type=statuses&q=" + percent_encoded(target.search) + '&' + limit;
  return "/api/v1/timelines/public?" + limit;
}

bool is_time_to_look_back(const Cursor& cursor) {
  const auto quarter_of = [](Time time) { return std::chrono::floor<Quarter>(time); };
  return cursor.last_success_at &&
         quarter_of(cursor.next_at) != quarter_of(*cursor.last_success_at);
}

// The newest page of a search is what lies behind its cursor.
std::string look_back(const Target& target, const std::string& newest) {
  return target.search.empty() ? "&max_id=" + percent_encoded(newest) : std::string{};
}

std::string go_on(const Position& position) {
  if (position.floor.empty()) return "&min_id=" + percent_encoded(position.newest);
  return "&min_id=" + percent_encoded(position.floor) +
         "&offset=" + std::to_string(position.offset);
}

using Rows = std::vector<const JsonNode*>;

void add_rows(const JsonNode& list, Rows& rows) {
  for (const JsonNode& row : list.items()) rows.push_back(&row);
}

// Of a timeline, a search, a context, or the one status that the answer is.
Result<Rows> rows_of(const JsonNode& answer) {
  Rows rows;
  add_rows(answer, rows);
  for (const auto list : {"statuses", "ancestors", "descendants"}) add_rows(answer[list], rows);
  const bool is_one = !status_of(answer)["content"].is_null();
  if (is_one) rows.push_back(&answer);
  if (answer.type() == JsonNode::Type::list || is_one ||
      answer["statuses"].type() == JsonNode::Type::list ||
      answer["ancestors"].type() == JsonNode::Type::list)
    return rows;
  return fail(Code::invalid, "the answer holds no statuses");
}

// A context leaves out the status that it is of: the first descendant answers that one, and it
// answers the last ancestor.
std::map<std::string, std::string> parents_of(const JsonNode& context) {
  const auto &above = context["ancestors"].items(), &below = context["descendants"].items();
  if (above.empty() || below.empty()) return {};
  return {{below.front()["in_reply_to_id"].text(), above.back()["id"].text()}};
}

std::string newest_of(const Rows& rows, std::string newest) {
  for (const JsonNode* row : rows)
    if (const std::string id = (*row)["id"].text();
        id.size() <= number_bytes_max && is_later(id, newest))
      newest = id;
  return newest;
}

void move_timeline(const Position& before, const Rows& rows, Parsed& parsed) {
  parsed.position = newest_of(rows, before.newest);
  parsed.more = rows.size() >= page_items && parsed.position != before.newest;
}

// A page may be short of what the token's account does not want to see: only one that is not even
// half full is the last.
void move_search(const Position& before, const Rows& rows, Parsed& parsed) {
  parsed.position = newest_of(rows, before.newest);
  const std::size_t offset = before.offset + page_items;
  if (!is_known(before.newest) || rows.size() < page_items / 2 || offset > offset_max) return;
  parsed.position +=
      ' ' + (before.floor.empty() ? before.newest : before.floor) + ' ' + std::to_string(offset);
  parsed.more = true;
}

void move(const Target& target, const Document& document, const Rows& rows, Parsed& parsed) {
  const Position before = parse_position(document.position);
  const bool went_back =
      is_known(before.newest) && document.url.find("min_id=") == std::string::npos;
  if (went_back) {
    parsed.position = document.position;
    parsed.more = true;  // and now forward
    return;
  }
  if (target.search.empty()) {
    move_timeline(before, rows, parsed);
  } else {
    move_search(before, rows, parsed);
  }
  if (!parsed.position.empty()) return;
  parsed.position = "-";
  if (target.source->token.empty())
    parsed.faults.emplace_back(
        "nothing is shown; an instance that closed its timelines to strangers answers so "
        "(configuration.timelines_access), and a token_file opens them");
}

// A capture of a stream: no JSON begins like that.
bool is_event_stream(const Document& document) {
  if (document.content_type.starts_with("text/event-stream")) return true;
  for (const std::string_view start : {":", "event:", "data:", "id:", "retry:"})
    if (document.bytes.starts_with(start)) return true;
  return false;
}

Parsed parse_capture(const Target& target, const Document& document) {
  Parsed parsed;
  EventParser parser(document.bytes.size() + 1);
  const auto take = [&](const StreamMessage& message) {
    take_event(message, target, document.url, parsed);
    return true;
  };
  parser.feed(document.bytes, take);
  parser.feed("\n\n", take);  // the capture may end in the middle of the last one
  return parsed;
}

}  // namespace

HttpRequest request_mastodon(const Target& target, const Cursor& cursor) {
  HttpRequest request;
  request.headers = {{"Accept", "application/json"}};
  request.url = mastodon_url(*target.source, first_page_of(target));
  const Position position = parse_position(cursor.position);
  if (!is_known(position.newest)) return request;
  const bool is_walking_down = !position.floor.empty();
  request.url += !is_walking_down && is_time_to_look_back(cursor)
                     ? look_back(target, position.newest)
                     : go_on(position);
  return request;
}

Result<Parsed> parse_mastodon(const Target& target, const Document& document) {
  if (is_event_stream(document)) return parse_capture(target, document);
  const auto answer = read_answer(document);
  if (!answer) return std::unexpected(answer.error());
  const auto rows = rows_of(*answer);
  if (!rows) return std::unexpected(rows.error());
  Parsed parsed;
  for (const JsonNode* row : *rows) take_status(*row, target, document.url, parsed);
  tie_threads(parsed.mentions, parents_of(*answer));
  move(target, document, *rows, parsed);
  return parsed;
}

Result<Parsed> refused_mastodon(const Target& target, const HttpResponse& response) {
  // Only what is linked to often has a timeline; it may get one yet.
  if (response.status == 404 && !target.link.empty()) return Parsed{};
  std::string text = "HTTP status " + std::to_string(response.status);
  if (const auto answer = parse_json(response.body); answer && !(*answer)["error"].is_null())
    text += ": " + std::string(cut_utf8(fold_space((*answer)["error"].text()), 200));
  if (response.status == 401 || response.status == 403)
    text +=
        "; the instance answers to its members alone: give the source a token_file with a "
        "token that holds and may read:statuses and read:search";
  return fail(Code::refused, std::move(text));
}

}  // namespace quince
