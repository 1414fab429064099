// What several channels need to write a message: the words around the customer's own (Spanish and
// English), and the three steps that make text from outside inert before a channel's own escaping
// is applied:
//
//   plain_line, plain_text   of core/plain_text.h
//   web_url                  http and https only, every odd byte percent-encoded; "" where it is
//                            neither
//   bounded                  a notice whose every part has a bound, smaller from level to level
//
// A budget is kept by rendering at level 0 and going down until the message fits (fit). Pure,
// thread-safe.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "alerting/channel.h"
#include "core/plain_text.h"

namespace quince {

// At most `bytes_max` bytes, cut between characters, with "…" where something was cut.
std::string shortened(std::string_view text, std::size_t bytes_max);

std::string web_url(std::string_view url);  // "" also where it is longer than 1,000 bytes

// Level 0: text 600 bytes, title 200, five pieces of evidence and reasons of 200, eight aspects.
// Each level halves them; at the last one neither evidence nor aspects are left and all of the
// outside text is under 400 bytes.
constexpr int level_max = 4;
Notice bounded(const Notice& notice, int level);

// render(bounded notice) at the first level whose result is at most `bytes_max` long; at level_max
// otherwise.
template <class Render>
std::string fit(const Notice& notice, std::size_t bytes_max, Render&& render) {
  std::string out;
  for (int level = 0; level <= level_max; ++level) {
    out = render(bounded(notice, level));
    if (out.size() <= bytes_max) break;
  }
  return out;
}

// The words of one language.
struct Words {
  std::string_view why[9];       // by Why
  std::string_view state[7];     // by CaseState
  std::string_view severity[5];  // 0 to 4
  std::string_view standing[3];  // by Standing
  std::string_view critical, priority, gravity, forecast, over_15, followers, team, status, aspects,
      by, said;
  std::string_view evidence, reasons, open_case, open_post;
};
const Words& words(std::string_view lang);  // "es"; English for everything else

std::string headline(const Words& w,
                     const Notice& notice);  // "CRITICAL · New case · VIP · <title>", one line
std::string forecast(const Words& w,
                     const Spread& spread);  // "4 (80 %: 0–31), P(≥ 15) 17 %"
std::string state_name(const Words& w, std::string_view state);
// "120000 · Large account"; empty where neither is known.
std::string reach_of(const Words& w, const Notice& notice);
std::string severity_name(const Words& w, std::int64_t severity);
std::string joined(const std::vector<std::string>& parts, std::string_view between);

// A POST of JSON to the channel's address. No redirect is followed (a moved webhook is a matter for
// a person), it is given up after 10 s, and 64 KiB of the answer are read. Address ranges that
// cannot be read are left out; the loader refuses them.
HttpRequest post_json(const Channel& channel, std::string body);

}  // namespace quince
