// The WebSocket side of io/stream_client.h (RFC 6455, permessage-deflate of RFC 7692), over
// Boost.Beast and OpenSSL. It pings a silent peer at half of `silence_max`. Text messages that are
// not UTF-8 end the connection, as the RFC demands; what comes as binary is repaired.
#pragma once
#include "io/stream_client.h"

namespace quince {

Result<> listen_websocket(const StreamRequest& request, StreamListener& listener,
                          std::stop_token stop);

}  // namespace quince
