#include "alerting/sender.h"

#include <algorithm>
#include <cassert>
#include <random>

#include "io/log.h"

namespace quince {
namespace {

constexpr Duration retry_first = std::chrono::seconds{2};
constexpr Duration retry_max = std::chrono::hours{1};
constexpr Duration age_max = std::chrono::hours{24};
constexpr Duration look_again = std::chrono::seconds{30};  // should a ring ever be missed

double jitter() {
  thread_local std::minstd_rand engine{std::random_device{}()};
  return std::uniform_real_distribution<>(0, 1)(engine);
}

// Between two notices, so that no more than per_minute_max go out.
Duration pause_of(const Channel& channel) {
  return std::chrono::milliseconds{60'000 / std::max<std::int64_t>(channel.per_minute_max, 1)};
}

}  // namespace

Duration retry_after(std::int64_t attempts, double jitter) {
  const auto doublings = std::clamp<std::int64_t>(attempts - 1, 0, 20);
  const Duration full = std::min(retry_first * (std::int64_t{1} << doublings), retry_max);
  return full / 2 +
         Duration{static_cast<std::int64_t>(static_cast<double>(full.count()) / 2 * jitter)};
}

Delivery after_attempt(Delivery delivery, const Judgement& judgement, Time first_at, Time now,
                       double jitter) {
  ++delivery.attempts;
  delivery.state = judgement.state;
  delivery.reason = judgement.reason;
  delivery.detail = judgement.detail;
  delivery.next_at = now;
  if (judgement.state == DeliveryState::retry) {
    delivery.next_at = now + std::max(retry_after(delivery.attempts, jitter),
                                      judgement.after.value_or(Duration{0}));
    if (now - first_at > age_max) {
      delivery.state = DeliveryState::gave_up;
      delivery.reason = DeliveryReason::too_old;
    }
  }
  if (delivery.state == DeliveryState::sent || delivery.state == DeliveryState::gave_up)
    delivery.done_at = now;
  return delivery;
}

Sender::Sender(Channel channel, StoreWriter& store, const Clock& clock, Transport transport,
               std::function<void(const SentReport&)> on_sent)
    : channel_(std::move(channel)),
      kind_(*find_channel_kind(channel_.kind)),
      store_(store),
      clock_(clock),
      transport_(std::move(transport)),
      on_sent_(std::move(on_sent)),
      thread_([this](std::stop_token stop) { loop(std::move(stop)); }) {}

Sender::~Sender() { request_stop(); }

void Sender::request_stop() {
  thread_.request_stop();
  bell_.ring();
}

void Sender::loop(std::stop_token stop) {
  while (!stop.stop_requested()) {
    const auto tried = send_due();
    if (!tried)
      log_error("sending failed", {{"channel", channel_.name}, {"error", tried.error().text}});
    if (tried && *tried > 0) continue;
    Time wake = clock_.now() + look_again;
    std::optional<Time> next;
    (void)store_.run([&](Database& db) -> Result<> {
      auto due = next_due(db, channel_.name);
      if (due) next = *due;
      return {};
    });
    if (next) wake = std::min(wake, std::max(*next, next_allowed_));
    bell_.wait(clock_, wake, stop);
  }
}

Result<std::int64_t> Sender::send_due() {
  const Time now = clock_.now();
  if (now < next_allowed_) return 0;
  std::vector<Due> due;
  auto read = store_.run([&](Database& db) -> Result<> {
    auto rows = due_notices(db, channel_.name, now, kind_.batch_max);
    if (!rows) return std::unexpected(rows.error());
    due = std::move(*rows);
    return {};
  });
  if (!read) return std::unexpected(read.error());
  if (due.empty()) return 0;

  std::vector<Rendered> rendered;
  rendered.reserve(due.size());
  for (const Due& one : due) rendered.push_back(kind_.render(channel_, one.notice, now));
  const std::vector<Answer> answers = transport_(rendered);
  assert(answers.size() == due.size());

  const Time after = clock_.now();
  const double together = jitter();  // what failed together comes again together, in its order
  for (std::size_t i = 0; i < due.size(); ++i) {
    const Judgement judgement = kind_.judge(answers[i]);
    if (judgement.after) next_allowed_ = std::max(next_allowed_, after + *judgement.after);
    due[i].delivery =
        after_attempt(std::move(due[i].delivery), judgement, due[i].notice.at, after, together);
  }
  auto recorded = store_.run([&](Database& db) -> Result<> {
    for (const Due& one : due)
      if (auto put = record_delivery(db, one.delivery); !put) return put;
    return {};
  });
  if (!recorded) {  // they are due still: without a pause they would be sent over and over
    next_allowed_ = std::max(next_allowed_, after + look_again);
    return std::unexpected(recorded.error());
  }
  for (const Due& one : due) on_sent_({channel_, one.notice, one.delivery, after});
  if (kind_.batch_max == 1) next_allowed_ = std::max(next_allowed_, after + pause_of(channel_));
  return static_cast<std::int64_t>(due.size());
}

}  // namespace quince
