// What is wrong with a source, judged from what its cursor remembers. Pure. Each source is measured
// against its own past: "no new posts" means nothing by itself, but a pause of twice the longest
// that is usual for it does. Zero items are not health.
#pragma once
#include <array>
#include <string>
#include <vector>

#include "core/cursor.h"
#include "core/enum_names.h"

namespace quince {

enum class Ailment : std::uint8_t {
  failing,     // it could not be read for some time
  changed,     // it answers with another class of status than it used to
  silent,      // nothing new for twice the longest pause that is usual for it
  incomplete,  // its documents lack needed fields: the platform may have changed
  moved        // it redirects for good
};
template <>
struct EnumNames<Ailment> {
  static constexpr std::array<std::string_view, 5> names = {"failing", "changed", "silent",
                                                            "incomplete", "moved"};
};

// One answer, or the lack of one.
struct Sign {
  std::int64_t status = 0;  // HTTP status; 0: no answer, or no HTTP
  bool is_good = false;     // it was read and stored
  std::int64_t fresh = 0;   // posts that were new
  bool is_incomplete = false;
};

// Keeps in `cursor` what the sign teaches: the usual status, the usual pause, what is missing.
void learn(Cursor& cursor, const Sign& sign, Time now);

struct Finding {
  Ailment ailment = Ailment::failing;
  std::string what;  // what is seen, with its figures
  std::string cure;  // what a person can do
  bool operator==(const Finding&) const = default;
};

// The worst first; empty: it is well, or too young to tell. `every`: how often it is to be read.
std::vector<Finding> diagnose(const Cursor& cursor, Duration every, Time now);

}  // namespace quince
