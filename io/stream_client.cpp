#include "io/stream_client.h"

#include "io/sse.h"
#include "io/websocket.h"

namespace quince {

Result<> listen(const StreamRequest& request, StreamListener& listener, std::stop_token stop) {
  const std::string_view url = request.url;
  const std::string_view scheme = url.substr(0, url.find("://"));
  if (scheme == "ws" || scheme == "wss")
    return listen_websocket(request, listener, std::move(stop));
  if (scheme == "http" || scheme == "https") return listen_sse(request, listener, std::move(stop));
  return fail(Code::refused, "only ws, wss, http and https can be listened to");
}

}  // namespace quince
