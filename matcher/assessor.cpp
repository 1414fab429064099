// A post's way, in order: fold and scan (scanner.h), which brands it concerns (routing.h), its
// language (language.h), which rules fire (firing.h), what they say together (score.h).
#include "matcher/assessor.h"

#include <cassert>

#include "matcher/firing.h"
#include "matcher/language.h"
#include "matcher/routing.h"
#include "matcher/scanner.h"
#include "matcher/score.h"

namespace quince {

struct Assessor::State {
  explicit State(std::shared_ptr<const Rules> shared)
      : rules(std::move(shared)), scanner(*rules), firing(*rules) {}

  void assess(std::span<const Mention> mentions, std::span<const std::vector<std::string>> also,
              std::vector<Assessment>& out) {
    scanner.scan(mentions, batch);
    for (std::size_t post = 0; post < mentions.size(); ++post) {
      const auto context =
          also.empty() ? std::span<const std::string>{} : std::span<const std::string>(also[post]);
      route(*rules, batch, post, mentions[post], context, routes);
      if (routes.empty()) continue;
      std::string language = tell_language(mentions[post], post);
      const Scope scope = rules->scope(language);
      firing.judge(batch, post, mentions[post], scope);
      const Assessment assessment = score(*rules, batch, post, firing, std::move(language), scope);
      for (const Route& route : routes) out.push_back(for_route(assessment, route));
    }
  }

  // A short text in a language without a pack is more likely misjudged than foreign ("buenos dias"
  // passes for Galician).
  std::string tell_language(const Mention& mention, std::size_t post) const {
    constexpr std::size_t letters_sure = 60;
    const auto letters =
        batch.slice(post, Part::text).facts.letters + batch.slice(post, Part::title).facts.letters;
    std::string found = language_of(mention, letters);
    const bool is_doubtful = mention.lang.empty() && letters < letters_sure &&
                             rules->scope(found).language == Scope::any;
    return is_doubtful ? "und" : found;
  }

  std::shared_ptr<const Rules> rules;
  Scanner scanner;
  Firing firing;
  Batch batch;
  std::vector<Route> routes;
};

Assessor::Assessor(std::shared_ptr<const Rules> rules)
    : state_(std::make_unique<State>(std::move(rules))) {}
Assessor::~Assessor() = default;
Assessor::Assessor(Assessor&&) noexcept = default;

std::vector<Assessment> Assessor::assess(std::span<const Mention> mentions,
                                         std::span<const std::vector<std::string>> also) {
  assert(also.empty() || also.size() == mentions.size());
  std::vector<Assessment> out;
  out.reserve(mentions.size());
  for (std::size_t at = 0; at < mentions.size(); at += batch_posts_max) {
    const std::size_t count = std::min(batch_posts_max, mentions.size() - at);
    state_->assess(mentions.subspan(at, count), also.empty() ? also : also.subspan(at, count), out);
  }
  return out;
}

}  // namespace quince
