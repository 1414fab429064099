#include "dashboard/desk.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "dashboard/openapi.h"
#include "io/json_fields.h"

namespace quince {
namespace {

constexpr std::int64_t page_max = 200;
constexpr std::size_t actor_bytes_max = 80;
constexpr std::size_t note_bytes_max = 2000;

int status_of(Code code) {
  switch (code) {
    case Code::invalid:
      return 400;
    case Code::refused:
      return 403;
    case Code::not_found:
      return 404;
    case Code::conflict:
      return 409;
    case Code::too_large:
      return 413;
    case Code::timeout:
    case Code::unavailable:
      return 503;
    case Code::internal:
      return 500;
  }
  return 500;
}

ServerResponse problem(Code code, std::string_view detail) {
  ServerResponse response;
  response.status = status_of(code);
  response.type = "application/problem+json";
  JsonWriter json(response.body);
  json.begin_object().member("type", "about:blank").member("title", name(code));
  json.member("status", std::int64_t{response.status}).member("detail", detail).end_object();
  return response;
}

ServerResponse json_response(std::string body) {
  ServerResponse response;
  response.body = std::move(body);
  return response;
}

ServerResponse text_response(int status, std::string body) {
  ServerResponse response;
  response.status = status;
  response.type = "text/plain; charset=utf-8";
  response.body = std::move(body);
  return response;
}

template <class T>
std::optional<ServerResponse> problem_of(const Result<T>& result) {
  if (result) return std::nullopt;
  return problem(result.error().code, result.error().text);
}

std::string_view type_of(std::string_view path) {
  if (path.ends_with(".html")) return "text/html; charset=utf-8";
  if (path.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (path.ends_with(".css")) return "text/css; charset=utf-8";
  if (path.ends_with(".svg")) return "image/svg+xml";
  return "application/octet-stream";
}

void add_security_headers(ServerResponse& response) {
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("Content-Security-Policy",
                                "default-src 'none'; script-src 'self'; style-src 'self'; img-src "
                                "'self' data:; connect-src 'self'; "
                                "base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
}

std::string_view host_without_port(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

std::string_view host_of_origin(std::string_view origin) {
  const auto scheme = origin.find("://");
  return scheme == std::string_view::npos ? std::string_view{} : origin.substr(scheme + 3);
}

}  // namespace

Result<std::unique_ptr<Desk>> Desk::open(DeskOptions options, Hooks hooks, Metrics& metrics) {
  auto db = Database::open(options.store_path, Database::Access::read_only);
  if (!db) return std::unexpected(db.error());
  return std::unique_ptr<Desk>(
      new Desk(std::move(options), std::move(hooks), metrics, std::move(*db)));
}

Desk::Desk(DeskOptions options, Hooks hooks, Metrics& metrics, Database db)
    : options_(std::move(options)),
      hooks_(std::move(hooks)),
      metrics_(metrics),
      db_(std::move(db)) {}

bool Desk::is_own_host(std::string_view host) const {
  const std::string_view bare = host_without_port(host);
  if (bare == "127.0.0.1" || bare == "localhost" || bare == "[::1]") return true;
  return std::find(options_.hosts.begin(), options_.hosts.end(), bare) != options_.hosts.end();
}

ServerResponse Desk::handle(const ServerRequest& request) {
  ServerResponse response =
      is_own_host(request.header("host"))
          ? route(request)
          : problem(Code::refused, "this desk is not reached by that host name; set desk.url");
  const char code_class[] = {static_cast<char>('0' + response.status / 100), 'x', 'x', '\0'};
  metrics_.count(Metric::http_requests, {code_class});
  add_security_headers(response);
  return response;
}

ServerResponse Desk::handle_metrics(const ServerRequest& request) {
  if (request.path == "/metrics") {
    hooks_.refresh();
    ServerResponse response;
    response.type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = metrics_.text();
    return response;
  }
  if (request.path == "/-/healthy" || request.path == "/livez")
    return text_response(200, "healthy\n");
  if (request.path == "/-/ready" || request.path == "/readyz")
    return hooks_.ready() ? text_response(200, "ready\n") : text_response(503, "not ready\n");
  return problem(Code::not_found, "there is nothing at this path");
}

ServerResponse Desk::route(const ServerRequest& request) {
  const std::string& path = request.path;
  if (path == "/metrics" || path.starts_with("/-/") || path == "/livez" || path == "/readyz")
    return handle_metrics(request);
  if (path == "/events" && request.method == "GET") return events(request);
  if (path == "/openapi.json") return json_response(std::string(openapi_json()));
  if (path.starts_with("/api/")) return api(request);
  return page(request);
}

ServerResponse Desk::page(const ServerRequest& request) const {
  if (request.method != "GET" && request.method != "HEAD")
    return problem(Code::not_found, "there is nothing at this path");
  const std::string_view wanted =
      request.path == "/" ? std::string_view{"/index.html"} : std::string_view{request.path};
  for (const Asset& asset : web_assets()) {
    if (asset.path != wanted) continue;
    ServerResponse response;
    response.type = type_of(asset.path);
    response.body = asset.bytes;
    return response;
  }
  return problem(Code::not_found, "there is nothing at this path");
}

ServerResponse Desk::api(const ServerRequest& request) {
  constexpr std::string_view cases = "/api/v1/cases";
  const std::string_view path = request.path;
  if (request.method == "POST") {
    const std::string_view rest =
        path.starts_with(cases) ? path.substr(cases.size()) : std::string_view{};
    const auto slash = rest.rfind('/');
    if (!rest.starts_with('/') || slash == 0 || slash == std::string_view::npos)
      return problem(Code::not_found, "there is nothing at this path");
    return act_on(request, std::string(rest.substr(1, slash - 1)),
                  std::string(rest.substr(slash + 1)));
  }
  if (request.method != "GET" && request.method != "HEAD")
    return problem(Code::not_found, "use GET to read and POST to act");

  const Status status = path == "/api/v1/overview" ? hooks_.status() : Status{};
  const std::lock_guard lock(mutex_);
  if (path == "/api/v1/overview") {
    auto body = overview_json(db_, status);
    return body ? json_response(std::move(*body)) : *problem_of(body);
  }
  if (path == cases) {
    std::int64_t limit = 100;
    const auto asked = request.parameter("limit");
    const auto [end, error] = std::from_chars(asked.data(), asked.data() + asked.size(), limit);
    if (!asked.empty() && (error != std::errc{} || end != asked.data() + asked.size() || limit < 1))
      return problem(Code::invalid, "limit must be a number from 1 to 200");
    const auto state = request.parameter("state");
    if (!state.empty() && state != "open" && state != "settled" && state != "all")
      return problem(Code::invalid, "state must be open, settled or all");
    auto body = cases_json(db_, {state, request.parameter("author"), request.parameter("cursor"),
                                 std::min(limit, page_max)});
    return body ? json_response(std::move(*body)) : *problem_of(body);
  }
  if (path.starts_with(cases) && path.size() > cases.size() + 1) {
    std::int64_t version = 0;
    auto body = case_json(db_, std::string(path.substr(cases.size() + 1)), version);
    if (!body) return *problem_of(body);
    if (!*body) return problem(Code::not_found, "there is no such case");
    ServerResponse response = json_response(std::move(**body));
    response.headers.emplace_back("ETag", '"' + std::to_string(version) + '"');
    return response;
  }
  return problem(Code::not_found, "there is nothing at this path");
}

ServerResponse Desk::act_on(const ServerRequest& request, const std::string& id,
                            const std::string& verb) {
  const std::string_view origin = request.header("origin");
  if (request.header("x-quince-request").empty() ||
      (!origin.empty() && host_of_origin(origin) != request.header("host")))
    return problem(Code::refused, "send the header X-Quince-Request, from the desk's own page");
  if (!request.header("content-type").starts_with("application/json"))
    return problem(Code::invalid, "send JSON, with Content-Type: application/json");
  Action action;
  if (const auto known = from_name<Verb>(verb)) {
    action.verb = *known;
  } else {
    return problem(Code::not_found,
                   "a case can be claimed, released, contacted, settled or dismissed: claim, "
                   "release, contact, settle, dismiss");
  }
  JsonParser parser;
  auto members = parser.read_map(request.body);
  if (!members)
    return problem(Code::invalid,
                   "the body must be a JSON object of texts, for example {\"actor\":\"Ana\"}");
  action.actor = (*members)["actor"];
  if (action.actor.empty() || action.actor.size() > actor_bytes_max || action.actor == "quince")
    return problem(Code::invalid,
                   "actor: say who acts, in 1 to 80 bytes; quince itself is not a person");
  if (const std::string& outcome = (*members)["outcome"]; !outcome.empty()) {
    const auto known = from_name<Outcome>(outcome);
    if (!known) return problem(Code::invalid, "outcome: must be momentum or decepcion");
    action.outcome = *known;
  }
  action.note = (*members)["note"];
  if (action.note.size() > note_bytes_max)
    return problem(Code::too_large, "note: at most 2,000 bytes");
  auto after = hooks_.act(id, action);
  if (!after) return *problem_of(after);
  ServerResponse response = json_response(to_json(*after));
  response.headers.emplace_back("ETag", '"' + std::to_string(after->version) + '"');
  return response;
}

ServerResponse Desk::events(const ServerRequest& request) {
  std::int64_t seq = -1;  // a first visit has loaded the list by itself
  const auto last = request.header("last-event-id");
  if (!last.empty() &&
      std::from_chars(last.data(), last.data() + last.size(), seq).ec != std::errc{})
    seq = -1;
  ServerResponse response;
  response.replay = [this, seq]() -> std::string {
    const Status status = hooks_.status();
    const std::lock_guard lock(mutex_);
    std::string text;
    if (seq >= 0) text = events_since(db_, seq).value_or(event_text("reset", "{}"));
    if (auto overview = overview_json(db_, status)) text += event_text("overview", *overview);
    return text;
  };
  return response;
}

std::vector<std::string> events_of(const Changed& changed) {
  const auto seq_of = [&](const std::string& subject) -> std::optional<std::int64_t> {
    for (auto entry = changed.entries.rbegin(); entry != changed.entries.rend(); ++entry)
      if (entry->subject == subject) return entry->seq;
    return std::nullopt;
  };
  // Each subject once, as it is now, in the order of the ids: a page that comes back says the last
  // id it saw, and all before that must have reached it.
  std::map<std::pair<std::int64_t, std::string>, std::string> latest;
  for (const Case& c : changed.cases)
    latest[{seq_of(c.id).value_or(0), c.id}] = event_text("case", to_json(c), seq_of(c.id));
  for (const Storm& storm : changed.storms)
    latest[{seq_of(storm.id).value_or(0), storm.id}] =
        event_text("storm", to_json(storm), seq_of(storm.id));
  std::vector<std::string> events;
  for (auto& [order, text] : latest) events.push_back(std::move(text));
  return events;
}

}  // namespace quince
