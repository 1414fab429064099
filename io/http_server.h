// HTTP/1.1 as a server, over Boost.Beast: one thread for all sockets, a few for handlers. Bounds:
// header 8 KiB, body as set, 30 s for a request, 1,000 connections. Live connections (server-sent
// events) go through EventHub; a client that is 64 events behind is dropped and comes back with its
// Last-Event-ID. A comment line goes out every 15 s.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"

namespace quince {

struct ServerRequest {
  std::string method;
  std::string target;                                        // path and query as sent
  std::string path;                                          // decoded, without the query
  std::vector<std::pair<std::string, std::string>> query;    // decoded
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
  std::string remote;  // address of the peer

  std::string_view header(std::string_view name) const;     // lower-case name; empty: absent
  std::string_view parameter(std::string_view name) const;  // of the query; empty: absent
};

struct ServerResponse {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  // If set, the answer is a live one: this is called (on a handler thread) once the client is tied
  // to the published events, gives the finished event text that goes out first, and no event in
  // between is lost.
  std::function<std::string()> replay;
};

// One server-sent event, ready for the wire. `data` may have several lines.
std::string event_text(std::string_view event, std::string_view data,
                       std::optional<std::int64_t> id = std::nullopt);

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one
  std::size_t body_bytes_max = 1u << 20;
  int handler_threads = 2;
};

using Handler = std::function<ServerResponse(const ServerRequest&)>;  // called from handler
                                                                      // threads; must not throw

class HttpServer {
 public:
  static Result<std::unique_ptr<HttpServer>> start(ServerOptions options, Handler handler);
  ~HttpServer();  // stops, closes every connection, joins

  std::uint16_t port() const;
  void publish(std::string event_text);  // to every live client; any thread
  std::size_t live_clients() const;

 private:
  struct State;
  explicit HttpServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace quince
