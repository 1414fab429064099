#include "io/sse.h"

#include <curl/curl.h>

#include <algorithm>

#include "io/event_parser.h"
#include "io/http_transfer.h"

namespace quince {
namespace {

using Wall = std::chrono::steady_clock;
constexpr std::chrono::milliseconds quiet_max{250};  // then the listener is told

struct MultiCloser {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

HttpRequest http_request(const StreamRequest& request) {
  HttpRequest http;
  http.url = request.url;
  http.headers = request.headers;
  http.headers.emplace_back("Accept", "text/event-stream");
  http.headers.emplace_back("Cache-Control", "no-store");
  http.connect_max = request.connect_max;
  http.redirects_max = 0;
  http.allow = request.allow;
  return http;
}

Code code_of(int status) {
  if (status == 401 || status == 403) return Code::refused;
  if (status == 404 || status == 410) return Code::not_found;
  return Code::unavailable;
}

// The body of the answer, from its head to whatever ended it.
class EventBody final : public BodySink {
 public:
  EventBody(const StreamRequest& request, StreamListener& listener)
      : where_(shown_origin(request.url) + ": "),
        message_bytes_max_(request.message_bytes_max),
        listener_(listener),
        parser_(request.message_bytes_max) {}

  bool begin(const HttpResponse& head) override {
    const std::string_view type = head.header("content-type");
    if (head.status != 200) {
      end_ = fail(code_of(head.status), where_ + "HTTP status " + std::to_string(head.status));
    } else if (!type.starts_with("text/event-stream")) {
      end_ = fail(Code::unavailable, where_ + "the answer is no stream of events");
    } else {
      listener_.opened();
    }
    return !end_;
  }

  bool take(std::string_view bytes) override {
    const auto outcome = parser_.feed(bytes, [this](const StreamMessage& message) {
      ++messages_;
      return listener_.take(message);
    });
    if (outcome == EventParser::Outcome::enough) end_ = Result<>{};
    if (outcome == EventParser::Outcome::too_large)
      end_ = fail(Code::too_large,
                  where_ + "a message is over " + std::to_string(message_bytes_max_) + " bytes");
    return !end_;
  }

  std::uint64_t lines() const { return parser_.lines(); }
  std::uint64_t messages() const { return messages_; }
  // Why the transfer was ended from this side; empty: it was not.
  const std::optional<Result<>>& end() const { return end_; }

 private:
  const std::string where_;
  const std::size_t message_bytes_max_;
  StreamListener& listener_;
  EventParser parser_;
  std::uint64_t messages_ = 0;
  std::optional<Result<>> end_;
};

// How long a count has stood still.
class Stillness {
 public:
  std::chrono::milliseconds of(std::uint64_t count) {
    if (std::exchange(count_, count) != count) since_ = Wall::now();
    return std::chrono::duration_cast<std::chrono::milliseconds>(Wall::now() - since_);
  }
  void restart() { since_ = Wall::now(); }

 private:
  std::uint64_t count_ = 0;
  Wall::time_point since_ = Wall::now();
};

CURLcode code_of_ended(CURLM* multi) {
  int left = 0;
  const CURLMsg* message = curl_multi_info_read(multi, &left);
  return message != nullptr ? message->data.result : CURLE_OK;
}

}  // namespace

Result<> listen_sse(const StreamRequest& request, StreamListener& listener, std::stop_token stop) {
  start_curl();
  EventBody body(request, listener);
  auto transfer = HttpTransfer::make(http_request(request), &body);
  if (!transfer) return std::unexpected(transfer.error());
  CURL* const easy = (*transfer)->handle();
  const std::unique_ptr<CURLM, MultiCloser> multi(curl_multi_init());
  curl_multi_add_handle(multi.get(), easy);
  const auto detach = [&](CURL* handle) { curl_multi_remove_handle(multi.get(), handle); };
  const std::unique_ptr<CURL, decltype(detach)> attached(easy, detach);
  const std::stop_callback wake(stop, [&] { curl_multi_wakeup(multi.get()); });

  Stillness silence, quiet;
  int running = 1;
  while (!stop.stop_requested()) {
    curl_multi_perform(multi.get(), &running);
    if (body.end()) return *body.end();
    if (running == 0) {
      const HttpResult ended = (*transfer)->finish(code_of_ended(multi.get()));
      return ended ? Result<>{} : std::unexpected(ended.error());
    }
    if (silence.of(body.lines()) > request.silence_max)
      return fail(Code::timeout, shown_origin(request.url) + ": no sign of life for " +
                                     std::to_string(request.silence_max.count()) + " ms");
    auto wait = quiet_max - quiet.of(body.messages());
    if (wait.count() <= 0) {
      if (!listener.pause()) return {};
      quiet.restart();
      wait = quiet_max;
    }
    curl_multi_poll(multi.get(), nullptr, 0, static_cast<int>(wait.count()), nullptr);
  }
  return {};
}

}  // namespace quince
