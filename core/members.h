// Names of everything in a record that one text can fill, from the field tables: "text", of a
// record within "author.handle", of a map "facets." (any name may stand behind the dot).
#pragma once
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/fields.h"

namespace quince {

template <class V>
concept TextMap = std::is_same_v<V, std::map<std::string, std::string>>;

template <Record T>
std::vector<std::string> member_names(const std::string& prefix = {}) {
  std::vector<std::string> names;
  for_each_field<T>([&](const auto& field) {
    using V = std::remove_cvref_t<decltype(std::declval<T>().*(field.member))>;
    const std::string name = prefix + std::string(field.name);
    if constexpr (Record<V>) {
      for (std::string& inner : member_names<V>(name + '.')) names.push_back(std::move(inner));
    } else {
      names.push_back(TextMap<V> ? name + '.' : name);
    }
  });
  return names;
}

}  // namespace quince
