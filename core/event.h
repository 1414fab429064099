// A moment of truth that is no post (renewal, billing change, late payment, anniversary, survey
// answer, later spend), or a change that could explain later complaints (release, campaign,
// outage). In JSON and in tables the kind stands under `event`, which tells an Event from a
// Mention.
#pragma once
#include <array>
#include <map>
#include <optional>
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

// What people call the kinds in their own tables, beside the names above; in the form of
// core/label.h (no capitals, accents, "_" or "-"). A new word is a row here.
struct EventWord {
  std::string_view word;
  EventKind kind;
};
inline constexpr EventWord event_words[] = {
    {"renovacion", EventKind::renewal},
    {"contract renewal", EventKind::renewal},
    {"renovacion de contrato", EventKind::renewal},
    {"cambio de facturacion", EventKind::billing_change},
    {"cambio de factura", EventKind::billing_change},
    {"cambio de tarifa", EventKind::billing_change},
    {"price change", EventKind::billing_change},
    {"pago atrasado", EventKind::late_payment},
    {"pago tardio", EventKind::late_payment},
    {"impago", EventKind::late_payment},
    {"overdue payment", EventKind::late_payment},
    {"aniversario", EventKind::anniversary},
    {"encuesta", EventKind::survey},
    {"survey answer", EventKind::survey},
    {"gasto", EventKind::spend},
    {"compra", EventKind::spend},
    {"purchase", EventKind::spend},
    {"later spend", EventKind::spend},
    {"lanzamiento", EventKind::release},
    {"version", EventKind::release},
    {"campana", EventKind::campaign},
    {"averia", EventKind::outage},
    {"caida", EventKind::outage},
    {"corte", EventKind::outage},
    {"incident", EventKind::outage},
    {"incidencia", EventKind::outage},
};

// By name or word, whatever its capitals and accents: "Late payment", "PAGO_ATRASADO".
std::optional<EventKind> find_event_kind(std::string_view written);

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
