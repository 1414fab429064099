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
  State(std::shared_ptr<const Rules> shared_rules, std::shared_ptr<const Model> shared_model)
      : rules(std::move(shared_rules)),
        model(std::move(shared_model)),
        scanner(*rules),
        firing(*rules) {}

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
      const Evidence evidence = evidence_of(post, language);
      const Assessment assessment =
          score(*rules, batch, post, firing, std::move(language), scope, evidence);
      for (const Route& route : routes) out.push_back(for_route(assessment, route));
    }
  }

  Evidence evidence_of(std::size_t post, const std::string& language) {
    Evidence evidence;
    if (model) evidence.weights = model->find(language);
    if (evidence.weights != nullptr) {
      evidence.features = &features.read(batch, post);
      evidence.model_digest = model->digest;
    }
    return evidence;
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
  std::shared_ptr<const Model> model;
  FeatureReader features;
  Scanner scanner;
  Firing firing;
  Batch batch;
  std::vector<Route> routes;
};

Assessor::Assessor(std::shared_ptr<const Rules> rules, std::shared_ptr<const Model> model)
    : state_(std::make_unique<State>(std::move(rules), std::move(model))) {}
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

std::vector<Example> Assessor::examples(std::span<const Mention> mentions) {
  std::vector<Example> out;
  out.reserve(mentions.size());
  for (std::size_t at = 0; at < mentions.size(); at += batch_posts_max)
    state_->read_examples(mentions.subspan(at, std::min(batch_posts_max, mentions.size() - at)),
                          out);
  return out;
}

}  // namespace quince
