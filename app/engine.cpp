#include "app/engine.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <random>
#include <set>

#include "app/builtin.h"
#include "app/observe.h"
#include "app/version.h"
#include "collectors/identity.h"
#include "collectors/inbox_spool.h"
#include "collectors/intake.h"
#include "collectors/webhook_in.h"
#include "io/log.h"
#include "io/store_fields.h"
#include "matcher/rules.h"

namespace quince {
namespace {

std::map<std::string, CasePolicy> policies_of(const Config& config) {
  std::map<std::string, CasePolicy> policies;
  for (const Brand& brand : config.brands) {
    CasePolicy policy;
    policy.brand = brand.key;
    policy.team = brand.team;
    policy.p15_critical = brand.p15_critical;
    policy.vips = brand.vips;
    policy.large_account_followers = brand.large_account_followers;
    policy.answer_within = std::chrono::minutes{brand.answer_within_min};
    policies.emplace(brand.key, policy);
  }
  return policies;
}

// "127.0.0.1:8015" or "[::1]:8015"; the configuration was checked.
ServerOptions listen_on(std::string_view place) {
  const auto colon = place.rfind(':');
  std::string_view address = place.substr(0, colon);
  if (address.starts_with('[')) address = address.substr(1, address.size() - 2);
  ServerOptions options;
  options.address = address;
  std::from_chars(place.data() + colon + 1, place.data() + place.size(), options.port);
  return options;
}

std::string url_of(std::string_view place, std::uint16_t port) {
  const std::string address = listen_on(place).address;
  return "http://" + (address.find(':') == std::string::npos ? address : '[' + address + ']') +
         ':' + std::to_string(port) + '/';
}

// The kinds whose posts can be read again.
std::set<std::string> watched_kinds() {
  std::set<std::string> names;
  for (const Kind& kind : kinds())
    if (kind.reread != nullptr) names.emplace(kind.name);
  return names;
}

// Several keys stand with a space between them while they are changed.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto space = text.find(' ');
    if (space != 0) words.emplace_back(text.substr(0, space));
    text = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
  }
  return words;
}

}  // namespace

Engine::Engine(Config config, const Clock& clock, EngineOptions options)
    : config_(std::move(config)), clock_(clock), options_(std::move(options)) {}

Engine::~Engine() {
  ready_ = false;
  for (const auto& sender : senders_) sender->request_stop();
  if (pipeline_) pipeline_->stop();
}

Result<std::unique_ptr<Engine>> Engine::start(Config config, std::shared_ptr<const Rules> rules,
                                              const Clock& clock, EngineOptions options) {
  std::unique_ptr<Engine> engine(new Engine(std::move(config), clock, std::move(options)));
  observe_start(engine->metrics_, engine->config_);
  if (auto opened = engine->open_store(); !opened) return std::unexpected(opened.error());
  if (auto opened = engine->open_desk(); !opened) return std::unexpected(opened.error());
  engine->start_senders();
  if (auto started = engine->start_pipeline(std::move(rules)); !started)
    return std::unexpected(started.error());
  if (auto started = engine->start_fetcher(); !started) return std::unexpected(started.error());
  engine->start_listener();
  engine->ready_ = true;
  return engine;
}

Result<> Engine::open_store() {
  std::error_code error;
  std::filesystem::create_directories(config_.store.dir, error);
  const std::string path = config_.store.dir + "/quince.sqlite";
  auto store = StoreWriter::open(
      path, Inbox::schema() + Casebook::schema() + WebSub::schema(),
      [this](double seconds) { metrics_.observe(Metric::store_commit_seconds, {}, seconds); });
  if (!store) return std::unexpected(store.error());
  store_ = std::move(*store);
  inbox_ = std::make_unique<Inbox>(*store_);
  recorder_ =
      std::make_unique<Recorder>(*store_, [this](const Changed& changed) { on_change(changed); });
  const auto cursors = inbox_->cursors();
  if (!cursors) return std::unexpected(cursors.error());
  observe_cursors(metrics_, config_, *cursors);
  return {};
}

Result<> Engine::open_desk() {
  if (!config_.redis.url.empty())
    stream_lengths_ =
        std::make_unique<StreamLengths>(config_.redis.url, streams_of(config_.brands));
  Desk::Hooks hooks;
  hooks.status = [this] { return status(); };
  hooks.act = [this](const std::string& id, const Action& action) { return act(id, action); };
  hooks.ready = [this] { return ready_.load(); };
  hooks.refresh = [this] { refresh_gauges(); };
  DeskOptions options;
  options.store_path = config_.store.dir + "/quince.sqlite";
  if (!config_.desk.url.empty()) options.hosts.push_back(host_of(config_.desk.url));
  auto desk = Desk::open(std::move(options), std::move(hooks), metrics_);
  if (!desk) return std::unexpected(desk.error());
  desk_ = std::move(*desk);

  auto server =
      HttpServer::start(listen_on(config_.listen.desk),
                        [this](const ServerRequest& request) { return desk_->handle(request); });
  if (!server) return std::unexpected(server.error());
  desk_server_ = std::move(*server);
  std::string url = config_.desk.url.empty() ? desk_url() : config_.desk.url;
  if (url.ends_with('/')) url.pop_back();
  casebook_ = std::make_unique<Casebook>(policies_of(config_), config_.channels, std::move(url),
                                         watched_kinds());
  if (config_.listen.metrics.empty()) return {};
  auto metrics = HttpServer::start(
      listen_on(config_.listen.metrics),
      [this](const ServerRequest& request) { return desk_->handle_metrics(request); });
  if (!metrics) return std::unexpected(metrics.error());
  metrics_server_ = std::move(*metrics);
  return {};
}

void Engine::start_senders() {
  for (const Channel& channel : config_.channels) {
    Transport transport =
        channel.kind == "redis"
            ? redis_transport(config_.redis.url,
                              [this](bool up) { metrics_.set(Metric::redis_up, {}, up ? 1 : 0); })
            : http_transport();
    senders_.push_back(std::make_unique<Sender>(
        channel, *store_, clock_, std::move(transport),
        [this](const SentReport& report) { observe_sent(metrics_, report); }));
  }
}

Result<> Engine::start_pipeline(std::shared_ptr<const Rules> rules) {
  auto model = model_from(config_.rules.model);
  if (!model) return std::unexpected(model.error());
  std::string digest = rules->digest;
  auto edge = Edge::open(config_.brands, *store_);
  if (!edge) return std::unexpected(edge.error());
  edge_ = std::move(*edge);
  pipeline_ = std::make_unique<Pipeline>(*recorder_, *inbox_, *casebook_, std::move(rules),
                                         std::move(*model), clock_, metrics_);
  pipeline_->ring();
  if (!config_.rules.dir.empty())
    rule_watch_ = std::make_unique<RuleWatch>(
        config_.rules.dir, config_.brands, std::move(digest),
        RuleCache::of_store(config_.store.dir), clock_, metrics_,
        [this](std::shared_ptr<const Rules> next) { pipeline_->take_rules(std::move(next)); });
  return {};
}

void Engine::reread_rules() {
  if (rule_watch_)
    rule_watch_->ask();
  else
    log_info("the rules are built in; there is nothing to read again");
}

Result<> Engine::start_fetcher() {
  if (!config_.listen.hooks.empty()) {
    if (!config_.hooks.url.empty())
      websub_ = std::make_unique<WebSub>(*store_, config_.sources,
                                         config_.hooks.url + std::string(WebSub::path));
    auto server =
        HttpServer::start(listen_on(config_.listen.hooks),
                          [this](const ServerRequest& request) { return take_hook(request); });
    if (!server) return std::unexpected(server.error());
    hooks_server_ = std::move(*server);
  }
  for (const Source& source : config_.sources)
    for (const Target& target : targets_of(source))
      if (target.way == Way::poll) unread_.insert(target.name);
  spool_ =
      std::make_unique<InboxSpool>(*inbox_, [this] { pipeline_->ring(); }, options_.read_at_once);
  FetchOptions options;
  options.seed = std::random_device{}();  // so that a fleet does not come all at once
  if (!config_.fetch.contact.empty())
    options.user_agent = "quince/" + std::string(version) + " (+" + config_.fetch.contact + ")";
  if (websub_)
    options.subscribe = [this](const std::string& target, const Hub& hub) {
      return websub_->ask(target, hub, clock_.now());
    };
  fetcher_ = std::make_unique<Fetcher>(
      config_.sources, clock_, *spool_, options,
      [this](const FetchReport& report) { on_fetch(report); },
      [this](const Mention& mention) { return edge_->passes(mention); });
  fetching_ = std::jthread([this](std::stop_token stop) { fetcher_->run(std::move(stop)); });
  return {};
}

void Engine::start_listener() {
  ListenOptions options;
  options.seed = std::random_device{}();
  listener_ = std::make_unique<Listener>(
      config_.sources, clock_, *spool_, options,
      [this](const FetchReport& report) { on_fetch(report); },
      [this](const Mention& mention) { return edge_->passes(mention); });
}

void Engine::on_fetch(const FetchReport& report) {
  mentions_ += report.counts.fresh;
  observe_fetch(metrics_, report);
  if (report.next_at <= clock_.now()) return;  // another page of it is waiting
  const std::lock_guard lock(unread_mutex_);
  unread_.erase(report.target);
}

void Engine::on_change(const Changed& changed) {
  observe_change(metrics_, changed);
  edge_->learn(changed);
  for (std::string& event : events_of(changed)) desk_server_->publish(std::move(event));
  if (changed.entries.empty()) return;
  for (const auto& sender : senders_) sender->ring();
}

Result<Case> Engine::act(const std::string& id, const Action& action) {
  if (!ready_)
    return fail(Code::unavailable, "quince is starting or stopping; try again in a moment");
  std::optional<Case> after;
  const Time now = clock_.now();
  auto done = recorder_->record([&](Database& db, Changed& changed) -> Result<> {
    auto acted = casebook_->take_action(db, id, action, now, changed);
    if (!acted) return std::unexpected(acted.error());
    after = std::move(*acted);
    return {};
  });
  if (!done) return std::unexpected(done.error());
  return std::move(*after);
}

// News that a hub brought. The target's own cursor stays where its last reading left it.
bool Engine::take_delivery(const Target& target, Parsed parsed) {
  FetchReport report;
  report.source = target.source->name;
  report.target = "websub:" + target.name;
  report.kind = target.source->kind;
  report.dropped = std::move(parsed.dropped);
  Cursor cursor;
  cursor.target = report.target;
  cursor.last_success_at = clock_.now();
  auto put = inbox_->put(batch_of(parsed), cursor);
  if (put) report.counts = *put;
  if (!put) report.error = put.error().text;
  observe_hook(metrics_, report, put ? "accepted" : name(put.error().code));
  if (!put) return false;
  mentions_ += put->fresh;
  pipeline_->ring();
  return true;
}

// A signed delivery from outside. What was accepted is on disk before the answer goes out; the same
// delivery again stores nothing twice, since what is in it is known by its ids.
ServerResponse Engine::take_hook(const ServerRequest& request) {
  constexpr std::string_view prefix = "/hooks/";
  if (websub_ && request.path.starts_with(WebSub::path))
    return websub_->answer(request, clock_.now(), [this](const Target& target, Parsed parsed) {
      return take_delivery(target, std::move(parsed));
    });
  const auto found = std::find_if(
      config_.hooks.webhooks.begin(), config_.hooks.webhooks.end(),
      [&](const InboundWebhook& hook) { return request.path == std::string(prefix) + hook.name; });
  if (request.method != "POST" || found == config_.hooks.webhooks.end())
    return {404, "text/plain; charset=utf-8", "There is no such webhook.\n", {}, nullptr};
  const Time now = clock_.now();
  const WebhookDelivery delivery{request.header("webhook-id"), request.header("webhook-timestamp"),
                                 request.header("webhook-signature"), request.body};
  FetchReport report;
  report.source = report.target = found->name;
  report.kind = "webhook";
  auto parsed = accept_webhook(delivery, words_of(found->secret), found->name, now);
  if (!parsed) {
    report.error = parsed.error().text;
    observe_hook(metrics_, report, name(parsed.error().code));
    const int status = parsed.error().code == Code::refused     ? 401
                       : parsed.error().code == Code::too_large ? 413
                                                                : 400;
    return {status, "text/plain; charset=utf-8", parsed.error().text + "\n", {}, nullptr};
  }
  Cursor cursor;
  cursor.target = "webhook:" + found->name;
  cursor.last_success_at = now;
  report.dropped = std::move(parsed->dropped);
  auto put = inbox_->put(batch_of(*parsed), cursor);
  if (!put) {
    report.error = put.error().text;
    observe_hook(metrics_, report, name(put.error().code));
    return {503,
            "text/plain; charset=utf-8",
            "The store is not available; send it again.\n",
            {},
            nullptr};
  }
  report.counts = *put;
  observe_hook(metrics_, report, "accepted");
  mentions_ += put->fresh;
  pipeline_->ring();
  return {202, "text/plain; charset=utf-8", "Accepted.\n", {}, nullptr};
}

std::string Engine::desk_url() const { return url_of(config_.listen.desk, desk_server_->port()); }

std::string Engine::hooks_url() const {
  return hooks_server_ ? url_of(config_.listen.hooks, hooks_server_->port()) + "hooks/"
                       : std::string{};
}

}  // namespace quince
