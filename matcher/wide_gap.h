// What a regular expression pays for: a gap that may grow without bound, or far. Hyperscan keeps
// every place where such a gap began alive while it reads on. Only what a gap is made of counts:
// "." and classes of all but something (`[^,]`, `\S`, `\W`, `\D`) without bound; anything more than
// 60 times. "[0-9]+" ends where its digits do.
#pragma once
#include <string_view>

namespace quince {

constexpr int gap_max = 60;

// The first wide gap as it is written, such as ".*" or "[^,]{0,80}"; empty: there is none.
std::string_view wide_gap(std::string_view regex);

}  // namespace quince
