// A connection that stays open and brings messages: a WebSocket (RFC 6455, over Boost.Beast) or
// server-sent events (the WHATWG HTML standard, section 9.2, over libcurl). Each call blocks its
// thread until it is stopped, the other side ends, or something fails; reconnecting, with pauses,
// is the caller's. The address that is connected to is checked like any other (io/address.h); TLS
// certificates are verified. Bounds: connecting, the pause between two signs of life, and one
// message.
//
// Errors: refused (address, scheme, 401, 403), not_found (404, 410), too_large (a message),
// timeout (connecting; no sign of life), unavailable (all else). Texts never hold the URL's query.
#pragma once
#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/error.h"
#include "io/address.h"
#include "io/http_client.h"

namespace quince {

struct StreamRequest {
  std::string url;  // ws, wss (WebSocket); http, https (server-sent events)
  HttpHeaders headers;
  std::chrono::milliseconds connect_max{10'000};
  std::chrono::milliseconds silence_max{60'000};  // without a message, a comment or a pong
  std::size_t message_bytes_max = 1u << 20;
  AddressPolicy allow;  // besides public addresses
};

struct StreamMessage {
  std::string_view event;  // of server-sent events; empty for a WebSocket
  std::string_view data;   // valid UTF-8
};

// Called on the thread of listen().
class StreamListener {
 public:
  virtual ~StreamListener() = default;
  virtual void opened() = 0;                            // the handshake is done
  virtual bool take(const StreamMessage& message) = 0;  // false: enough, listen() returns
  virtual bool pause() = 0;  // nothing came for a quarter of a second; false: enough
};

// Ends well when `stop` was asked for, the listener had enough, or the other side said goodbye.
Result<> listen(const StreamRequest& request, StreamListener& listener, std::stop_token stop);

}  // namespace quince
