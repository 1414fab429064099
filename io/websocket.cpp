// One connection is one coroutine: look up, connect, shake hands, read. A second one ticks beside
// it for the listener's pauses. Both run on the thread of the call, so nothing here is locked; only
// a stop comes from another thread, and is posted.
#include "io/websocket.h"

#include <curl/curl.h>

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

#include "core/utf8.h"

namespace quince {
namespace {

namespace net = boost::asio;
namespace ssl = net::ssl;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using tcp = net::ip::tcp;
using Plain = websocket::stream<beast::tcp_stream>;
using Secure = websocket::stream<beast::ssl_stream<beast::tcp_stream>>;
using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto no_throw = net::as_tuple(net::use_awaitable);
constexpr auto tick = 250ms;
constexpr auto look_again = 10ms;
constexpr std::string_view user_agent = "quince/0.1 (social-media escalation monitor)";

// Where a URL leads to.
struct Place {
  bool tls = false;
  std::string host, port;
  std::string authority;  // as the Host header says it: without a port that goes without saying
  std::string target;     // path and query
};

std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  std::string out(text);
  curl_free(text);
  return out;
}

Result<Place> place_of(const std::string& text) {
  const std::unique_ptr<CURLU, void (*)(CURLU*)> url(curl_url(), &curl_url_cleanup);
  if (!url ||
      curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
    return fail(Code::invalid, "this is not the URL of a stream");
  const std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
  if (scheme != "ws" && scheme != "wss") return fail(Code::refused, "only ws and wss are spoken");
  Place place;
  place.tls = scheme == "wss";
  place.host = part_of(url.get(), CURLUPART_HOST);
  place.port = part_of(url.get(), CURLUPART_PORT);
  place.authority = place.host + (place.port.empty() ? "" : ':' + place.port);
  if (place.host.starts_with('[')) place.host = place.host.substr(1, place.host.size() - 2);
  if (place.port.empty()) place.port = place.tls ? "443" : "80";
  place.target = part_of(url.get(), CURLUPART_PATH);
  if (const std::string query = part_of(url.get(), CURLUPART_QUERY); !query.empty())
    place.target += '?' + query;
  return place;
}

bool is_clean(const HttpHeaders& headers) {
  for (const auto& [name, value] : headers)
    if ((name + value).find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
      return false;
  return true;
}

// The system's resolver cannot be interrupted. Its thread is left to itself, and what it finds too
// late is let go.
struct Lookup {
  std::vector<tcp::endpoint> found;
  std::atomic<bool> done{false};
};

std::shared_ptr<const Lookup> look_up(const Place& place) {
  auto lookup = std::make_shared<Lookup>();
  std::thread([lookup, host = place.host, port = place.port] {
    net::io_context io;
    beast::error_code error;
    for (const auto& entry : tcp::resolver(io).resolve(host, port, error))
      lookup->found.push_back(entry.endpoint());
    lookup->done = true;
  }).detach();
  return lookup;
}

class Connection {
 public:
  Connection(const StreamRequest& request, Place place, StreamListener& listener)
      : request_(request),
        place_(std::move(place)),
        listener_(listener),
        deadline_(Steady::now() + request.connect_max) {}

  Result<> run(const std::stop_token& stop);

 private:
  net::awaitable<void> work();
  net::awaitable<std::vector<tcp::endpoint>> resolve();
  template <class Stream>
  net::awaitable<void> talk(Stream& stream);
  template <class Stream>
  net::awaitable<bool> connect(Stream& stream);
  template <class Stream>
  net::awaitable<bool> shake_hands(Stream& stream);
  template <class Stream>
  net::awaitable<void> read(Stream& stream);
  net::awaitable<void> keep_ticking();
  bool is_secured(Secure& stream);
  void take(std::string_view data);
  void end();  // as was wished: by the listener, by a stop, or by a goodbye
  void fail_with(Code code, std::string text);
  void fail_with(beast::error_code error);

  const StreamRequest& request_;
  const Place place_;
  StreamListener& listener_;
  const Steady::time_point deadline_;

  net::io_context io_{1};
  std::optional<Result<>> result_;     // once it is known; what fails after that means nothing
  std::function<void()> cut_ = [] {};  // closes the socket
  net::steady_timer ticker_{io_};
  bool heard_ = false;  // since the last tick
};

void Connection::end() {
  if (!result_) result_ = Result<>{};
  ticker_.cancel();
  cut_();
}

void Connection::fail_with(Code code, std::string text) {
  if (!result_)
    result_ = fail(code, (place_.tls ? "wss://" : "ws://") + place_.host + ": " + std::move(text));
  ticker_.cancel();
  cut_();
}

void Connection::fail_with(beast::error_code error) {
  if (error == beast::error::timeout) return fail_with(Code::timeout, "no sign of life in time");
  if (error == websocket::error::message_too_big || error == websocket::error::buffer_overflow)
    return fail_with(Code::too_large,
                     "a message is over " + std::to_string(request_.message_bytes_max) + " bytes");
  fail_with(Code::unavailable, error.message());
}

Result<> Connection::run(const std::stop_token& stop) {
  std::exception_ptr thrown;
  net::co_spawn(io_, work(), [&](std::exception_ptr error) {
    thrown = std::move(error);
    end();
  });
  const std::stop_callback stopping(stop, [this] { net::post(io_, [this] { end(); }); });
  io_.run();
  if (thrown) std::rethrow_exception(thrown);
  return *result_;
}

net::awaitable<void> Connection::work() {
  if (!place_.tls) {
    Plain stream(io_);
    co_return co_await talk(stream);
  }
  ssl::context context(ssl::context::tls_client);
  context.set_options(ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
  context.set_default_verify_paths();
  context.set_verify_mode(ssl::verify_peer);
  Secure stream(io_, context);
  if (!is_secured(stream)) co_return fail_with(Code::internal, "TLS could not be prepared");
  co_await talk(stream);
}

bool Connection::is_secured(Secure& stream) {
  beast::error_code not_an_address, error;
  net::ip::make_address(place_.host, not_an_address);
  SSL* handle = stream.next_layer().native_handle();
  if (not_an_address && SSL_set_tlsext_host_name(handle, place_.host.c_str()) != 1) return false;
  stream.next_layer().set_verify_callback(ssl::host_name_verification(place_.host), error);
  return !error;
}

net::awaitable<std::vector<tcp::endpoint>> Connection::resolve() {
  const auto lookup = look_up(place_);
  net::steady_timer timer(io_);
  while (!lookup->done && !result_ && Steady::now() < deadline_) {
    timer.expires_after(look_again);
    co_await timer.async_wait(no_throw);
  }
  if (!lookup->done) {
    fail_with(Code::timeout, "its name was not found in time");
    co_return std::vector<tcp::endpoint>{};
  }
  if (lookup->found.empty()) fail_with(Code::unavailable, "its name cannot be resolved");
  co_return lookup->found;
}

template <class Stream>
net::awaitable<void> Connection::talk(Stream& stream) {
  cut_ = [&stream] { beast::get_lowest_layer(stream).close(); };
  if (co_await connect(stream) && co_await shake_hands(stream)) {
    listener_.opened();
    net::co_spawn(io_, keep_ticking(), net::detached);
    co_await read(stream);
  }
  cut_ = [] {};
}

// The address that is checked is the one that is connected to.
template <class Stream>
net::awaitable<bool> Connection::connect(Stream& stream) {
  const std::vector<tcp::endpoint> endpoints = co_await resolve();
  auto& socket = beast::get_lowest_layer(stream);
  beast::error_code error;
  bool any_permitted = false;
  for (const tcp::endpoint& endpoint : endpoints) {
    if (result_) co_return false;
    if (!request_.allow.permits(*endpoint.data())) continue;
    any_permitted = true;
    socket.close();
    socket.expires_at(deadline_);
    std::tie(error) = co_await socket.async_connect(endpoint, no_throw);
    if (!error) break;
  }
  if (result_) co_return false;
  if (!any_permitted) {
    fail_with(Code::refused, "the address is not public, and allow_addresses does not name it");
    co_return false;
  }
  if (error) {
    fail_with(error);
    co_return false;
  }
  socket.socket().set_option(tcp::no_delay(true), error);
  co_return true;
}

template <class Stream>
net::awaitable<bool> Connection::shake_hands(Stream& stream) {
  beast::error_code error;
  if constexpr (std::is_same_v<Stream, Secure>)
    std::tie(error) =
        co_await stream.next_layer().async_handshake(ssl::stream_base::client, no_throw);
  if (error) {
    fail_with(error);
    co_return false;
  }
  beast::get_lowest_layer(stream).expires_never();  // the stream has timers of its own
  stream.set_option(websocket::stream_base::timeout{
      std::max<Steady::duration>(deadline_ - Steady::now(), 1ms), request_.silence_max, true});
  websocket::permessage_deflate deflate;
  deflate.client_enable = true;
  stream.set_option(deflate);
  stream.read_message_max(request_.message_bytes_max);
  stream.set_option(websocket::stream_base::decorator([this](websocket::request_type& request) {
    request.set(beast::http::field::user_agent, user_agent);
    for (const auto& [name, value] : request_.headers) request.set(name, value);
  }));
  websocket::response_type response;
  std::tie(error) =
      co_await stream.async_handshake(response, place_.authority, place_.target, no_throw);
  if (error == websocket::error::upgrade_declined) {
    const unsigned status = response.result_int();
    const Code code = status == 401 || status == 403   ? Code::refused
                      : status == 404 || status == 410 ? Code::not_found
                                                       : Code::unavailable;
    fail_with(code, "HTTP status " + std::to_string(status) + " instead of a stream");
  } else if (error) {
    fail_with(error);
  }
  co_return !error && !result_;
}

template <class Stream>
net::awaitable<void> Connection::read(Stream& stream) {
  beast::flat_buffer buffer;
  while (!result_) {
    const auto [error, bytes] = co_await stream.async_read(buffer, no_throw);
    if (error == websocket::error::closed) {
      const auto& reason = stream.reason();
      const bool is_goodbye = reason.code == websocket::close_code::none ||
                              reason.code == websocket::close_code::normal ||
                              reason.code == websocket::close_code::going_away;
      if (!is_goodbye)
        fail_with(Code::unavailable, "closed with code " + std::to_string(reason.code));
      co_return end();
    }
    if (error) co_return fail_with(error);
    take({static_cast<const char*>(buffer.data().data()), buffer.size()});
    buffer.consume(buffer.size());
  }
}

void Connection::take(std::string_view data) {
  heard_ = true;
  const std::string repaired = is_valid_utf8(data) ? std::string{} : repair_utf8(data);
  if (!listener_.take({{}, repaired.empty() ? data : std::string_view{repaired}})) end();
}

net::awaitable<void> Connection::keep_ticking() {
  while (!result_) {
    heard_ = false;
    ticker_.expires_after(tick);
    const auto [cancelled] = co_await ticker_.async_wait(no_throw);
    if (!cancelled && !result_ && !heard_ && !listener_.pause()) end();
  }
}

}  // namespace

Result<> listen_websocket(const StreamRequest& request, StreamListener& listener,
                          std::stop_token stop) {
  if (stop.stop_requested()) return {};
  auto place = place_of(request.url);
  if (!place) return std::unexpected(place.error());
  if (!is_clean(request.headers))
    return fail(Code::invalid, place->host + ": a request header holds a line break");
  try {
    return Connection(request, std::move(*place), listener).run(stop);
  } catch (const std::exception& error) {
    return fail(Code::internal, std::string("the stream failed: ") + error.what());
  }
}

}  // namespace quince
