// The engine of streams: one thread for each target that is listened to, for as long as the object
// lives. What it promises:
//   - mentions and the position behind them go to the spool in one call, at the latest
//   `batch_waits` after they came; a position alone is stored every `position_waits`, also while
//   nothing concerns a brand;
//   - a position never moves past what is not stored: what the spool refuses ends the connection,
//   and the next one begins where the store stands;
//   - of a firehose only what the filter lets through is kept;
//   - a connection that ended is made anew after the pauses of collectors/schedule.h, the first
//   within seconds;
//   - it stops within moments.
// Time is the injected clock's; a connection's own limits are wall time (io/stream_client.h).
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "collectors/fetcher.h"

namespace quince {

struct ListenOptions {
  std::size_t batch_items_max = 256;
  Duration batch_waits = std::chrono::seconds{1};
  Duration position_waits = std::chrono::seconds{5};
  std::uint64_t seed = 0;  // of the pauses' jitter
};

// How the world is reached; a test may have ways of its own.
struct StreamWays {
  std::function<Result<>(const StreamRequest&, StreamListener&, std::stop_token)> open = &listen;
  std::function<HttpResult(const HttpRequest&)> ask = &http_perform;
};

class Listener {
 public:
  using Observer =
      Fetcher::Observer;  // one report a batch or failure; called on any of the threads

  Listener(std::vector<Source> sources, const Clock& clock, Spool& spool, ListenOptions options,
           Observer observer, EdgeFilter concerns = {}, StreamWays ways = {});
  ~Listener();  // stops

 private:
  class Ear;  // one target: its thread's own

  const std::vector<Source> sources_;
  std::vector<std::unique_ptr<Ear>> ears_;
  std::vector<std::jthread> threads_;  // last: they use all of the above
};

}  // namespace quince
