// What became of one attempt to send a notice. Judged from the answer by the channel; it never
// throws.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "core/enum_names.h"
#include "core/time.h"

namespace quince {

enum class DeliveryState { queued, sent, retry, gave_up };
template <>
struct EnumNames<DeliveryState> {
  static constexpr std::array<std::string_view, 4> names = {"queued", "sent", "retry", "gave_up"};
};

// Small enough to be a metric label.
enum class DeliveryReason {
  none,
  network,
  timeout,
  rate_limited,
  server_error,
  rejected,
  gone,
  too_old,
  misconfigured,
  discarded  // by a person
};
template <>
struct EnumNames<DeliveryReason> {
  static constexpr std::array<std::string_view, 10> names = {
      "",         "network", "timeout", "rate_limited",  "server_error",
      "rejected", "gone",    "too_old", "misconfigured", "discarded"};
};

struct Delivery {
  std::string notice;
  std::string channel;
  DeliveryState state = DeliveryState::queued;
  DeliveryReason reason = DeliveryReason::none;
  std::int64_t attempts = 0;
  Time next_at{};  // when to try (again)
  std::optional<Time> done_at;
  std::string detail;  // an excerpt of the answer, without secrets
  bool operator==(const Delivery&) const = default;
};

}  // namespace quince
