#include "alerting/channel_answer.h"

#include "alerting/channel_text.h"
#include "core/utf8.h"

namespace quince {
namespace {

constexpr std::size_t excerpt_max = 160;

bool may_be_secret(std::string_view word) {
  constexpr std::size_t key_min = 16;
  bool mixed = false;
  for (const char c : word) {
    if (c == '/' || c == '=' || c == '%' || c == '\\') return true;
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) mixed = true;
  }
  return mixed && word.size() >= key_min;
}

bool ends_word(char c) {
  return std::string_view{" \"'<>(),;{}[]"}.find(c) != std::string_view::npos;
}

}  // namespace

std::string excerpt(std::string_view answer) {
  const std::string line = plain_line(cut_utf8(answer, 2'000));
  std::string out;
  for (std::size_t at = 0; at < line.size() && out.size() <= excerpt_max;) {
    if (ends_word(line[at])) {
      out += line[at++];
      continue;
    }
    std::size_t end = at;
    while (end < line.size() && !ends_word(line[end])) ++end;
    const std::string_view word = std::string_view(line).substr(at, end - at);
    out += may_be_secret(word) ? std::string_view{"…"} : word;
    at = end;
  }
  return shortened(out, excerpt_max);
}

Judgement sent() { return {DeliveryState::sent, DeliveryReason::none, std::nullopt, {}}; }

Judgement retry(DeliveryReason reason, std::string detail, std::optional<Duration> after) {
  return {DeliveryState::retry, reason, after, std::move(detail)};
}

Judgement gave_up(DeliveryReason reason, std::string detail) {
  return {DeliveryState::gave_up, reason, std::nullopt, std::move(detail)};
}

Judgement judge_error(const Error& error) {
  const std::string detail = excerpt(error.text);
  switch (error.code) {
    case Code::timeout:
      return retry(DeliveryReason::timeout, detail);
    case Code::invalid:
    case Code::refused:
      return gave_up(DeliveryReason::misconfigured, detail);
    case Code::too_large:  // the answer, not the message: whether it was taken is unknown, so tell
                           // twice
      return retry(DeliveryReason::server_error, detail);
    default:
      return retry(DeliveryReason::network, detail);
  }
}

Judgement judge_http(const HttpResponse& response) {
  const int status = response.status;
  const std::string said = excerpt(response.body);
  const std::string detail = "HTTP " + std::to_string(status) + (said.empty() ? "" : ": " + said);
  const std::optional<Duration> after = response.retry_after;
  if (status >= 200 && status < 300) return sent();
  if (status >= 300 && status < 400)
    return gave_up(DeliveryReason::misconfigured,
                   detail + " (a redirect; configure the final address)");
  switch (status) {
    case 401:
    case 403:
    case 407:
      return gave_up(DeliveryReason::misconfigured, detail);
    case 404:
    case 410:
      return gave_up(DeliveryReason::gone, detail);
    case 408:
      return retry(DeliveryReason::timeout, detail, after);
    case 425:
      return retry(DeliveryReason::server_error, detail, after);
    case 429:
      return retry(DeliveryReason::rate_limited, detail, after);
    default:
      break;
  }
  if (status >= 400 && status < 500) return gave_up(DeliveryReason::rejected, detail);
  return retry(DeliveryReason::server_error, detail, after);
}

}  // namespace quince
