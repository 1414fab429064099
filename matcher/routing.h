// Which brands a post concerns: a term of the brand in title or text that is not inside one of its
// not_terms, a feed that belongs to the brand, or an author that is the brand itself.
// What was said before may tie it to further brands, which it need not name.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "matcher/scanner.h"

namespace quince {

struct Route {
  const Brand* brand = nullptr;  // nullptr: no brand is configured
  bool is_own_post = false;      // by one of the brand's own accounts
};

// In the order of the brands; `also` are keys of brands that it concerns by its context. With no
// brand configured, one route without a brand.
void route(const Rules& rules, const Batch& batch, std::size_t post, const Mention& mention,
           std::span<const std::string> also, std::vector<Route>& out);

}  // namespace quince
