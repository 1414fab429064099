#include "app/demo/world.h"

#include <charconv>
#include <functional>
#include <list>
#include <set>

#include "app/demo/serve.h"
#include "io/http_client.h"
#include "io/json_writer.h"

namespace quince {
namespace {

constexpr int page_default = 20;

HttpRequest to_loopback(std::string method, std::string url) {
  HttpRequest request;
  request.method = std::move(method);
  request.url = std::move(url);
  request.allow.allowed = {*parse_address_range("127.0.0.0/8")};
  return request;
}

// Two tags are told apart by their bytes: an answer that did not change keeps its ETag.
ServerResponse document(const ServerRequest& request, std::string type, std::string body) {
  const std::string etag = '"' + std::to_string(std::hash<std::string>{}(body)) + '"';
  ServerResponse response;
  response.type = std::move(type);
  response.headers.emplace_back("ETag", etag);
  if (request.header("if-none-match") == etag) {
    response.status = 304;
  } else {
    response.body = std::move(body);
  }
  return response;
}

int limit_of(const ServerRequest& request) {
  const auto text = request.parameter("limit");
  int limit = page_default;
  std::from_chars(text.data(), text.data() + text.size(), limit);
  return limit;
}

}  // namespace

Result<std::unique_ptr<DemoWorld>> DemoWorld::start(const Day& day, const Clock& clock) {
  std::unique_ptr<DemoWorld> world(new DemoWorld(day, clock));
  auto server = HttpServer::start(
      {}, [raw = world.get()](const ServerRequest& request) { return raw->serve(request); });
  if (!server) return std::unexpected(server.error());
  world->server_ = std::move(*server);
  return world;
}

ServerResponse DemoWorld::serve(const ServerRequest& request) const {
  const Time now = clock_.now();
  if (request.path == "/forum.rss")
    return document(request, "application/rss+xml; charset=utf-8", rss_at(day_, now));
  if (request.path == "/reviews.json")
    return document(request, "application/feed+json", jsonfeed_at(day_, now));
  if (request.path == "/api/v1/timelines/tag/" + day_.hashtag)
    return document(request, "application/json",
                    mastodon_tag_at(day_, now, request.parameter("min_id"), limit_of(request)));
  if (request.path == "/api/v1/statuses") {
    std::vector<std::string> ids;
    for (const auto& [key, value] : request.query)
      if (key == "id[]") ids.push_back(value);
    return document(request, "application/json", mastodon_statuses_at(day_, now, ids));
  }
  if (constexpr std::string_view one = "/api/v1/statuses/"; request.path.starts_with(one)) {
    const std::string list =
        mastodon_statuses_at(day_, now, {std::string(request.path.substr(one.size()))});
    if (list != "[]") return document(request, "application/json", list.substr(1, list.size() - 2));
  }
  return {404, "text/plain; charset=utf-8", "There is nothing here.\n", {}, nullptr};
}

std::string DemoWorld::mastodon_url() const {
  return "http://127.0.0.1:" + std::to_string(server_->port());
}
std::string DemoWorld::forum_url() const { return mastodon_url() + "/forum.rss"; }
std::string DemoWorld::reviews_url() const { return mastodon_url() + "/reviews.json"; }

DemoTeam::DemoTeam(const Day& day, const Clock& clock, std::string desk_url)
    : day_(day),
      clock_(clock),
      desk_url_(std::move(desk_url)),
      thread_([this](std::stop_token stop) { loop(std::move(stop)); }) {}

// A step waits until its case is there, for a customer may be heard late; the steps for one
// customer keep their order.
void DemoTeam::loop(std::stop_token stop) {
  constexpr Duration look_again = std::chrono::minutes{2}, patience = std::chrono::hours{3};
  std::list<const DayAction*> waiting;
  for (const DayAction& step : day_.team) waiting.push_back(&step);
  while (!waiting.empty()) {
    const Time now = clock_.now();
    std::set<std::string_view> held_up;
    Time next = now + std::chrono::hours{24};
    for (auto step = waiting.begin(); step != waiting.end();) {
      const bool due = (*step)->at <= now;
      if (due && !held_up.contains((*step)->author) &&
          (act(**step) || now > (*step)->at + patience)) {
        step = waiting.erase(step);
        continue;
      }
      held_up.insert((*step)->author);
      next = std::min(next, due ? now + look_again : (*step)->at);
      ++step;
    }
    if (!clock_.wait_until(next, stop)) return;
  }
}

bool DemoTeam::act(const DayAction& step) const {
  // A customer's case is found as a person would: by the handle.
  auto found = http_perform(
      to_loopback("GET", desk_url_ + "api/v1/cases?state=all&author=" + step.author + "&limit=1"));
  if (!found || found->status != 200) return false;
  const std::string_view body = found->body;
  constexpr std::string_view id_key = "\"cases\":[{\"id\":\"";
  const auto at = body.find(id_key);
  if (at == std::string_view::npos) return false;
  const auto id = body.substr(at + id_key.size());

  HttpRequest request =
      to_loopback("POST", desk_url_ + "api/v1/cases/" + std::string(id.substr(0, id.find('"'))) +
                              '/' + std::string(name(step.verb)));
  request.headers = {{"Content-Type", "application/json"}, {"X-Quince-Request", "demo"}};
  JsonWriter json(request.body);
  json.begin_object()
      .member("actor", std::string_view{step.by})
      .member("note", std::string_view{step.note});
  if (step.outcome != Outcome::none) json.member("outcome", name(step.outcome));
  json.end_object();
  const auto done = http_perform(request);
  return done && (done->status == 200 || done->status == 409);
}

}  // namespace quince
