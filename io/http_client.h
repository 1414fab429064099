// HTTP as a client, over libcurl. Two ways: HttpClient carries many transfers on one thread (the
// fetch engine), and http_perform does one and waits (a channel's sender). Every transfer has a
// total deadline, a bound on the decoded body (a gzip bomb stops there), a bound on headers (256
// KiB) and redirects, http and https only, and a check of the address that is really connected to,
// at every hop: loopback, private, link-local, carrier-grade, unique-local, multicast and v4-mapped
// forms of them are refused unless the request's own policy names them. Proxy variables of the
// environment are ignored. A status is not judged here: 404 is a response, not an error.
//
// Errors: refused (address, scheme), too_large, timeout, unavailable (network, TLS), invalid (URL).
// Texts never hold the URL's query or user part: they may be secrets.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "io/address.h"

namespace quince {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  HttpHeaders headers;
  std::string body;
  std::chrono::milliseconds total_max{30'000};
  std::chrono::milliseconds connect_max{10'000};
  std::size_t body_bytes_max = 16u << 20;  // decoded
  int redirects_max = 3;                   // 0: a redirect is the response
  bool http2 = true;                       // offered where the server speaks TLS
  AddressPolicy allow;                     // besides public addresses
};

struct HttpResponse {
  int status = 0;
  HttpHeaders headers;          // names in lower case
  std::string body;             // decoded
  std::string url;              // after redirects
  bool moved_for_good = false;  // there were redirects, all of them permanent (301, 308)
  std::optional<std::chrono::seconds>
      retry_after;  // from the header, seconds or date; clamped to 1 s … 24 h
  std::chrono::milliseconds took{};

  std::string_view header(std::string_view name) const;  // lower-case name; empty: absent
};

using HttpResult = Result<HttpResponse>;

// One thread calls run(); start() and wake() may be called from any.
class HttpClient {
 public:
  struct Limits {
    int connections_max = 64;
    int per_host_max = 2;
  };
  HttpClient();  // with the default limits
  explicit HttpClient(Limits limits);
  ~HttpClient();  // transfers under way are abandoned; their callbacks are not called

  void start(HttpRequest request,
             std::function<void(HttpResult)> done);  // `done` runs inside run()
  void run(
      std::chrono::milliseconds wait_max);  // returns after some progress, a wake() or the wait
  void wake();
  std::size_t in_flight() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// One transfer on the calling thread.
HttpResult http_perform(const HttpRequest& request);

// The URL without user part and query, for logs and errors: "https://host/path".
std::string public_url(std::string_view url);

}  // namespace quince
