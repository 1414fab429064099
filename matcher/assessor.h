// The matcher's face: rule packs are compiled once into immutable Rules, shared by all threads;
// each thread has an Assessor with its own scratch memory. Assessing is a pure function of the
// mentions, the rules and the brands: the same for any batch size and number of threads. For each
// mention there is one Assessment for each brand it concerns, in the order of the brands; with no
// brand configured exactly one, brandless; a mention that concerns no configured brand has none.
// Nothing here reads a file, a socket or a clock.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/assessment.h"
#include "core/mention.h"
#include "io/yaml.h"
#include "matcher/brand.h"

namespace quince {

// A rule pack as a file: its text, and the name that faults carry.
struct PackFile {
  std::string file;
  std::string text;
};

class Rules;          // matcher/rules.h
class Model;          // matcher/model.h
class DatabaseCache;  // matcher/databases.h
struct Example;       // matcher/trainer.h

// Compiles every pack, or says everything that is wrong with them. With a cache the databases are
// taken from there where it has them, and kept there where it has not.
std::expected<std::shared_ptr<const Rules>, std::vector<Fault>> compile_rules(
    std::span<const PackFile> packs, std::vector<Brand> brands, DatabaseCache* cache = nullptr);

class Assessor {  // not thread-safe: one a thread
 public:
  // Without a model the weights of the packs decide alone.
  explicit Assessor(std::shared_ptr<const Rules> rules, std::shared_ptr<const Model> model = {});
  ~Assessor();
  Assessor(Assessor&&) noexcept;
  Assessor& operator=(Assessor&&) noexcept;

  // `also`: for each mention the keys of brands that it concerns by its context, where it need not
  // name them; empty: there is none. The result holds until the next call: its memory is re-used,
  // so that a warm thread allocates nothing.
  std::span<const Assessment> assess(std::span<const Mention> mentions,
                                     std::span<const std::vector<std::string>> also = {});
  // What a learner sees of them, without labels; one for each mention.
  std::vector<Example> examples(std::span<const Mention> mentions);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace quince
