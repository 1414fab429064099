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

class Router {  // one a thread; its memory is re-used
 public:
  explicit Router(const Rules& rules);

  // In the order of the brands; `also` are keys of brands that it concerns by its context. With no
  // brand configured, one route without a brand. The result holds until the next call.
  const std::vector<Route>& route(const Batch& batch, std::size_t post, const Mention& mention,
                                  std::span<const std::string> also);

 private:
  void read_author(const Author& author);
  bool is_own(std::size_t brand) const;

  const Rules& rules_;
  std::vector<std::vector<std::string>> accounts_;  // of each brand, as author_ is
  bool any_accounts_ = false;
  std::string author_id_, author_handle_;
  std::vector<Route> routes_;
};

}  // namespace quince
