// The world outside, for the demo: the day's posts served over real HTTP on loopback as a forum's
// RSS, a review site's JSON Feed and a Mastodon server, each as it stands at the clock's present
// instant; and the care team, which acts at its desk over HTTP as people do.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "app/demo/day.h"
#include "core/clock.h"
#include "io/http_server.h"

namespace quince {

class DemoWorld {
 public:
  static Result<std::unique_ptr<DemoWorld>> start(const Day& day, const Clock& clock);

  std::string forum_url() const;
  std::string reviews_url() const;
  std::string mastodon_url() const;

 private:
  DemoWorld(const Day& day, const Clock& clock) : day_(day), clock_(clock) {}
  ServerResponse serve(const ServerRequest& request) const;

  const Day& day_;
  const Clock& clock_;
  std::unique_ptr<HttpServer> server_;
};

// Does what the day's script has the team do, at its time. What was done before a restart is
// refused or changes nothing.
class DemoTeam {
 public:
  DemoTeam(const Day& day, const Clock& clock, std::string desk_url);

 private:
  void loop(std::stop_token stop);
  bool act(const DayAction& step) const;  // false: the case is not there yet

  const Day& day_;
  const Clock& clock_;
  const std::string desk_url_;
  std::jthread thread_;
};

}  // namespace quince
