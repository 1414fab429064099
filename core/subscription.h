// A feed's promise to bring its news by itself (WebSub, W3C Recommendation of 23 January 2018):
// which hub was asked for which topic, and how its deliveries are known.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "core/enum_names.h"
#include "core/time.h"

namespace quince {

enum class SubscriptionState { asked, active, denied };
template <>
struct EnumNames<SubscriptionState> {
  static constexpr std::array<std::string_view, 3> names = {"asked", "active", "denied"};
};

struct Subscription {
  std::string target;  // whose feed it is
  std::string hub;
  std::string topic;   // the feed's address for itself
  std::string path;    // last part of the callback's address: random, so nobody guesses it
  std::string secret;  // key of the deliveries' signatures
  SubscriptionState state = SubscriptionState::asked;
  Time asked_at{};
  std::optional<Time> lease_until;  // of an active one
  bool operator==(const Subscription&) const = default;
};

}  // namespace quince
