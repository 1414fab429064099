#include "matcher/routing.h"

#include <algorithm>

namespace quince {
namespace {

// The account as the platform spells it, without "@" and letter case.
void read_account(std::string_view name, std::string& out) {
  if (name.starts_with('@')) name.remove_prefix(1);
  out.clear();
  fold(name, out);
}

bool is_of(const Rules& rules, const Hit& hit, std::string_view folded, AtomOwner::Kind kind,
           std::uint32_t brand) {
  if (hit.is_regex) return false;
  const auto owners = rules.owners_of(hit.atom);
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

Router::Router(const Rules& rules) : rules_(rules) {
  for (const Brand& brand : rules.brands) {
    auto& accounts = accounts_.emplace_back();
    for (const std::string& account : brand.accounts) {
      read_account(account, accounts.emplace_back());
      if (accounts.back().empty()) accounts.pop_back();
    }
    any_accounts_ = any_accounts_ || !accounts.empty();
  }
}

void Router::read_author(const Author& author) {
  read_account(author.id, author_id_);
  read_account(author.handle, author_handle_);
}

bool Router::is_own(std::size_t brand) const {
  return std::any_of(accounts_[brand].begin(), accounts_[brand].end(), [&](const std::string& own) {
    return own == author_id_ || own == author_handle_;
  });
}

const std::vector<Route>& Router::route(const Batch& batch, std::size_t post,
                                        const Mention& mention, std::span<const std::string> also) {
  routes_.clear();
  if (rules_.brands.empty()) routes_.push_back({});
  if (any_accounts_) read_author(mention.author);
  const auto hits = batch.hits_of(post);
  for (std::uint32_t i = 0; i < rules_.brands.size(); ++i) {
    const Brand& brand = rules_.brands[i];
    const bool own = is_own(i);
    const bool from_feed =
        !mention.feed.empty() &&
        std::find(brand.feeds.begin(), brand.feeds.end(), mention.feed) != brand.feeds.end();
    const bool by_context = std::find(also.begin(), also.end(), brand.key) != also.end();
    if (own || from_feed || by_context || is_named(rules_, batch, hits, i))
      routes_.push_back({&brand, own});
  }
  return routes_;
}

}  // namespace quince
