// The real ways out: HTTP for Slack, Teams and webhooks, a pipeline to Redis for streams. One a
// sender thread.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "alerting/sender.h"
#include "config/config.h"
#include "io/metrics.h"
#include "io/redis.h"

namespace quince {

// Posts each notice; a redirect is not followed.
Transport http_transport();

// One connection, made anew after any fault; the first warns of a server that may evict.
// `on_answer` is told whether Redis answered.
Transport redis_transport(std::string url, std::function<void(bool up)> on_answer);

// The server's maxmemory-policy; nothing where it does not say (the right to ask may be withheld).
// With any other than noeviction a full Redis drops notices without a word.
std::optional<std::string> eviction_policy(Redis& redis);

// The stream of each brand's team, in the order of the brands.
std::vector<std::string> streams_of(const std::vector<Brand>& brands);

// The lengths of the teams' streams, for the desk; asked at most once a second. Thread-safe.
class StreamLengths {
 public:
  StreamLengths(std::string url, std::vector<std::string> streams);
  ~StreamLengths();
  // In the order of the streams; nothing while Redis is away.
  std::vector<std::optional<std::int64_t>> read();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace quince
