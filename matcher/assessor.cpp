// A post's way, in order: fold and scan (scanner.h), which brands it concerns (routing.h), its
// language (language.h), which rules fire (firing.h), what they say together (score.h).
#include "matcher/assessor.h"

#include <cassert>

#include "matcher/firing.h"
#include "matcher/language.h"
#include "matcher/reader.h"
#include "matcher/routing.h"
#include "matcher/scanner.h"
#include "matcher/score.h"
#include "matcher/trainer.h"

namespace quince {

struct Assessor::State {
  State(std::shared_ptr<const Rules> shared_rules, std::shared_ptr<const Model> model)
      : rules(std::move(shared_rules)),
        weights(*rules, std::move(model)),
        scanner(*rules),
        router(*rules),
        firing(*rules),
        scorer(*rules) {}

  void assess(std::span<const Mention> mentions, std::span<const std::vector<std::string>> also) {
    scanner.scan(mentions, batch);
    for (std::size_t post = 0; post < mentions.size(); ++post) {
      const auto context =
          also.empty() ? std::span<const std::string>{} : std::span<const std::string>(also[post]);
      const auto& routes = router.route(batch, post, mentions[post], context);
      if (!routes.empty()) assess(mentions[post], post, routes);
    }
  }

  void assess(const Mention& mention, std::size_t post, const std::vector<Route>& routes) {
    const std::string language = tell_language(mention, post);
    const Scope scope = rules->scope(language);
    firing.judge(batch, post, mention, scope);
    const std::size_t first = told_count;
    scorer.score(batch, post, firing, language, scope, evidence_of(post, language), next_told());
    for (std::size_t i = 1; i < routes.size(); ++i) {
      Assessment& another = next_told();  // which may move the first
      another = told[first];
    }
    for (std::size_t i = 0; i < routes.size(); ++i) turn_to(routes[i], told[first + i]);
  }

  Assessment& next_told() {
    if (told_count == told.size()) told.emplace_back();
    return told[told_count++];
  }

  Evidence evidence_of(std::size_t post, const std::string& language) {
    const LanguageWeights* found = weights.find(language);
    if (found == nullptr) return {};
    return {found, &features.read(batch, post), weights.digest()};
  }

  void read_examples(std::span<const Mention> mentions, std::vector<Example>& out) {
    scanner.scan(mentions, batch);
    for (std::size_t post = 0; post < mentions.size(); ++post) {
      Example& example = out.emplace_back();
      example.language = tell_language(mentions[post], post);
      firing.judge(batch, post, mentions[post], rules->scope(example.language));
      for (const std::uint32_t rule : firing.fired())
        example.rules.push_back(rules->rules[rule].id);
      example.features = features.read(batch, post);
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
  Weights weights;
  FeatureReader features;
  Scanner scanner;
  Router router;
  Firing firing;
  Scorer scorer;
  Batch batch;
  std::vector<Assessment> told;  // the first `told_count` of them; the others keep their memory
  std::size_t told_count = 0;
};

Assessor::Assessor(std::shared_ptr<const Rules> rules, std::shared_ptr<const Model> model)
    : state_(std::make_unique<State>(std::move(rules), std::move(model))) {}
Assessor::~Assessor() = default;
Assessor::Assessor(Assessor&&) noexcept = default;
Assessor& Assessor::operator=(Assessor&&) noexcept = default;

std::span<const Assessment> Assessor::assess(std::span<const Mention> mentions,
                                             std::span<const std::vector<std::string>> also) {
  assert(also.empty() || also.size() == mentions.size());
  state_->told_count = 0;
  for (std::size_t at = 0; at < mentions.size(); at += batch_posts_max) {
    const std::size_t count = std::min(batch_posts_max, mentions.size() - at);
    state_->assess(mentions.subspan(at, count), also.empty() ? also : also.subspan(at, count));
  }
  return std::span(state_->told).first(state_->told_count);
}

std::vector<Example> Assessor::examples(std::span<const Mention> mentions) {
  std::vector<Example> out;
  out.reserve(mentions.size());
  for (std::size_t at = 0; at < mentions.size(); at += batch_posts_max)
    state_->read_examples(mentions.subspan(at, std::min(batch_posts_max, mentions.size() - at)),
                          out);
  return out;
}

}  // namespace quince
