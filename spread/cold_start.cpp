#include "spread/cold_start.h"

#include <algorithm>
#include <cmath>

namespace quince {
namespace {

struct Shape {
  double a;  // where: exp(a) is about the median
  double s;  // how wide
};

Shape shape_of(const ColdStart& post) {
  const double reach =
      std::log1p(static_cast<double>(std::max<std::int64_t>(0, post.followers.value_or(0))));
  double ratios = 0;
  if (post.is_complaint) ratios += std::log(2.06);
  if (post.has_link)
    ratios += std::log(2.0);  // measured 5.02; capped, because pictures hide in links
  if (!post.is_reply) ratios += std::log(3.90);
  if (post.has_hashtag) ratios += std::log(1.30);
  if (post.has_further_mention) ratios += std::log(1.29);
  if (post.has_exclamation) ratios += std::log(1.16);
  const double u = -0.082 - 0.010 * reach;
  return {-3.888 + 0.450 * reach + 0.5 * ratios, std::exp(2 * std::tanh(u / 2))};
}

std::int64_t quantile(const Shape& shape, double q) {
  const double value = std::exp(shape.a + shape.s * std::log(q / (1 - q))) - 0.5;
  return std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(value)));
}

double tail(const Shape& shape, std::int64_t reshares) {
  return 1 / (1 + std::exp((std::log(static_cast<double>(reshares) - 0.5) - shape.a) / shape.s));
}

}  // namespace

double cold_start_tail(const ColdStart& post, std::int64_t reshares) {
  return tail(shape_of(post), reshares);
}

Spread cold_start(const ColdStart& post) {
  const Shape shape = shape_of(post);
  return {quantile(shape, 0.5), quantile(shape, 0.1), quantile(shape, 0.9),
          Decimal::from_double(tail(shape, 15))};
}

}  // namespace quince
