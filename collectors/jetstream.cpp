// Jetstream: every post on Bluesky as it is written (github.com/bluesky-social/jetstream, version 1
// of its frames). It replays from a cursor, inclusive: microseconds of its own clock, or, where a
// frame has a `cursor`, a running number below 10^15. It delivers at least once and may put a few
// frames in another order where a replay becomes live, so a cursor in time goes back a little;
// what is read twice has the same id. It remembers 36 hours.
//
// Known limits: frames say nothing of an author but the did, so what an author asked for in the
// profile (no_unauthenticated) is learned only where the post is read by another way.
#include <algorithm>
#include <charconv>

#include "collectors/bluesky_view.h"
#include "collectors/identity.h"
#include "collectors/kinds.h"

namespace quince {
namespace {

constexpr std::string_view by_time = "us:", by_number = "seq:";
constexpr std::int64_t number_end = 1'000'000'000'000'000;  // from here on a cursor is a time
constexpr std::int64_t rewind_us = 5'000'000;
constexpr Duration remembered = std::chrono::hours{36};
constexpr std::string_view posts = "app.bsky.feed.post";

std::optional<std::int64_t> value_of(std::string_view position, std::string_view way) {
  if (!position.starts_with(way)) return std::nullopt;
  position.remove_prefix(way.size());
  std::int64_t value = 0;
  const auto [end, error] =
      std::from_chars(position.data(), position.data() + position.size(), value);
  if (error != std::errc{} || end != position.data() + position.size()) return std::nullopt;
  return value;
}

std::string position_of(const JsonNode& frame) {
  const auto number = frame["cursor"].whole(), time_us = frame["time_us"].whole();
  if (number && *number < number_end) return std::string(by_number) + std::to_string(*number);
  if (!time_us) return {};
  return std::string(by_time) + std::to_string(*time_us);
}

void take_commit(const JsonNode& frame, Parsed& parsed) {
  const JsonNode& commit = frame["commit"];
  if (commit["collection"].text() != posts) return;
  const PostUri uri{frame["did"].text(), commit["rkey"].text()};
  const JsonNode& record = commit["record"];
  const bool is_deletion = commit["operation"].text() == "delete";
  if (!parse_post_uri(uri.text()) || (!is_deletion && record.type() != JsonNode::Type::object)) {
    parsed.dropped.emplace_back("broken_item");
  } else if (is_deletion) {
    parsed.readings.push_back({uri.mention_id(), {}, {}, true});
  } else if (const auto reason = reason_against(record["labels"]); !reason.empty()) {
    parsed.dropped.emplace_back(reason);
  } else {
    const auto time_us = frame["time_us"].whole();
    const auto at = time_us ? std::optional(from_unix_ms(*time_us / 1000)) : std::nullopt;
    parsed.mentions.push_back(read_post_record(record, uri, at));
  }
}

// An account that is gone takes its posts with it; each of them is found missing when it is read
// again.
void take_account(const JsonNode& account, Parsed& parsed) {
  const std::string status = account["status"].text();
  for (const std::string_view gone : {"deleted", "takendown", "suspended", "deactivated"})
    if (status == gone) parsed.dropped.push_back("account_" + status);
}

Result<Parsed> parse_frame(std::string_view text) {
  const auto frame = parse_json(text);
  if (!frame || (*frame)["kind"].is_null())
    return fail(Code::invalid, "the message is not a frame of Jetstream");
  Parsed parsed;
  parsed.position = position_of(*frame);
  const std::string kind = (*frame)["kind"].text();
  if (kind == "commit") take_commit(*frame, parsed);
  if (kind == "account") take_account((*frame)["account"], parsed);
  return parsed;
}

Result<Parsed> parse_message(const Target&, const StreamMessage& message) {
  return parse_frame(message.data);
}

bool listens(const Source&) { return true; }

StreamRequest request_stream(const Target& target, const Cursor& cursor) {
  StreamRequest request;
  request.url = target.source->url.empty() ? "wss://jetstream2.us-east.bsky.network/subscribe"
                                           : target.source->url;
  request.url += request.url.find('?') == std::string::npos ? '?' : '&';
  request.url += "wantedCollections=" + std::string(posts);
  if (const auto time_us = value_of(cursor.position, by_time)) {
    request.url += "&cursor=" + std::to_string(std::max(*time_us - rewind_us, number_end));
  } else if (const auto number = value_of(cursor.position, by_number)) {
    request.url += "&cursor=" + std::to_string(*number);
  }
  return request;
}

// The server would do the same without a word. When a number was given out nobody can tell.
bool clamp(std::string& position, Time now) {
  const auto time_us = value_of(position, by_time);
  const std::int64_t oldest_us = to_unix_ms(now - remembered) * 1000;
  if (!time_us || *time_us >= oldest_us) return false;
  position = std::string(by_time) + std::to_string(oldest_us);
  return true;
}

// The public servers are Bluesky's; a stream from elsewhere is of another network, whose AppView is
// asked for under the same name.
HttpRequest request_counts(const Source& source, std::span<const Watch> watches) {
  const std::string& url = source.url;
  if (url.empty() || host_of(url).ends_with(".bsky.network"))
    return request_posts(std::string(public_appview), watches);
  const std::size_t authority = url.find("://") + 3;
  const std::string host = url.substr(authority, url.find_first_of("/?", authority) - authority);
  return request_posts((url.starts_with("wss") ? "https://" : "http://") + host, watches);
}

}  // namespace

Result<Parsed> parse_jetstream(const Target&, const Document& document) {
  Parsed all;
  std::string_view rest = document.bytes;
  bool any_good = document.bytes.empty();
  for (std::size_t line = 1; !rest.empty(); ++line) {
    const std::string_view text = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(text.size() + 1, rest.size()));
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto one = parse_frame(text);
    if (!one) {
      all.dropped.emplace_back("broken_item");
      all.faults.push_back("line " + std::to_string(line) + ": " + one.error().text);
      continue;
    }
    any_good = true;
    std::move(one->mentions.begin(), one->mentions.end(), std::back_inserter(all.mentions));
    std::move(one->readings.begin(), one->readings.end(), std::back_inserter(all.readings));
    std::move(one->dropped.begin(), one->dropped.end(), std::back_inserter(all.dropped));
    if (!one->position.empty()) all.position = std::move(one->position);
  }
  if (!any_good) return fail(Code::invalid, "there is no frame of Jetstream in it");
  return all;
}

const Listen jetstream_listen = {&listens, &request_stream, &parse_message, &clamp};
const Reread jetstream_reread = {reread_posts_max, &request_counts, &parse_posts};

}  // namespace quince
