// One thread a channel: takes what is due from the outbox, has it rendered, sends it, has the
// answer judged, and records what became of it. A channel that is down delays nobody else. Retry
// lives here alone: 2 s, 4 s, 8 s … up to 1 h between attempts with jitter; a wait that the other
// side asks for holds for the whole channel; after 24 h a notice is given up as too old. A rate
// over channel.per_minute_max waits. The notices of one case go out in their order. What was sent
// is marked after the other side accepted it, so a crash in between sends it again, with the same
// id.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <stop_token>
#include <thread>

#include "alerting/channel.h"
#include "alerting/outbox.h"
#include "core/bell.h"
#include "core/clock.h"
#include "io/store.h"

namespace quince {

// Sends rendered notices, in order; one answer for each. The real one is in app; tests have their
// own.
using Transport = std::function<std::vector<Answer>(const std::vector<Rendered>&)>;

struct SentReport {
  const Channel& channel;
  const Notice& notice;
  const Delivery& delivery;
  Time now;
};

// When to try again after the `attempts`-th failure. `jitter` is in [0, 1).
Duration retry_after(std::int64_t attempts, double jitter);

// What the record of the delivery becomes after one attempt.
Delivery after_attempt(Delivery delivery, const Judgement& judgement, Time first_at, Time now,
                       double jitter);

class Sender {
 public:
  Sender(Channel channel, StoreWriter& store, const Clock& clock, Transport transport,
         std::function<void(const SentReport&)> on_sent);
  ~Sender();  // stops after the batch under way, which a hanging channel may take 10 s for
  void request_stop();  // begins to stop; of many, ask all before any is waited for

  void ring() { bell_.ring(); }  // there may be something to send

 private:
  void loop(std::stop_token stop);
  Result<std::int64_t> send_due();  // how many were sent or tried

  // Constant after construction.
  const Channel channel_;
  const ChannelKind& kind_;
  StoreWriter& store_;
  const Clock& clock_;
  const Transport transport_;
  const std::function<void(const SentReport&)> on_sent_;

  Bell bell_;
  Time next_allowed_{};  // the thread's own: the rate, and what the other side asked for
  std::jthread thread_;
};

}  // namespace quince
