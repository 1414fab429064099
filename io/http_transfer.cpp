#include "io/http_transfer.h"

#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "core/ascii.h"
#include "core/clock.h"

namespace quince {
namespace {

constexpr std::size_t header_bytes_max = 256u << 10;
constexpr long low_speed_bytes = 20, low_speed_s = 20;  // slower than 20 bytes/s for 20 s: give up
constexpr std::chrono::seconds retry_after_least{1}, retry_after_most{24 * 3600};

constexpr std::string_view user_agent = "quince/0.1 (social-media escalation monitor)";

// Retry-After: seconds or a date (RFC 9110, 10.2.3). A date is measured against the server's own
// Date.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view value,
                                                      std::string_view date) {
  using std::chrono::seconds;
  value = trim(value);
  if (value.empty()) return std::nullopt;
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
  if (value.find_first_not_of("0123456789") == std::string_view::npos) {
    if (error == std::errc::result_out_of_range) count = retry_after_most.count();
  } else {
    const std::time_t until = curl_getdate(std::string(value).c_str(), nullptr);
    if (until == -1) return std::nullopt;
    std::time_t from = date.empty() ? -1 : curl_getdate(std::string(date).c_str(), nullptr);
    if (from == -1) from = static_cast<std::time_t>(to_unix_ms(SystemClock{}.now()) / 1000);
    count = until - from;
  }
  return std::clamp(seconds{count}, retry_after_least, retry_after_most);
}

}  // namespace

void start_curl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(started);
}

std::string public_url(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::string(url.substr(0, url.find('@')));
  const std::size_t host = scheme + 3;
  const std::string_view authority = url.substr(host, url.find('/', host) - host);
  const std::size_t user = authority.rfind('@');
  std::string out(url.substr(0, host));
  out += url.substr(user == std::string_view::npos ? host : host + user + 1);
  return out;
}

std::string shown_origin(std::string_view url) {
  std::string shown = public_url(url);
  const std::size_t scheme = shown.find("://");
  const std::size_t path = shown.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  if (path != std::string::npos) shown.resize(path);
  return shown;
}

std::string_view HttpResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

Result<std::unique_ptr<HttpTransfer>> HttpTransfer::make(HttpRequest request, BodySink* sink) {
  if (request.url.find('\0') != std::string::npos)
    return fail(Code::invalid, "the URL holds a NUL");
  std::unique_ptr<HttpTransfer> transfer(new HttpTransfer(std::move(request), sink));
  transfer->easy_.reset(curl_easy_init());
  if (!transfer->easy_) return fail(Code::internal, "curl has no memory for a transfer");
  if (!transfer->set_headers())
    return fail(Code::invalid,
                shown_origin(transfer->request_.url) + ": a request header holds a line break");
  transfer->set_options();
  transfer->set_bounds();
  transfer->set_method();
  return transfer;
}

bool HttpTransfer::set_headers() {
  curl_slist* list = curl_slist_append(nullptr, "Expect:");  // no pause before a body
  for (const auto& [name, value] : request_.headers) {
    if ((name + value).find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
      curl_slist_free_all(list);
      return false;
    }
    list = curl_slist_append(list,
                             value.empty() ? (name + ';').c_str() : (name + ": " + value).c_str());
  }
  headers_out_.reset(list);
  return true;
}

void HttpTransfer::set_options() {
  CURL* easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(easy, CURLOPT_USERAGENT, user_agent.data());
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_out_.get());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, request_.redirects_max > 0 ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_MAXREDIRS, static_cast<long>(request_.redirects_max));
  curl_easy_setopt(easy, CURLOPT_PROXY,
                   "");  // a proxy's address would be checked in place of the server's
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
                   request_.http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &HttpTransfer::on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &HttpTransfer::on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &HttpTransfer::on_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, fault_);
}

void HttpTransfer::set_bounds() {
  CURL* easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(request_.connect_max.count()));
  if (sink_ != nullptr) {
    // Not compressed either: a proxy that compresses holds pieces back.
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    return;
  }
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");  // all that curl was built with
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request_.total_max.count()));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, low_speed_bytes);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, low_speed_s);
  // Acts on Content-Length alone; what really arrives is counted, decoded, in on_body.
  curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE,
                   static_cast<curl_off_t>(request_.body_bytes_max));
}

void HttpTransfer::set_method() {
  CURL* easy = easy_.get();
  if (request_.method == "HEAD") {
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  } else if (request_.method != "GET" || !request_.body.empty()) {
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request_.body.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body.size()));
    if (request_.method != "POST")
      curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  }
}

std::size_t HttpTransfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<HttpTransfer*>(self);
  const std::size_t bytes = size * count;
  if (transfer.sink_ != nullptr) return transfer.sink_->take({data, bytes}) ? bytes : 0;
  if (transfer.response_.body.size() + bytes > transfer.request_.body_bytes_max) {
    transfer.stop_ = Stop::body_too_large;
    return 0;
  }
  transfer.response_.body.append(data, bytes);
  return bytes;
}

std::size_t HttpTransfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<HttpTransfer*>(self);
  const std::size_t bytes = size * count;
  return transfer.take_header({data, bytes}) ? bytes : 0;
}

// Called for each line of each response on the way; only the headers of the last response are kept.
bool HttpTransfer::take_header(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > header_bytes_max) {
    stop_ = Stop::headers_too_large;
    return false;
  }
  if (line.starts_with("HTTP/")) response_.headers.clear();
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return trim(line).empty() ? end_headers() : true;
  std::string name = lower_ascii(trim(line.substr(0, colon)));
  std::string value(trim(line.substr(colon + 1)));
  if (name == "location" && request_.redirects_max > 0 && !take_location(value)) return false;
  response_.headers.emplace_back(std::move(name), std::move(value));
  return true;
}

// Where a redirect leads; false: there it must not go.
bool HttpTransfer::take_location(std::string_view location) {
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status < 300 || status > 399) return true;
  (status == 301 || status == 308 ? moved_ : moved_for_now_) = true;
  const char* here = nullptr;
  curl_easy_getinfo(easy_.get(), CURLINFO_EFFECTIVE_URL, &here);
  if (here == nullptr || !lower_ascii(here).starts_with("https:") ||
      !lower_ascii(location).starts_with("http:"))
    return true;
  stop_ = Stop::downgrade;
  return false;
}

// An interim response (1xx) has headers too, and a chunked body may end with more of them.
bool HttpTransfer::end_headers() {
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  if (sink_ == nullptr || began_ || status < 200) return true;
  began_ = true;
  response_.status = static_cast<int>(status);
  return sink_->begin(response_);
}

curl_socket_t HttpTransfer::on_socket(void* self, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<HttpTransfer*>(self);
  if (!transfer.request_.allow.permits(address->addr)) {
    transfer.address_refused_ = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

HttpResult HttpTransfer::finish(CURLcode code) {
  if (code != CURLE_OK) return std::unexpected(error_of(code));
  long status = 0;
  char* url = nullptr;
  curl_off_t took_us = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy_.get(), CURLINFO_EFFECTIVE_URL, &url);
  curl_easy_getinfo(easy_.get(), CURLINFO_TOTAL_TIME_T, &took_us);
  response_.status = static_cast<int>(status);
  response_.url = url != nullptr ? url : request_.url;
  response_.moved_for_good = moved_ && !moved_for_now_;
  response_.took = std::chrono::milliseconds{took_us / 1000};
  response_.retry_after =
      parse_retry_after(response_.header("retry-after"), response_.header("date"));
  return std::move(response_);
}

Error HttpTransfer::error_of(CURLcode code) const {
  const std::string where = shown_origin(request_.url) + ": ";
  const auto error = [&](Code kind, std::string text) {
    return fail(kind, where + std::move(text)).error();
  };
  const auto body_bound = [&] {
    return "the body is over " + std::to_string(request_.body_bytes_max) + " bytes";
  };
  if (stop_ == Stop::body_too_large || code == CURLE_FILESIZE_EXCEEDED)
    return error(Code::too_large, body_bound());
  if (stop_ == Stop::headers_too_large)
    return error(Code::too_large, "the headers are over 256 KiB");
  if (stop_ == Stop::downgrade) return error(Code::refused, "a redirect leads from https to http");
  if (address_refused_ && code == CURLE_COULDNT_CONNECT)
    return error(Code::refused, "the address is not public, and allow_addresses does not name it");
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return error(Code::timeout, "no complete answer in time");
    case CURLE_UNSUPPORTED_PROTOCOL:
      return error(Code::refused, "only http and https are spoken");
    case CURLE_URL_MALFORMAT:
      return error(Code::invalid, "this is not a URL");
    case CURLE_TOO_MANY_REDIRECTS:
      return error(Code::unavailable,
                   "more than " + std::to_string(request_.redirects_max) + " redirects");
    // Fails closed; the words say whether it expired, is of another host or of an unknown issuer.
    case CURLE_PEER_FAILED_VERIFICATION:
      return error(Code::unavailable, "its certificate is not accepted: " + std::string(fault_) +
                                          "; the server must mend it");
    case CURLE_OUT_OF_MEMORY:
      return error(Code::internal, "out of memory");
    default:
      return error(Code::unavailable, curl_easy_strerror(code));
  }
}

}  // namespace quince
