// Any bytes as the text of a notice, as the words of an answer and as its status, through every
// channel: valid UTF-8 within the budget, and a judgement that says sent, retry or gave up in a few
// words.
#include <cstdint>
#include <cstdlib>

#include "alerting/channel.h"
#include "core/utf8.h"

namespace {

using namespace quince;

void expect(bool truth) {
  if (!truth) std::abort();
}

void check_message(const Rendered& rendered) {
  if (const auto* request = std::get_if<HttpRequest>(&rendered)) {
    expect(is_valid_utf8(request->body) && request->body.size() <= 20'000);
    for (const auto& [name, value] : request->headers)
      expect(value.find_first_of("\r\n") == value.npos);
    return;
  }
  for (const std::string& word : std::get<RedisCommand>(rendered)) expect(is_valid_utf8(word));
}

void check_judgement(const ChannelKind& kind, const Answer& answer) {
  const Judgement judgement = kind.judge(answer);
  expect(judgement.state != DeliveryState::queued);
  expect((judgement.state == DeliveryState::sent) == (judgement.reason == DeliveryReason::none));
  expect(is_valid_utf8(judgement.detail) && judgement.detail.size() < 400);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const int status = size < 2 ? 200 : 100 + (data[0] * 256 + data[1]) % 500;
  Notice notice;
  notice.id = notice.channel = notice.brand = notice.team = notice.state = text;
  notice.title = notice.text = notice.author_handle = notice.actor = text;
  notice.url = "https://post.example/" + text;
  notice.case_url = text;
  notice.severity = status;
  notice.evidence = notice.reasons = notice.aspects = std::vector<std::string>(12, text);
  for (const ChannelKind& kind : channel_kinds()) {
    Channel channel;
    channel.kind = kind.name;
    channel.lang = size % 2 == 0 ? "es" : "en";
    channel.secret = "whsec_" + text;
    check_message(kind.render(channel, notice, from_unix_ms(1'795'340'440'000)));
    HttpResponse response;
    response.status = status;
    response.body = text;
    check_judgement(kind, {.http = response, .redis = {}, .error = {}});
    check_judgement(kind, {.http = {}, .redis = text, .error = {}});
    check_judgement(kind, {.http = {}, .redis = {}, .error = Error{Code::unavailable, true, text}});
  }
  return 0;
}
