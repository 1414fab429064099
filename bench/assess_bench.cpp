// What each stage of a post's way costs, and what plain Hyperscan costs over the same folded bytes
// in the same run. Argument: 0 for the starter packs, else that many generated rules. Counters:
// posts/s; `x_hyperscan` is the time of a post over the time that plain Hyperscan took for it
// (measured first, best of five).
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <ctime>
#include <map>

#include "bench/posts.h"
#include "io/json_fields.h"
#include "matcher/firing.h"
#include "matcher/language.h"
#include "matcher/score.h"

namespace quince {
namespace {

constexpr std::size_t post_count = 20000;

// Of this thread alone: on a shared machine the time on the wall says little.
double cpu_ns() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

struct Stage {  // everything that the stages need, made once for each number of rules
  std::shared_ptr<const Rules> rules;
  std::vector<std::string> json;
  std::vector<Mention> mentions;
};

const Stage& stage(std::int64_t rule_count) {
  static std::map<std::int64_t, Stage> made;
  const auto [at, fresh] = made.try_emplace(rule_count);
  Stage& out = at->second;
  if (!fresh) return out;
  const auto packs = rule_count == 0
                         ? starter_packs()
                         : std::vector{generated_pack(static_cast<std::size_t>(rule_count))};
  const auto rules = compile_rules(packs, {});
  if (!rules) std::abort();
  out.rules = *rules;
  out.json = invented_json(invented_texts(post_count, 1));
  JsonParser parser;
  for (const std::string& line : out.json)
    out.mentions.push_back(parser.read<Mention>(line).value());
  return out;
}

// Calls `work` with batch after batch of 64 mentions; one iteration is one batch.
template <class Work>
void each_batch(benchmark::State& state, const std::vector<Mention>& mentions, Work work) {
  std::size_t at = 0;
  for (auto _ : state) {
    work(std::span(mentions).subspan(at, batch_posts_max));
    at += batch_posts_max;
    if (at + batch_posts_max > mentions.size()) at = 0;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * batch_posts_max));
}

// The yardstick: hs_scan over each folded post, a callback that counts.
double plain_hyperscan_ns(std::int64_t rule_count) {
  static std::map<std::int64_t, double> known;
  const auto [at, fresh] = known.try_emplace(rule_count, 0.0);
  if (!fresh) return at->second;
  const Stage& on = stage(rule_count);
  std::vector<std::string> folded;
  for (const Mention& mention : on.mentions) folded.push_back(fold(mention.text));
  std::vector<RawHit> hits;
  Scratch scratch({&on.rules->databases.literals});
  double best = 1e18;
  for (int round = 0; round < 5; ++round) {
    const double start = cpu_ns();
    for (const std::string& text : folded)
      hits.clear(), scratch.scan(on.rules->databases.literals, text, hits);
    best = std::min(best, (cpu_ns() - start) / static_cast<double>(folded.size()));
  }
  return at->second = best;
}

void compare(benchmark::State& state, double took_ns) {
  const auto posts = static_cast<double>(state.iterations() * batch_posts_max);
  const double ns = took_ns / posts;
  state.counters["ns_post"] = ns;
  state.counters["x_hyperscan"] = ns / plain_hyperscan_ns(state.range(0));
}

template <class Work>
void timed(benchmark::State& state, Work work) {
  const Stage& on = stage(state.range(0));
  plain_hyperscan_ns(state.range(0));
  const double start = cpu_ns();
  each_batch(state, on.mentions, work);
  compare(state, cpu_ns() - start);
}

void plain_hyperscan(benchmark::State& state) {
  const Stage& on = stage(state.range(0));
  std::vector<std::string> folded;
  for (const Mention& mention : on.mentions) folded.push_back(fold(mention.text));
  Scratch scratch({&on.rules->databases.literals});
  std::vector<RawHit> hits;
  std::size_t at = 0;
  timed(state, [&](std::span<const Mention> mentions) {
    for (std::size_t i = 0; i < mentions.size(); ++i, at = (at + 1) % folded.size()) {
      hits.clear();
      scratch.scan(on.rules->databases.literals, folded[at], hits);
    }
  });
}

void parse(benchmark::State& state) {
  const Stage& on = stage(state.range(0));
  JsonParser parser;
  Mention mention;
  timed(state, [&](std::span<const Mention> mentions) {
    const auto at = static_cast<std::size_t>(mentions.data() - on.mentions.data());
    for (std::size_t i = 0; i < mentions.size(); ++i)
      benchmark::DoNotOptimize(parser.read_into(on.json[at + i], mention));
  });
}

void fold_posts(benchmark::State& state) {
  std::string out;
  FoldMap map;
  timed(state, [&](std::span<const Mention> mentions) {
    for (const Mention& mention : mentions)
      out.clear(), benchmark::DoNotOptimize(fold(mention.text, out, &map));
  });
}

void fold_and_scan(benchmark::State& state) {
  Scanner scanner(*stage(state.range(0)).rules);
  Batch batch;
  timed(state, [&](std::span<const Mention> mentions) { scanner.scan(mentions, batch); });
}

void fire_and_score(benchmark::State& state) {
  const Stage& on = stage(state.range(0));
  Scanner scanner(*on.rules);
  Firing firing(*on.rules);
  Scorer scorer(*on.rules);
  Assessment out;
  Batch batch;
  const auto mentions = std::span(on.mentions).first(batch_posts_max);
  scanner.scan(mentions, batch);
  timed(state, [&](std::span<const Mention>) {
    for (std::size_t post = 0; post < mentions.size(); ++post) {
      const Scope scope = on.rules->scope(mentions[post].lang);
      firing.judge(batch, post, mentions[post], scope);
      scorer.score(batch, post, firing, mentions[post].lang, scope, {}, out);
      benchmark::DoNotOptimize(out);
    }
  });
}

void find_language(benchmark::State& state) {
  timed(state, [&](std::span<const Mention> mentions) {
    for (Mention mention : mentions)
      mention.lang.clear(), benchmark::DoNotOptimize(language_of(mention, 100));
  });
}

void assess_given_language(benchmark::State& state) {
  Assessor assessor(stage(state.range(0)).rules);
  timed(state, [&](std::span<const Mention> mentions) {
    benchmark::DoNotOptimize(assessor.assess(mentions));
  });
}

void assess_json_to_json(benchmark::State& state) {
  const Stage& on = stage(state.range(0));
  Assessor assessor(on.rules);
  JsonParser parser;
  std::vector<Mention> parsed(batch_posts_max);
  timed(state, [&](std::span<const Mention> mentions) {
    const auto at = static_cast<std::size_t>(mentions.data() - on.mentions.data());
    for (std::size_t i = 0; i < parsed.size(); ++i)
      benchmark::DoNotOptimize(parser.read_into(on.json[at + i], parsed[i]));
    for (const Assessment& assessment : assessor.assess(parsed))
      benchmark::DoNotOptimize(to_json(assessment));
  });
}

BENCHMARK(plain_hyperscan)->Arg(0)->Arg(1000);
BENCHMARK(parse)->Arg(0);
BENCHMARK(fold_posts)->Arg(0);
BENCHMARK(fold_and_scan)->Arg(0)->Arg(1000);
BENCHMARK(fire_and_score)->Arg(0)->Arg(1000);
BENCHMARK(find_language)->Arg(0);
BENCHMARK(assess_given_language)->Arg(0)->Arg(1000);
BENCHMARK(assess_json_to_json)->Arg(0)->Arg(1000);

}  // namespace
}  // namespace quince
