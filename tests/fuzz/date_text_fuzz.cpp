// Any bytes as a date, in every order of day and month: nothing, or an instant of the years that
// are read; and what was read is read again from its RFC 3339 form.
#include <cstdint>
#include <cstdlib>

#include "io/date_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace quince;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Time first = *parse_rfc3339("1969-12-31T00:00:00Z");
  const Time last = *parse_rfc3339("2201-01-02T00:00:00Z");
  for (const DayOrder order : {DayOrder::unknown, DayOrder::day_first, DayOrder::month_first}) {
    const auto time = parse_date_text(text, order);
    if (!time) continue;
    if (*time < first || *time > last) std::abort();
    if (*time > *parse_rfc3339("1970-01-01T00:00:00Z") &&
        *time < *parse_rfc3339("2200-12-31T00:00:00Z") &&
        parse_date_text(to_rfc3339(*time)) != time)
      std::abort();
  }
  day_order_of(text);
  return 0;
}
