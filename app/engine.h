// The whole program, wired: a table of contents. Engine::start makes everything in the order in
// which data flows. At the end the senders are asked to stop, all at once, and the pipeline's
// thread stops; then the members are destroyed in the reverse order: the intake, the desk's servers
// (whose handlers use the pipeline and the senders, so these are still there), the pipeline, the
// senders, and the store last.
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "alerting/casebook.h"
#include "alerting/sender.h"
#include "app/edge_filter.h"
#include "app/pipeline.h"
#include "app/recorder.h"
#include "app/rule_watch.h"
#include "app/transport.h"
#include "app/websub.h"
#include "collectors/fetcher.h"
#include "collectors/listener.h"
#include "config/config.h"
#include "dashboard/desk.h"
#include "io/http_server.h"
#include "io/inbox.h"
#include "io/metrics.h"
#include "io/store.h"

namespace quince {

struct EngineOptions {
  std::function<std::optional<Status::Demo>()> demo;  // what the desk shows of a demo's day
  bool read_at_once = false;  // every source at the start, also one that is not due yet
};

class Engine {
 public:
  static Result<std::unique_ptr<Engine>> start(Config config, std::shared_ptr<const Rules> rules,
                                               const Clock& clock, EngineOptions options);
  ~Engine();

  std::string desk_url() const;   // where the desk answers, with a slash at the end
  std::string hooks_url() const;  // where signed deliveries are taken, likewise; empty: nowhere
  void reread_rules();  // those of rules.dir, in a moment; the built-in ones stay as they are
  // Whether every source was read since the start, well or not, nothing waits in the inbox, and
  // every notice was sent or given up.
  bool is_drained();
  std::string summary();  // one line for people: mentions, cases, notices

 private:
  Engine(Config config, const Clock& clock, EngineOptions options);
  Result<> open_store();
  Result<> open_desk();
  void start_senders();
  Result<> start_pipeline(std::shared_ptr<const Rules> rules);
  Result<> start_fetcher();
  void start_listener();

  Status status();
  Result<Case> act(const std::string& id, const Action& action);
  void on_fetch(const FetchReport& report);  // on any collecting thread
  void on_change(const Changed& changed);
  void refresh_gauges();
  ServerResponse take_hook(const ServerRequest& request);
  bool take_delivery(const Target& target, Parsed parsed);

  // Constant after start.
  const Config config_;
  const Clock& clock_;
  const EngineOptions options_;

  Metrics metrics_;
  std::atomic<std::int64_t> mentions_{0};
  std::atomic<bool> ready_{false};
  std::mutex unread_mutex_;
  std::set<std::string> unread_;  // targets not read since the start; guarded by unread_mutex_
  std::unique_ptr<StoreWriter> store_;
  std::unique_ptr<Inbox> inbox_;
  std::unique_ptr<Recorder> recorder_;
  std::unique_ptr<Casebook> casebook_;
  std::unique_ptr<StreamLengths> stream_lengths_;  // empty: no Redis
  std::unique_ptr<Desk> desk_;
  std::vector<std::unique_ptr<Sender>> senders_;
  std::unique_ptr<Edge> edge_;
  std::unique_ptr<Pipeline> pipeline_;     // publishes to desk_server_, until stop()
  std::unique_ptr<RuleWatch> rule_watch_;  // empty: the rules are built in
  std::unique_ptr<HttpServer> desk_server_, metrics_server_;
  std::unique_ptr<WebSub> websub_;  // empty: hubs cannot reach us
  std::unique_ptr<HttpServer> hooks_server_;
  std::unique_ptr<Spool> spool_;
  std::unique_ptr<Fetcher> fetcher_;
  std::jthread fetching_;
  std::unique_ptr<Listener> listener_;
};

}  // namespace quince
