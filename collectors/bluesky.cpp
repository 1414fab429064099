// Search on Bluesky, through the server of an account (its PDS), since the public AppView searches
// for nobody; counts are read again on the public AppView, which needs no account.
//
// sort=latest gives the newest first, so a walk goes backwards: from now to where the last walk
// began. The walk under way stands in the position, which is the tail of the next request's query:
//
//   since=A                      read what is newer than A; its first page has B as its newest …
//   since=A&until=B+&cursor=C    … and the next pages of the walk follow, bounded by what was seen
//   since=B-                     the walk met A: the next one begins, a little before B, because
//                                posts arrive out of order
#include "collectors/bluesky_view.h"
#include "collectors/identity.h"
#include "collectors/kinds.h"
#include "io/json_writer.h"
#include "io/url.h"

namespace quince {
namespace {

constexpr int page_items = 100;  // the most that the API gives
constexpr Duration overlap = std::chrono::minutes{2};
constexpr Duration just_after{1};                          // `until` is exclusive
constexpr Duration session_holds = std::chrono::hours{1};  // a token holds for about two

std::string server_of(const Source& source) {
  std::string url = source.url.empty() ? "https://bsky.social" : source.url;
  while (url.ends_with('/')) url.pop_back();
  return url;
}

// A parameter of a query, decoded; empty: absent.
std::string parameter(std::string_view url, std::string_view name) {
  url.remove_prefix(std::min(url.find('?'), url.size()));
  while (!url.empty()) {
    url.remove_prefix(1);
    const std::string_view pair = url.substr(0, url.find('&'));
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
      return percent_decoded(pair.substr(name.size() + 1));
    url.remove_prefix(pair.size());
  }
  return {};
}

std::string since(Time time) { return "since=" + percent_encoded(to_rfc3339(time)); }

// Where the walk stands after the page that `url` asked for.
void go_on(const std::string& url, BlueskyAnswer& answer) {
  const auto until = parse_rfc3339(parameter(url, "until"));
  const auto begun = until ? until : answer.newest;  // newest of the walk's first page
  const std::string from = parameter(url, "since");
  const bool is_more = !from.empty() && answer.items > 0 && !answer.cursor.empty() &&
                       answer.cursor != parameter(url, "cursor");
  if (is_more && begun) {
    answer.parsed.position = "since=" + percent_encoded(from) + "&until=" +
                             percent_encoded(to_rfc3339(until ? *until : *begun + just_after)) +
                             "&cursor=" + percent_encoded(answer.cursor);
    answer.parsed.more = true;
  } else if (begun) {
    answer.parsed.position = since(*begun - overlap);
  }
}

bool signs_in(const Source& source) { return !source.account.empty() && !source.token.empty(); }

HttpRequest request_session(const Source& source) {
  HttpRequest request;
  request.method = "POST";
  request.url = server_of(source) + "/xrpc/com.atproto.server.createSession";
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  JsonWriter json(request.body);
  json.begin_object().member("identifier", std::string_view{source.account});
  json.member("password", std::string_view{source.token}).end_object();
  return request;
}

Result<Session> parse_session(const Source& source, const Document& document, Time now) {
  const auto answer = parse_json(document.bytes);
  const std::string bearer = answer ? (*answer)["accessJwt"].text() : std::string{};
  if (bearer.empty())
    return fail(Code::refused,
                host_of(server_of(source)) + " gave no session to " + source.account + "");
  return Session{bearer, now + session_holds};
}

bool is_refused(const HttpResponse& response) {
  if (response.status == 401) return true;
  if (response.status != 400) return false;
  const auto answer = parse_json(response.body);
  const std::string error = answer ? (*answer)["error"].text() : std::string{};
  return error == "ExpiredToken" || error == "InvalidToken";
}

// A server of one's own has its AppView behind it; bsky.social would want a session for it.
HttpRequest request_counts(const Source& source, std::span<const Watch> watches) {
  const std::string server = server_of(source);
  return request_posts(host_of(server) == "bsky.social" ? std::string(public_appview) : server,
                       watches);
}

}  // namespace

HttpRequest request_bluesky(const Target& target, const Cursor& cursor) {
  HttpRequest request;
  request.url = server_of(*target.source) +
                "/xrpc/app.bsky.feed.searchPosts?q=" + percent_encoded(target.search) +
                "&sort=latest&limit=" + std::to_string(page_items);
  if (!cursor.position.empty()) request.url += '&' + cursor.position;
  request.headers = {{"Accept", "application/json"}};
  return request;
}

Result<Parsed> parse_bluesky(const Target&, const Document& document) {
  auto answer = read_bluesky_answer(document);
  if (!answer) return std::unexpected(answer.error());
  go_on(document.url, *answer);
  return std::move(answer->parsed);
}

const SignIn bluesky_sign_in = {&signs_in, &request_session, &parse_session, &is_refused};
const Reread bluesky_reread = {reread_posts_max, &request_counts, &parse_posts};

}  // namespace quince
