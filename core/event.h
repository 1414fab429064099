// A moment of truth that is no post (renewal, billing change, late payment, anniversary, survey
// answer), or a change that could explain later complaints (release, campaign, outage).
#pragma once
#include <array>
#include <map>
#include <string>

#include "core/enum_names.h"
#include "core/time.h"

namespace quince {

enum class EventKind {
  renewal,
  billing_change,
  late_payment,
  anniversary,
  survey,
  spend,
  release,
  campaign,
  outage
};
template <>
struct EnumNames<EventKind> {
  static constexpr std::array<std::string_view, 9> names = {
      "renewal", "billing_change", "late_payment", "anniversary", "survey",
      "spend",   "release",        "campaign",     "outage"};
};

struct Event {
  std::string id;
  EventKind kind = EventKind::survey;
  std::string brand;
  std::string customer;  // the author id it concerns; empty for a change
  Time at{};
  std::string text;
  std::map<std::string, std::string> facets;
  bool operator==(const Event&) const = default;
};

}  // namespace quince
