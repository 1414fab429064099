#include "io/date_text.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

struct Row {
  const char* text;
  const char* rfc3339;  // empty: it is refused
};

template <std::size_t N>
void expect_dates(const Row (&rows)[N], DayOrder order = DayOrder::unknown) {
  for (const Row& row : rows) {
    const auto time = parse_date_text(row.text, order);
    EXPECT_EQ(time ? to_rfc3339(*time) : "", row.rfc3339) << row.text;
  }
}

TEST(DateText, IsoAndWhatIsLikeIt) {
  expect_dates({
      {"2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"},
      {"2026-11-22t10:00:00z", "2026-11-22T10:00:00Z"},
      {"2026-11-22T10:00:00.25+02:00", "2026-11-22T08:00:00.250Z"},
      {"2026-11-22T10:00:00.123456789Z", "2026-11-22T10:00:00.123Z"},
      {"2026-11-22 10:00:00", "2026-11-22T10:00:00Z"},
      {"2026-11-22 10:00:00 -0300", "2026-11-22T13:00:00Z"},
      {"2026-11-22 3:05 PM", "2026-11-22T15:05:00Z"},
      {"2026-11-22 12:05 AM", "2026-11-22T00:05:00Z"},
      {"20261122T100000Z", "2026-11-22T10:00:00Z"},
      {"2026/11/22 10:00", "2026-11-22T10:00:00Z"},
      {"2026-11-22+01:00", "2026-11-21T23:00:00Z"},
      {"2026-326", "2026-11-22T00:00:00Z"},
      {"2026326", "2026-11-22T00:00:00Z"},
      {"2026-011-22T10:00:00Z", "2026-11-22T10:00:00Z"},
      {"26-11-22", "2026-11-22T00:00:00Z"},
      {"261122", "2026-11-22T00:00:00Z"},
      {"26326", "2026-11-22T00:00:00Z"},
      {"-26-11", "2026-11-01T00:00:00Z"},
      {"2026-366", ""},
      {"2026-000", ""},
      {"2026-13-01", ""},
      {"2026-11-22-01", ""},
      {"2026-11-22T09:xx:00Z", ""},
      {"2026-11-22T10:61:00Z", ""},
      {"2026-11-22T25:00:00Z", ""},
  });
}

TEST(DateText, ADateAloneIsItsMidnightInUtc) {
  expect_dates({
      {"2026-11-22", "2026-11-22T00:00:00Z"},
      {"2026-11", "2026-11-01T00:00:00Z"},
      {"2026", "2026-01-01T00:00:00Z"},
      {"22 November 2026", "2026-11-22T00:00:00Z"},
      {"Nov. 2026", "2026-11-01T00:00:00Z"},
      {"22 Nov 2026 GMT", "2026-11-22T00:00:00Z"},
  });
}

TEST(DateText, SecondsSince1970) {
  expect_dates({{"1795341600", "2026-11-22T10:00:00Z"},
                {"1795341600250", "2026-11-22T10:00:00.250Z"},
                {"17953416001", ""}});
}

TEST(DateText, Rfc822AndItsRelatives) {
  expect_dates({
      {"Sun, 22 Nov 2026 10:00:00 GMT", "2026-11-22T10:00:00Z"},
      {"Sun, 22 Nov 26 10:00:00 -0500", "2026-11-22T15:00:00Z"},
      {"22 Nov 2026 10:00 EST", "2026-11-22T15:00:00Z"},
      {"Sun,  2 Nov 2026 9:05:00 GMT", "2026-11-02T09:05:00Z"},
      {"Sunday, 22nd November 2026 10:00:00 UTC", "2026-11-22T10:00:00Z"},
      {"Sunday, November 22, 2026 3:04:05 PM", "2026-11-22T15:04:05Z"},
      {"Nov. 22, 2026, 3:05 p.m.", "2026-11-22T15:05:00Z"},
      {"Nov. 22, 2026, 12:05 a.m.", "2026-11-22T00:05:00Z"},
      {"Sun Nov 22 10:00:00 2026", "2026-11-22T10:00:00Z"},
      {"Sun Nov 22 2026 10:00:00 GMT+0200 (Central European Time)", "2026-11-22T08:00:00Z"},
      {"Sun, 22 Nov 2026 10:00:00 -0400 (EST)", "2026-11-22T14:00:00Z"},
      {"Tue, 18 Sept 2018 15:53:56 +0300", "2018-09-18T12:53:56Z"},
      {"Thurs, 19 Nov 2026 10:00:00 +0000", "2026-11-19T10:00:00Z"},
      {"22-Nov-2026 10:00", "2026-11-22T10:00:00Z"},
      {"Nov-22-2026 10:00", "2026-11-22T10:00:00Z"},
      {"Mon, 30 Feb 2026 10:00:00 GMT", ""},
      {"Sun, 99 Nov 2026 10:00:00 GMT", ""},
      {"yesterday", ""},
      {"", ""},
      {"10:00", ""},
  });
}

// Day and month names as feeds of six languages write them: short, long, with and without dots,
// accents and small words between.
TEST(DateText, NamesInSpanishPortugueseFrenchGermanAndItalian) {
  expect_dates({
      {"mié., 14 jul. 2021 13:00:00 -0300", "2021-07-14T16:00:00Z"},
      {"Miércoles, 14 de julio de 2021 13:00", "2021-07-14T13:00:00Z"},
      {"MIE\xCC\x81RCOLES 14 DE JULIO DE 2021", "2021-07-14T00:00:00Z"},
      {"dom., 22 nov. 2026 10:00:00 +0100", "2026-11-22T09:00:00Z"},
      {"sáb 1 ene 2026 9:05", "2026-01-01T09:05:00Z"},
      {"jueves, 1 de octubre de 2026, 13:00 hs", "2026-10-01T13:00:00Z"},
      {"mar, 05 mar 2024 10:00:00 +0000", "2024-03-05T10:00:00Z"},
      {"mar, 05 nov 2024 10:00:00 +0000", "2024-11-05T10:00:00Z"},
      {"qua, 14 out 2026 10:00:00 BRT", "2026-10-14T13:00:00Z"},
      {"Quarta-feira, 14 de março de 2026 às 14h30", "2026-03-14T14:30:00Z"},
      {"sex., 4 set. 2026", "2026-09-04T00:00:00Z"},
      {"ter, 1 dez 2026", "2026-12-01T00:00:00Z"},
      {"jeu., 02 avril 2026 00:00:00 +0200", "2026-04-01T22:00:00Z"},
      {"mardi 1er février 2026 à 9h05", "2026-02-01T09:05:00Z"},
      {"22 août 2026 10:00", "2026-08-22T10:00:00Z"},
      {"mer. 9 déc. 2026", "2026-12-09T00:00:00Z"},
      {"ven. 3 juil. 2026", "2026-07-03T00:00:00Z"},
      {"22. Dezember 2026 10:00 MEZ", "2026-12-22T09:00:00Z"},
      {"Di, 05. März 2024, 13.30 Uhr", "2024-03-05T13:30:00Z"},
      {"Mi., 1. Mai 2024 10:00 MESZ", "2024-05-01T08:00:00Z"},
      {"mar 5 gennaio 2027 ore 13.30", "2027-01-05T13:30:00Z"},
      {"gio, 4 giugno 2026", "2026-06-04T00:00:00Z"},
      {"lun 6 lug 2026", "2026-07-06T00:00:00Z"},
      {"2026년 11월 22일 오후 7:05", "2026-11-22T10:05:00Z"},
      {"2026年11月22日 10:00", "2026-11-22T10:00:00Z"},
  });
}

TEST(DateText, BareNumbersAreReadWhereOneOrderMakesADate) {
  expect_dates({
      {"26/06/2026", "2026-06-26T00:00:00Z"},
      {"Mon, 03/30/2026 - 19:19", "2026-03-30T19:19:00Z"},
      {"09/15/2026 4:20 pm PST", "2026-09-16T00:20:00Z"},
      {"04/04/2026", "2026-04-04T00:00:00Z"},
      {"3.4.2026", "2026-04-03T00:00:00Z"},
      {"30.10.23", "2023-10-30T00:00:00Z"},
      {"30-10-2026 10:00", "2026-10-30T10:00:00Z"},
      {"3/4/2026", ""},
      {"31/31/2026", ""},
      {"1/2/3/4", ""},
  });
}

TEST(DateText, BareNumbersGoByTheFeedsLanguageElse) {
  expect_dates({{"3/4/2026", "2026-04-03T00:00:00Z"}, {"03/30/2026", "2026-03-30T00:00:00Z"}},
               day_order_of("es-MX"));
  expect_dates({{"3/4/2026", "2026-03-04T00:00:00Z"}, {"30/03/2026", "2026-03-30T00:00:00Z"}},
               day_order_of("en-us"));
  expect_dates({{"3/4/2026", ""}}, day_order_of("en"));
  for (const char* lang : {"es", "pt-BR", "fr_FR", "de", "it-it", "en-GB"})
    EXPECT_EQ(day_order_of(lang), DayOrder::day_first) << lang;
  for (const char* lang : {"", "en", "est", "ja"})
    EXPECT_EQ(day_order_of(lang), DayOrder::unknown) << lang;
}

TEST(DateText, WrongZonesAreUtc) {
  expect_dates({
      {"Sun, 22 Nov 2026 10:00:00 +9900", "2026-11-22T10:00:00Z"},
      {"2026-11-22 10:00:00+15:00", "2026-11-22T10:00:00Z"},
      {"2026-11-22T10:00:00+14:00", "2026-11-21T20:00:00Z"},
      {"Sun, 22 Nov 2026 10:00:00 XYZT", "2026-11-22T10:00:00Z"},
      {"Sun, 22 Nov 2026 10:00:00 Nowhere/Land", "2026-11-22T10:00:00Z"},
      {"Sun, 22 Nov 2026 10:00:00 +00:zz", ""},
  });
}

TEST(DateText, ZonesOfTheIanaDatabaseKnowTheSeason) {
  expect_dates({
      {"Sun, 22 Nov 2026 10:00:00 Europe/Madrid", "2026-11-22T09:00:00Z"},
      {"Wed, 22 Jul 2026 10:00:00 Europe/Madrid", "2026-07-22T08:00:00Z"},
      {"2026-11-22 10:00 America/Argentina/Buenos_Aires", "2026-11-22T13:00:00Z"},
      {"26/06/2026 10:00 America/Los_Angeles", "2026-06-26T17:00:00Z"},
      {"Sun, 22 Nov 2026 10:00:00 Etc/GMT", "2026-11-22T10:00:00Z"},
  });
}

}  // namespace
}  // namespace quince
