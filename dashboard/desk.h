// The desk over HTTP: the page, its API under /api/v1, live events, metrics and health. Handlers
// are called from several threads. Errors are problem+json (RFC 9457). What changes anything is a
// POST that carries the header X-Quince-Request and, where the browser sends an Origin, the desk's
// own; a Host that is not the desk's is refused (DNS rebinding).
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "alerting/casebook.h"
#include "core/asset.h"
#include "dashboard/views.h"
#include "io/http_server.h"
#include "io/metrics.h"

namespace quince {

struct DeskOptions {
  std::string store_path;
  std::vector<std::string> hosts;  // besides loopback names, the hosts that the desk is reached by
};

class Desk {
 public:
  // What the desk asks of the rest of the program.
  struct Hooks {
    std::function<Status()> status;
    std::function<Result<Case>(const std::string& id, const Action& action)> act;
    std::function<bool()> ready;
    std::function<void()> refresh;  // brings the gauges up to date, before metrics are told
  };

  static Result<std::unique_ptr<Desk>> open(DeskOptions options, Hooks hooks, Metrics& metrics);

  ServerResponse handle(const ServerRequest& request);          // everything
  ServerResponse handle_metrics(const ServerRequest& request);  // /metrics and health alone

 private:
  Desk(DeskOptions options, Hooks hooks, Metrics& metrics, Database db);
  ServerResponse route(const ServerRequest& request);
  ServerResponse api(const ServerRequest& request);
  ServerResponse act_on(const ServerRequest& request, const std::string& id,
                        const std::string& verb);
  ServerResponse events(const ServerRequest& request);
  ServerResponse page(const ServerRequest& request) const;
  bool is_own_host(std::string_view host) const;

  const DeskOptions options_;
  const Hooks hooks_;
  Metrics& metrics_;
  std::mutex mutex_;
  Database db_;  // read-only; guarded by mutex_
};

// The finished events that tell every open page of a change.
std::vector<std::string> events_of(const Changed& changed);

// The page's files, built in.
std::span<const Asset> web_assets();

}  // namespace quince
