// How a request goes: a coroutine on the one network thread reads it, posts it to the handler
// threads and waits without blocking, then writes the answer; a live answer turns the coroutine
// into a pump from the client's own bounded queue.
#include "io/http_server.h"

#include <boost/asio.hpp>
#include <boost/beast.hpp>

#include <atomic>
#include <deque>
#include <list>
#include <mutex>
#include <thread>

namespace quince {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = net::ip::tcp;
using namespace std::chrono_literals;

constexpr auto no_throw = net::as_tuple(net::use_awaitable);
constexpr std::size_t connections_max = 1000;
constexpr std::size_t live_queue_max = 64;
constexpr auto request_max = 30s;
constexpr auto ping_every = 15s;
constexpr std::size_t header_bytes_max = 8192;

using Text = std::shared_ptr<const std::string>;

// One live connection; touched on the network thread only.
struct LiveClient {
  explicit LiveClient(const net::any_io_executor& executor)
      : wake(executor, net::steady_timer::time_point::max()) {}
  std::deque<Text> waiting;
  net::steady_timer wake;
  bool behind = false;  // it could not keep up and must come back
};

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Percent-decoding (RFC 3986); "+" is a space in queries. Broken escapes stay as they are.
std::string decode(std::string_view text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
        hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

ServerRequest to_request(http::request<http::string_body>&& in, std::string remote) {
  ServerRequest request;
  request.method = std::string(in.method_string());
  request.target = std::string(in.target());
  request.remote = std::move(remote);
  std::string_view target = request.target;
  const auto question = target.find('?');
  request.path = decode(target.substr(0, question), false);
  std::string_view query =
      question == std::string_view::npos ? std::string_view{} : target.substr(question + 1);
  while (!query.empty()) {
    const auto amp = query.find('&');
    const std::string_view pair = query.substr(0, amp);
    const auto equals = pair.find('=');
    request.query.emplace_back(
        decode(pair.substr(0, equals), true),
        equals == std::string_view::npos ? "" : decode(pair.substr(equals + 1), true));
    query = amp == std::string_view::npos ? std::string_view{} : query.substr(amp + 1);
  }
  for (const auto& field : in) {
    std::string name(field.name_string());
    for (char& c : name)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    request.headers.emplace_back(std::move(name), std::string(field.value()));
  }
  request.body = std::move(in.body());
  return request;
}

http::response<http::string_body> to_response(ServerResponse&& out, unsigned version,
                                              bool keep_alive, bool head) {
  http::response<http::string_body> response{static_cast<http::status>(out.status), version};
  if (!out.type.empty()) response.set(http::field::content_type, out.type);
  for (const auto& [name, value] : out.headers) response.set(name, value);
  response.keep_alive(keep_alive);
  response.body() = std::move(out.body);
  response.prepare_payload();
  if (head) response.body().clear();
  return response;
}

ServerResponse plain(int status, std::string text) {
  return {status, "text/plain; charset=utf-8", std::move(text), {}, nullptr};
}

}  // namespace

std::string_view ServerRequest::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

std::string_view ServerRequest::parameter(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name) return value;
  return {};
}

std::string event_text(std::string_view event, std::string_view data,
                       std::optional<std::int64_t> id) {
  std::string text;
  if (id) text += "id: " + std::to_string(*id) + '\n';
  text += "event: " + std::string(event) + '\n';
  while (true) {
    const auto line = data.find('\n');
    text += "data: " + std::string(data.substr(0, line)) + '\n';
    if (line == std::string_view::npos) break;
    data = data.substr(line + 1);
  }
  return text + '\n';
}

struct HttpServer::State {
  ServerOptions options;
  Handler handler;
  net::io_context io{1};
  net::thread_pool handlers;
  tcp::acceptor acceptor{io};
  std::uint16_t port = 0;
  std::thread thread;
  std::atomic<std::size_t> connections{0};
  std::atomic<std::size_t> live_count{0};
  std::list<LiveClient*> live;         // network thread only
  std::list<beast::tcp_stream*> open;  // network thread only

  State(ServerOptions o, Handler h)
      : options(std::move(o)),
        handler(std::move(h)),
        handlers(static_cast<std::size_t>(options.handler_threads)) {}

  net::awaitable<void> accept();
  net::awaitable<void> serve(beast::tcp_stream stream);
  net::awaitable<bool> answer(beast::tcp_stream& stream, http::request<http::string_body> request);
  net::awaitable<void> pump(beast::tcp_stream& stream, std::function<std::string()> replay);
  // Runs `work` on a handler thread; the coroutine sleeps meanwhile.
  net::awaitable<void> on_handler_thread(std::function<void()> work);
};

net::awaitable<void> HttpServer::State::on_handler_thread(std::function<void()> work) {
  co_await net::async_initiate<const net::use_awaitable_t<>, void()>(
      [&](auto done) {
        net::post(handlers,
                  [this, &work, done = std::make_shared<decltype(done)>(std::move(done))] {
                    work();
                    net::post(io, [done] { std::move (*done)(); });
                  });
      },
      net::use_awaitable);
}

net::awaitable<void> HttpServer::State::accept() {
  while (true) {
    auto [error, socket] = co_await acceptor.async_accept(no_throw);
    if (error == net::error::operation_aborted || !acceptor.is_open()) co_return;
    if (error) {  // out of file descriptors, say: wait a little, the rest goes on
      net::steady_timer pause(io, 100ms);
      co_await pause.async_wait(no_throw);
      continue;
    }
    if (connections >= connections_max) continue;  // closes it
    beast::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    ++connections;
    net::co_spawn(io, serve(beast::tcp_stream(std::move(socket))), net::detached);
  }
}

net::awaitable<void> HttpServer::State::serve(beast::tcp_stream stream) {
  const auto here = open.insert(open.end(), &stream);
  beast::flat_buffer buffer(header_bytes_max + options.body_bytes_max);
  while (true) {
    http::request_parser<http::string_body> parser;
    parser.header_limit(header_bytes_max);
    parser.body_limit(options.body_bytes_max);
    stream.expires_after(request_max);
    auto [error, bytes] = co_await http::async_read(stream, buffer, parser, no_throw);
    if (error) {
      const bool gone = error == http::error::end_of_stream || error == beast::error::timeout ||
                        error == net::error::operation_aborted ||
                        error == net::error::connection_reset;
      if (!gone) {
        const int status = error == http::error::body_limit     ? 413
                           : error == http::error::header_limit ? 431
                                                                : 400;
        auto refusal = to_response(
            plain(status, "The request was refused: " + error.message() + ".\n"), 11, false, false);
        co_await http::async_write(stream, refusal, no_throw);
      }
      break;
    }
    if (!co_await answer(stream, parser.release()) || !acceptor.is_open()) break;
  }
  beast::error_code ignored;
  stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  open.erase(here);
  --connections;
}

// Answers one request; false if the connection ends with it.
net::awaitable<bool> HttpServer::State::answer(beast::tcp_stream& stream,
                                               http::request<http::string_body> in) {
  const unsigned version = in.version();
  const bool keep_alive = in.keep_alive();
  const bool head = in.method() == http::verb::head;
  beast::error_code ignored;
  const auto peer = stream.socket().remote_endpoint(ignored);
  stream.expires_never();
  ServerResponse out;
  const ServerRequest request = to_request(std::move(in), peer.address().to_string());
  co_await on_handler_thread([&] { out = handler(request); });
  if (out.replay) {
    co_await pump(stream, std::move(out.replay));
    co_return false;
  }
  auto response = to_response(std::move(out), version, keep_alive, head);
  stream.expires_after(request_max);
  auto [error, bytes] = co_await http::async_write(stream, response, no_throw);
  co_return !error && response.keep_alive();
}

net::awaitable<void> HttpServer::State::pump(beast::tcp_stream& stream,
                                             std::function<std::string()> replay) {
  LiveClient client(co_await net::this_coro::executor);
  const auto here = live.insert(live.end(), &client);
  ++live_count;
  std::string first;
  co_await on_handler_thread([&] { first = replay(); });
  client.waiting.push_front(
      std::make_shared<const std::string>("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; "
                                          "charset=utf-8\r\nCache-Control: no-store\r\n"
                                          "X-Accel-Buffering: no\r\nX-Content-Type-Options: "
                                          "nosniff\r\nConnection: close\r\n\r\nretry: 2000\n\n" +
                                          first));
  static const Text ping = std::make_shared<const std::string>(": still here\n\n");
  while (!client.behind) {
    Text next = ping;
    if (!client.waiting.empty()) {
      next = client.waiting.front();
      client.waiting.pop_front();
    }
    stream.expires_after(request_max);
    auto [error, bytes] = co_await net::async_write(stream, net::buffer(*next), no_throw);
    if (error || !acceptor.is_open()) break;
    if (client.waiting.empty()) {
      client.wake.expires_after(ping_every);
      co_await client.wake.async_wait(no_throw);
    }
    if (!acceptor.is_open()) break;
  }
  live.erase(here);
  --live_count;
}

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<HttpServer>> HttpServer::start(ServerOptions options, Handler handler) {
  auto state = std::make_unique<State>(std::move(options), std::move(handler));
  const std::string place = state->options.address + ":" + std::to_string(state->options.port);
  beast::error_code error;
  const auto address = net::ip::make_address(state->options.address, error);
  if (error)
    return fail(Code::invalid, "listen: " + state->options.address + " is not an IP address");
  const tcp::endpoint endpoint(address, state->options.port);
  state->acceptor.open(endpoint.protocol(), error);
  if (!error) state->acceptor.set_option(net::socket_base::reuse_address(true), error);
  if (!error) state->acceptor.bind(endpoint, error);
  if (!error) state->acceptor.listen(net::socket_base::max_listen_connections, error);
  if (error)
    return fail(Code::unavailable, "listen: cannot listen on " + place + ": " + error.message() +
                                       "; choose another address or port");
  state->port = state->acceptor.local_endpoint(error).port();
  net::co_spawn(state->io, state->accept(), net::detached);
  state->thread = std::thread([raw = state.get()] { raw->io.run(); });
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

HttpServer::~HttpServer() {
  // Close everything on the network thread; every coroutine then ends by itself and run() returns.
  net::post(state_->io, [this] {
    beast::error_code ignored;
    state_->acceptor.close(ignored);
    for (LiveClient* client : state_->live) client->wake.cancel();
    for (beast::tcp_stream* stream : state_->open) stream->cancel();
  });
  state_->thread.join();
  state_->handlers.join();
}

std::uint16_t HttpServer::port() const { return state_->port; }

void HttpServer::publish(std::string event) {
  net::post(state_->io, [this, text = std::make_shared<const std::string>(std::move(event))] {
    for (LiveClient* client : state_->live) {
      if (client->waiting.size() >= live_queue_max) {
        client->behind = true;
      } else {
        client->waiting.push_back(text);
      }
      client->wake.cancel();
    }
  });
}

std::size_t HttpServer::live_clients() const { return state_->live_count; }

}  // namespace quince
