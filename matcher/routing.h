// Which brands a post concerns: a term of the brand in title or text that is not inside one of its
// not_terms, a feed that belongs to the brand, or an author that is the brand itself.
#pragma once
#include <vector>

#include "matcher/scanner.h"

namespace quince {

struct Route {
  const Brand* brand = nullptr;  // nullptr: no brand is configured
  bool is_own_post = false;      // by one of the brand's own accounts
};

// In the order of the brands. With no brand configured, one route without a brand.
void route(const Rules& rules, const Batch& batch, std::size_t post, const Mention& mention,
           std::vector<Route>& out);

}  // namespace quince
