// throughput_bench [--rules N] [FILE …]: how many posts a second one core assesses, from the
// bytes of a JSON line to the Assessment, beside what is the least that can be done with a post
// (bench/yardsticks.h), and what a second thread adds. Files are tab-separated with a header that
// names `text` and perhaps `lang`; without any, texts are invented. --rules adds N generated rules
// to the packs of config/rules/.
//
// All that is compared is measured in turns, round after round, and the median of nine told: times
// of this thread's processor, or, with threads, on the wall, beside a loop that only counts.
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <latch>
#include <thread>

#include "bench/posts.h"
#include "bench/yardsticks.h"
#include "io/json_fields.h"
#include "matcher/fold.h"

namespace quince {
namespace {

constexpr int rounds = 9;
constexpr std::size_t invented = 20'000;
constexpr std::size_t batch_lines = 64;       // as `quince assess`
constexpr double record_posts_s = 143'199;    // X, August 2013
constexpr std::size_t posts_in_turn = 2'048;  // so that contenders meet the same minute

struct Posts {
  std::vector<std::string> texts, langs, folded, json, json_without_lang;
};

double cpu_s() {  // of this thread
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double wall_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::vector<std::string> columns_of(std::string_view line) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find('\t', at), line.size());
    out.emplace_back(line.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

void read_tsv(const char* file, Posts& out) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  const auto head = columns_of(line);
  const auto place = [&](const char* name) {
    return static_cast<std::size_t>(std::find(head.begin(), head.end(), name) - head.begin());
  };
  const std::size_t text = place("text"), lang = place("lang");
  while (std::getline(in, line)) {
    const auto row = columns_of(line);
    if (text >= row.size()) continue;
    out.texts.push_back(row[text]);
    out.langs.push_back(lang < row.size() ? row[lang] : "und");
  }
}

Posts posts_of(const std::vector<const char*>& files) {
  Posts out;
  for (const char* file : files) read_tsv(file, out);
  if (files.empty()) out.texts = invented_texts(invented, 1);
  out.json = invented_json(out.texts, out.langs);
  out.json_without_lang = invented_json(out.texts, std::vector<std::string>(out.texts.size()));
  for (const std::string& text : out.texts) out.folded.push_back(fold(text));
  return out;
}

std::shared_ptr<const Rules> rules_with(std::size_t generated) {
  auto packs = starter_packs();
  if (generated > 0) packs.push_back(generated_pack(generated));
  auto rules = compile_rules(packs, {});
  if (!rules) {
    for (const Fault& fault : rules.error()) std::fprintf(stderr, "%s\n", to_string(fault).c_str());
    std::exit(1);
  }
  return *rules;
}

// What one thread needs to lead lines of JSON to Assessments.
struct Worker {
  explicit Worker(std::shared_ptr<const Rules> rules) : assessor(std::move(rules)) {}

  std::size_t assess(std::span<const std::string> lines) {
    std::size_t complaints = 0;
    for (std::size_t at = 0; at < lines.size(); at += batch_lines) {
      const auto some = lines.subspan(at, std::min(batch_lines, lines.size() - at));
      mentions.resize(some.size());
      for (std::size_t i = 0; i < some.size(); ++i)
        if (!parser.read_into(some[i], mentions[i])) std::abort();
      for (const Assessment& assessment : assessor.assess(mentions))
        complaints += assessment.verdict == Verdict::complaint;
    }
    return complaints;
  }

  Assessor assessor;
  JsonParser parser;
  std::vector<Mention> mentions;
};

struct Contender {
  const char* name;
  std::function<std::size_t(std::size_t begin, std::size_t end)> work;
  std::vector<double> ns;  // a post, of each round
  std::size_t found = 0;   // in one round
};

double median(std::vector<double> of) {
  std::sort(of.begin(), of.end());
  return of[of.size() / 2];
}

// Each round leads every contender through all posts, a part of them at a time.
void compete(std::vector<Contender>& contenders, std::size_t posts) {
  for (int round = 0; round <= rounds; ++round) {  // the first only warms up
    std::vector<double> took(contenders.size(), 0);
    for (Contender& contender : contenders) contender.found = 0;
    for (std::size_t at = 0; at < posts; at += posts_in_turn)
      for (std::size_t i = 0; i < contenders.size(); ++i) {
        const double start = cpu_s();
        contenders[i].found += contenders[i].work(at, std::min(posts, at + posts_in_turn));
        took[i] += cpu_s() - start;
      }
    for (std::size_t i = 0; i < contenders.size() && round > 0; ++i)
      contenders[i].ns.push_back(1e9 * took[i] / static_cast<double>(posts));
  }
}

template <class Scan>
auto each(Scan& scan, const std::vector<std::string>& of) {
  return [&](std::size_t begin, std::size_t end) {
    std::size_t found = 0;
    for (std::size_t i = begin; i < end; ++i) found += scan.matches(of[i]);
    return found;
  };
}

void tell_cost(const std::shared_ptr<const Rules>& rules, const Posts& posts) {
  BareScan hyperscan(*rules);
  BareMinimum minimum(*rules);
  Worker worker(rules), other(rules);
  const auto assess = [](Worker& by, const std::vector<std::string>& lines) {
    return [&](std::size_t begin, std::size_t end) {
      return by.assess(std::span(lines).subspan(begin, end - begin));
    };
  };
  std::vector<Contender> contenders = {
      {"bare Hyperscan", each(hyperscan, posts.folded), {}},
      {"composed minimum", each(minimum, posts.json), {}},
      {"assess", assess(worker, posts.json), {}},
      {"assess, language not given", assess(other, posts.json_without_lang), {}}};
  std::unique_ptr<Re2Scan> re2;
  if (Re2Scan::is_there) {
    re2 = std::make_unique<Re2Scan>(*rules);
    contenders.push_back({"RE2::Set", each(*re2, posts.folded), {}});
  }
  compete(contenders, posts.texts.size());
  const double bare = median(contenders[0].ns), least = median(contenders[1].ns);
  std::printf("%-28s %9s %10s %11s %13s %8s %9s\n", "one core", "ns/post", "posts/s", "/Hyperscan",
              "/composed min", "/record", "found");
  for (const Contender& contender : contenders) {
    const double ns = median(contender.ns);
    std::printf("%-28s %9.0f %10.0f %10.2fx %12.2fx %7.1fx %9zu\n", contender.name, ns, 1e9 / ns,
                bare / ns, least / ns, 1e9 / ns / record_posts_s, contender.found);
  }
}

// How many times the throughput of one thread two have, where both do what the one did: on the
// wall, where others may hold a core; and by the time of their processors, where they cannot.
struct Gain {
  double wall = 0, cpu = 0;
};

Gain gain_of_two(const std::function<void(int thread)>& work) {
  const auto time_of = [&](int threads) {
    std::latch ready(threads + 1);
    std::atomic<double> cpu = 0;
    std::vector<std::jthread> running;
    running.reserve(2);
    for (int i = 0; i < threads; ++i)
      running.emplace_back([&, i] {
        ready.arrive_and_wait();
        work(i);
        cpu += cpu_s();
      });
    ready.arrive_and_wait();
    const double start = wall_s();
    running.clear();
    return Gain{wall_s() - start, cpu / threads};
  };
  const Gain one = time_of(1), two = time_of(2);
  return {2 * one.wall / two.wall, 2 * one.cpu / two.cpu};
}

void tell_threads(const std::shared_ptr<const Rules>& rules, const Posts& posts) {
  Worker workers[] = {Worker(rules), Worker(rules)};
  std::vector<double> walls, cpus, controls, control_cpus;
  for (int round = 0; round < rounds; ++round) {
    const Gain gain = gain_of_two([&](int thread) { workers[thread].assess(posts.json); });
    const Gain control = gain_of_two([](int) {
      for (volatile int i = 0; i < 40'000'000;) i = i + 1;
    });
    walls.push_back(gain.wall), cpus.push_back(gain.cpu);
    controls.push_back(control.wall), control_cpus.push_back(control.cpu);
  }
  std::printf(
      "two threads, times one: %.2f on the wall (a loop that only counts: %.2f), %.2f by the time "
      "of "
      "their processors (%.2f); median of %d\n",
      median(walls), median(controls), median(cpus), median(control_cpus), rounds);
}

std::size_t heap_bytes() {
  const auto now = mallinfo2();
  return now.uordblks + now.hblkhd;
}

void tell_memory(std::size_t generated, const Posts& posts) {
  const std::size_t before = heap_bytes();
  const auto rules = rules_with(generated);
  const std::size_t compiled = heap_bytes();
  Worker worker(rules);
  const std::size_t fresh = heap_bytes();
  worker.assess(posts.json);
  std::printf("memory, %zu rules: %.1f MB shared; a thread %.2f MB, once warm %.2f MB\n",
              rules->rules.size(), static_cast<double>(compiled - before) / 1e6,
              static_cast<double>(fresh - compiled) / 1e6,
              static_cast<double>(heap_bytes() - compiled) / 1e6);
}

}  // namespace
}  // namespace quince

int main(int argc, char** argv) {
  using namespace quince;
  std::size_t generated = 0;
  std::vector<const char*> files;
  for (int i = 1; i < argc; ++i)
    if (std::strcmp(argv[i], "--rules") == 0 && i + 1 < argc)
      generated = static_cast<std::size_t>(std::atoll(argv[++i]));
    else
      files.push_back(argv[i]);
  const Posts posts = posts_of(files);
  const auto rules = rules_with(generated);
  std::printf("%zu posts, %zu rules, %zu phrases, %zu regular expressions\n", posts.texts.size(),
              rules->rules.size(), rules->literals.size(), rules->regexes.size());
  tell_cost(rules, posts);
  tell_threads(rules, posts);
  tell_memory(generated, posts);
  return 0;
}
