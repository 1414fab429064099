// The mapping of a table in the configuration: what it names must exist, and say enough.
#include <gtest/gtest.h>

#include "config/config.h"

namespace quince {
namespace {

// The one fault of a source with these options behind its name.
std::string fault_of(const std::string& options) {
  const auto read = read_config("sources:\n- name: s\n  " + options + "\n", "q.yaml", {});
  if (read) return "none";
  EXPECT_EQ(read.error().size(), 1u);
  return to_string(read.error().front());
}

TEST(Columns, AreCheckedAgainstTheFieldTables) {
  const struct {
    const char* name;
    std::string options;
    const char* fault;
  } rows[] = {
      {"good", "kind: csv\n  file: a\n  columns: {text: A, author.handle: B, facets.x: C}", "none"},
      {"good events", "kind: jsonl\n  file: a\n  columns: {event: A, at: B, facets.x: C}", "none"},
      {"a member that is not there", "kind: csv\n  file: a\n  columns: {text: A, autor.handle: B}",
       "q.yaml:5:36: sources[0].columns names \"autor.handle\", which is no member of a Mention; "
       "did you mean author.handle?"},
      {"a member of the other type",
       "kind: csv\n  file: a\n  columns: {event: A, at: B, rating: C}",
       "q.yaml:5:38: sources[0].columns names \"rating\", which is no member of an Event; "
       "docs/json.md lists them; any name may stand behind facets."},
      {"what quince sets itself", "kind: csv\n  file: a\n  columns: {text: A, seen_at: B}",
       "q.yaml:5:31: sources[0].columns names \"seen_at\", which is no member of a Mention; "
       "docs/json.md lists them; any name may stand behind facets."},
      {"no text", "kind: jsonl\n  file: a\n  columns: {id: A}",
       "q.yaml:5:12: sources[0].columns does not say where a Mention has its text; add text: the "
       "column of the customer's words"},
      {"no time", "kind: csv\n  file: a\n  columns: {event: A}",
       "q.yaml:5:12: sources[0].columns does not say where an Event has its time; add at: the "
       "column of the date"},
      {"not a table", "kind: rss\n  url: https://m.example\n  columns: {text: a}",
       "q.yaml:5:12: sources[0].columns means nothing for kind rss; take it out"},
      {"an order of dates that is none", "kind: csv\n  file: a\n  date_format: dd/mm",
       "q.yaml:5:16: sources[0].date_format \"dd/mm\" is not an order of day, month and year; use "
       "dmy for 22/11/2026, mdy or ymd"},
  };
  for (const auto& row : rows) EXPECT_EQ(fault_of(row.options), row.fault) << row.name;
}

}  // namespace
}  // namespace quince
