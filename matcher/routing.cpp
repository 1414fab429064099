#include "matcher/routing.h"

#include <algorithm>

namespace quince {
namespace {

// The account as the platform spells it, without "@" and letter case.
std::string account(std::string_view name) {
  if (name.starts_with('@')) name.remove_prefix(1);
  return fold(name);
}

bool is_own(const Brand& brand, const Author& author) {
  if (brand.accounts.empty() || (author.id.empty() && author.handle.empty())) return false;
  const std::string id = account(author.id), handle = account(author.handle);
  return std::any_of(brand.accounts.begin(), brand.accounts.end(), [&](const std::string& own) {
    const std::string name = account(own);
    return !name.empty() && (name == id || name == handle);
  });
}

bool is_of(const Rules& rules, const Hit& hit, std::string_view folded, AtomOwner::Kind kind,
           std::uint32_t brand) {
  if (hit.is_regex) return false;
  const auto& owners = rules.literals[hit.atom].owners;
  return std::any_of(owners.begin(), owners.end(), [&](const AtomOwner& owner) {
    return owner.kind == kind && owner.index == brand &&
           (owner.any_ending || is_bounded_right(folded, hit.end));
  });
}

bool is_named(const Rules& rules, const Batch& batch, std::span<const Hit> hits,
              std::uint32_t brand) {
  using Kind = AtomOwner::Kind;
  return std::any_of(hits.begin(), hits.end(), [&](const Hit& term) {
    const std::string_view folded = batch.slices[term.slice].folded;
    if (!is_of(rules, term, folded, Kind::brand_term, brand)) return false;
    return std::none_of(hits.begin(), hits.end(), [&](const Hit& other) {
      return other.slice == term.slice && other.begin <= term.begin && other.end >= term.end &&
             is_of(rules, other, folded, Kind::brand_not_term, brand);
    });
  });
}

}  // namespace

void route(const Rules& rules, const Batch& batch, std::size_t post, const Mention& mention,
           std::span<const std::string> also, std::vector<Route>& out) {
  out.clear();
  if (rules.brands.empty()) out.push_back({});
  const auto hits = batch.hits_of(post);
  for (std::uint32_t i = 0; i < rules.brands.size(); ++i) {
    const Brand& brand = rules.brands[i];
    const bool own = is_own(brand, mention.author);
    const bool from_feed =
        !mention.feed.empty() &&
        std::find(brand.feeds.begin(), brand.feeds.end(), mention.feed) != brand.feeds.end();
    const bool by_context = std::find(also.begin(), also.end(), brand.key) != also.end();
    if (own || from_feed || by_context || is_named(rules, batch, hits, i))
      out.push_back({&brand, own});
  }
}

}  // namespace quince
