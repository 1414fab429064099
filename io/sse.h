// Server-sent events over HTTP: the half of io/stream_client.h for http and https. The address is
// checked and TLS verified as for any other transfer (io/http_transfer.h); redirects are not
// followed, for the request carries a token.
#pragma once
#include <stop_token>

#include "io/stream_client.h"

namespace quince {

// As listen() of io/stream_client.h. Any whole line is a sign of life, a heartbeat's comment too.
Result<> listen_sse(const StreamRequest& request, StreamListener& listener, std::stop_token stop);

}  // namespace quince
