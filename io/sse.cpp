#include "io/sse.h"

namespace quince {

Result<> listen_sse(const StreamRequest&, StreamListener&, std::stop_token) {
  return fail(Code::unavailable, "server-sent events are not built in yet");
}

}  // namespace quince
