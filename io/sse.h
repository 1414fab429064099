// The server-sent events side of io/stream_client.h (the WHATWG HTML standard, section 9.2).
#pragma once
#include "io/stream_client.h"

namespace quince {

Result<> listen_sse(const StreamRequest& request, StreamListener& listener, std::stop_token stop);

}  // namespace quince
