#include "core/event.h"

#include <gtest/gtest.h>

#include "core/label.h"

namespace quince {
namespace {

TEST(Label, IsComparedWithoutCapitalsAccentsAndSigns) {
  const struct {
    const char* name;
    std::string_view text, key;
  } rows[] = {
      {"plain", "text", "text"},
      {"capitals and accents", "  Fecha_de  Facturación ", "fecha de facturacion"},
      {"accents behind their letter", "Facturacio\u0301n", "facturacion"},
      {"the letter ñ", "Campaña", "campana"},
      {"signs that are no letters", "a\u00D7b", "a\u00D7b"},
      {"other scripts stay", "日付", "日付"},
      {"a space that does not break", "a\u00A0b", "a b"},
      {"a dotted member", "Author.Handle", "author.handle"},
      {"nothing", " _-", ""},
  };
  for (const auto& row : rows) EXPECT_EQ(label_key(row.text), row.key) << row.name;
}

TEST(EventKind, IsFoundByNameAndByWord) {
  const struct {
    std::string_view written;
    std::optional<EventKind> kind;
  } rows[] = {
      {"billing_change", EventKind::billing_change},
      {"Billing change", EventKind::billing_change},
      {"LATE-PAYMENT", EventKind::late_payment},
      {"Cambio de facturación", EventKind::billing_change},
      {"Pago atrasado", EventKind::late_payment},
      {"renovación", EventKind::renewal},
      {"Aniversario", EventKind::anniversary},
      {"ENCUESTA", EventKind::survey},
      {"gasto", EventKind::spend},
      {"Campaña", EventKind::campaign},
      {"refund", std::nullopt},
      {"", std::nullopt},
  };
  for (const auto& row : rows) EXPECT_EQ(find_event_kind(row.written), row.kind) << row.written;
}

// A word that is written otherwise than it is compared would never be found.
TEST(EventKind, EveryWordIsFound) {
  for (const EventWord& row : event_words)
    EXPECT_EQ(find_event_kind(row.word), row.kind) << row.word;
}

}  // namespace
}  // namespace quince
