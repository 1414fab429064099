// Any text as a post: one assessment, a probability between 0 and 1, spans of whole characters
// inside the text.
#include <cstdint>
#include <cstdlib>

#include "core/utf8.h"
#include "matcher/rules.h"

namespace {

constexpr const char* pack = R"(
pack: {language: any, sector: fuzz, version: 1, bias: -1}
negation: {words: [not, "no"], unless: [only], within: 3}
rules:
  - {id: a, means: pain, weight: 1.5, says: Bad, severity: 3, phrases: [bad, "worst *", "año", "can't"]}
  - {id: b, means: glory, weight: -1.5, says: Good, phrases: [good, "😀"]}
  - {id: c, means: guard, weight: 1, says: Both, verdict: uncertain, all: [a, b], within: 4}
  - {id: d, means: context, weight: 0.2, says: Asks, detector: question}
  - {id: e, means: pain, weight: 1, says: Hours, regexes: ["[0-9]+ hours"]}
)";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace quince;
  static const auto rules = [] {
    const PackFile file{"fuzz.yaml", pack};
    return compile_rules(std::span(&file, 1), {}).value();
  }();
  static Assessor assessor(rules);
  Mention mention;
  mention.id = "1";
  mention.text = repair_utf8(std::string_view(reinterpret_cast<const char*>(data), size));
  const auto out = assessor.assess(std::span(&mention, 1));
  if (out.size() != 1 || out[0].complaint.e4 < 0 || out[0].complaint.e4 > 10000) std::abort();
  for (const Signal& signal : out[0].signals)
    for (const Span& span : signal.spans) {
      if (span.b < 0 || span.b >= span.e || static_cast<std::size_t>(span.e) > mention.text.size())
        std::abort();
      const auto words =
          std::string_view(mention.text)
              .substr(static_cast<std::size_t>(span.b), static_cast<std::size_t>(span.e - span.b));
      if (!is_valid_utf8(words)) std::abort();
    }
  return 0;
}
