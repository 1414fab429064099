// Prints docs/json.md: the members of every stored type, from the one table of fields.
#include <cstdio>
#include <string>

#include "core/fields.h"

namespace quince {
namespace {

template <class V>
std::string type_name() {
  if constexpr (requires(V v) { v.has_value(); })
    return type_name<typename V::value_type>();
  else if constexpr (std::is_same_v<V, std::string>)
    return "text";
  else if constexpr (std::is_same_v<V, bool>)
    return "true or false";
  else if constexpr (std::is_same_v<V, Decimal>)
    return "number, four digits";
  else if constexpr (std::is_same_v<V, Time>)
    return "time, RFC 3339 in UTC";
  else if constexpr (std::is_integral_v<V>)
    return "whole number";
  else if constexpr (NamedEnum<V>)
    return "one of a list";
  else if constexpr (Record<V>)
    return std::string(Fields<V>::type);
  else if constexpr (requires(V v) { v.find(std::string{}); })
    return "object of texts";
  else
    return "list of " + type_name<typename V::value_type>();
}

template <Record T>
void print() {
  std::printf("\n## %s\n\n%s\n\n| member | type | needed | what |\n|---|---|---|---|\n",
              Fields<T>::type.data(), Fields<T>::doc.data());
  for_each_field<T>([](const auto& field) {
    using V = std::remove_cvref_t<decltype(std::declval<T>().*(field.member))>;
    std::printf("| `%s` | %s | %s | %s |\n", field.name.data(), type_name<V>().c_str(),
                field.need == Need::optional ? "" : "yes", field.doc.data());
  });
}

}  // namespace
}  // namespace quince

int main() {
  using namespace quince;
  std::printf(
      "# The JSON of quince\n\nMade from `core/fields.h` by `./dev docs`. Members that are not "
      "needed are left out where "
      "they are unknown; members that are not listed are ignored.\n");
  print<Mention>();
  print<Author>();
  print<Counts>();
  print<Reading>();
  print<Event>();
  print<Assessment>();
  print<Signal>();
  print<Span>();
  print<Spread>();
  print<Case>();
  print<Storm>();
  print<Watch>();
  print<Subscription>();
  print<Notice>();
  print<Delivery>();
  print<Cursor>();
  print<JournalEntry>();
  return 0;
}
