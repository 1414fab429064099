// How far a post will go, told in its first minutes, before any reshare was seen: from its author's
// followers and a few features of the post. F, the reshares to come, is log-logistic:
//
//   P(F >= m) = 1 / (1 + exp((ln(m - 1/2) - a) / s)),  m >= 1
//   a = -3.888 + 0.450 ln(1 + followers) + 0.5 * sum of ln(rate ratio) over the features that are
//   present u = -0.082 - 0.010 ln(1 + followers),  s = exp(2 tanh(u / 2))
//
// Sources: the constants of followers were fitted on retweet times of an Australian politics
// hashtag (2.9 % of its posts reach 15); the rate ratios are of a negative binomial regression on
// 8,816 tweets to airlines, at half weight because text ranks little. Small samples of one place: a
// first guess, replaced as soon as counts are read again.
#pragma once
#include <cstdint>
#include <optional>

#include "core/assessment.h"

namespace quince {

struct ColdStart {
  std::optional<std::int64_t> followers{};  // absent counts as none
  bool is_complaint = false;
  bool has_link = false;
  bool is_reply = false;
  bool has_hashtag = false;
  bool has_further_mention = false;  // of a second account
  bool has_exclamation = false;
};

// P(at least `reshares` to come), reshares >= 1.
double cold_start_tail(const ColdStart& post, std::int64_t reshares);

// Median, 80 % interval (low: 10 %, high: 90 %) and P(>= 15).
Spread cold_start(const ColdStart& post);

}  // namespace quince
