#include "io/http_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <thread>

namespace quince {
namespace {

// A bare client: what it sends and gets are exact bytes.
class Wire {
 public:
  explicit Wire(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    timeval limit{10, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    EXPECT_EQ(::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  ~Wire() { ::close(fd_); }
  static bool answers(std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool open = ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    ::close(fd);
    return open;
  }
  void send(std::string_view bytes) {
    (void)!::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  // Reads until `marker` has come, or the connection ended.
  std::string read_to(std::string_view marker) {
    char buffer[4096];
    while (seen_.find(marker) == std::string::npos) {
      const auto got = ::recv(fd_, buffer, sizeof buffer, 0);
      if (got <= 0) break;
      seen_.append(buffer, static_cast<std::size_t>(got));
    }
    return seen_;
  }

 private:
  int fd_;
  std::string seen_;
};

std::unique_ptr<HttpServer> start(Handler handler) {
  auto server = HttpServer::start({.body_bytes_max = 1000}, std::move(handler));
  EXPECT_TRUE(server) << server.error().text;
  return std::move(*server);
}

TEST(HttpServer, GivesTheHandlerADecodedRequest) {
  ServerRequest got;
  auto server = start([&](const ServerRequest& request) {
    got = request;
    return ServerResponse{201, "text/plain", "made", {{"X-A", "b"}}, nullptr};
  });
  Wire wire(server->port());
  wire.send(
      "POST /a%20b?x=1%262&y=a+b&z HTTP/1.1\r\nHost: h\r\nX-Thing: Yes\r\nContent-Length: "
      "2\r\nConnection: close\r\n\r\nok");
  const std::string answer = wire.read_to("made");
  EXPECT_NE(answer.find("HTTP/1.1 201"), std::string::npos);
  EXPECT_NE(answer.find("X-A: b"), std::string::npos);
  EXPECT_EQ(got.method, "POST");
  EXPECT_EQ(got.path, "/a b");
  EXPECT_EQ(got.parameter("x"), "1&2");
  EXPECT_EQ(got.parameter("y"), "a b");
  EXPECT_EQ(got.header("x-thing"), "Yes");
  EXPECT_EQ(got.body, "ok");
  EXPECT_EQ(got.remote, "127.0.0.1");
}

TEST(HttpServer, RefusesWhatIsNotHttpOrTooLarge) {
  auto server = start([](const ServerRequest&) { return ServerResponse{}; });
  const struct {
    const char* name;
    std::string request;
    const char* status;
  } rows[] = {
      {"nonsense", "hello\r\n\r\n", " 400"},
      {"two lengths",
       "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", " 400"},
      {"length and chunks",
       "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx",
       " 400"},
      {"long body", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000000\r\n\r\nx", " 413"},
      {"long header", "GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(20000, 'x') + "\r\n\r\n",
       " 431"}};
  for (const auto& row : rows) {
    Wire wire(server->port());
    wire.send(row.request);
    const std::string answer = wire.read_to("\r\n\r\n");
    EXPECT_NE(answer.find(row.status), std::string::npos) << row.name << ": " << answer;
  }
}

TEST(HttpServer, ALiveClientGetsTheReplayFirstAndThenWhatIsPublished) {
  HttpServer* raw = nullptr;
  auto server = start([&](const ServerRequest&) {
    ServerResponse response;
    response.replay = [&] {
      raw->publish(
          event_text("case", "during"));  // what happens while the replay is made is not lost
      return event_text("overview", "first\nsecond", 7);
    };
    return response;
  });
  raw = server.get();
  Wire wire(server->port());
  wire.send("GET /events HTTP/1.1\r\nHost: h\r\n\r\n");
  wire.read_to("during");
  server->publish(event_text("case", "after"));
  const std::string seen = wire.read_to("after");
  EXPECT_NE(seen.find("text/event-stream"), std::string::npos);
  const auto first = seen.find("id: 7\nevent: overview\ndata: first\ndata: second\n\n");
  const auto during = seen.find("data: during"), after = seen.find("data: after");
  EXPECT_LT(first, during);
  EXPECT_LT(during, after);
  EXPECT_NE(after, std::string::npos);
  EXPECT_EQ(server->live_clients(), 1u);
}

TEST(HttpServer, StopsWithClientsStillConnected) {
  auto server = start([](const ServerRequest&) {
    ServerResponse response;
    response.replay = [] { return event_text("x", "hello"); };
    return response;
  });
  Wire live(server->port());
  live.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  live.read_to("hello");
  Wire half(server->port());
  half.send("GET / HTTP/1.1\r\nHo");
  server.reset();
  EXPECT_NE(live.read_to("never"), "");
}

// What is under way in a handler when the server stops must not start a new wait afterwards.
TEST(HttpServer, StopsAtOnceThoughAHandlerIsUnderWay) {
  for (const bool live : {false, true}) {
    std::promise<void> entered, go_on;
    const auto work = [&] {
      entered.set_value();
      go_on.get_future().wait();
    };
    auto server = start([&](const ServerRequest&) {
      ServerResponse response;
      if (!live) return work(), response;
      response.replay = [&] { return work(), event_text("x", "hello"); };
      return response;
    });
    const std::uint16_t port = server->port();
    Wire wire(port);
    wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    entered.get_future().wait();
    auto stopped = std::async(std::launch::async, [&] { server.reset(); });
    while (Wire::answers(port)) std::this_thread::yield();  // it listens no more: it is stopping
    go_on.set_value();
    EXPECT_EQ(stopped.wait_for(std::chrono::seconds(8)), std::future_status::ready)
        << (live ? "live" : "kept alive");
  }
}

TEST(HttpServer, AnOccupiedPortIsToldWithTheCure) {
  auto first = start([](const ServerRequest&) { return ServerResponse{}; });
  const auto second = HttpServer::start({.port = first->port()},
                                        [](const ServerRequest&) { return ServerResponse{}; });
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().text.find("choose another"), std::string::npos);
}

}  // namespace
}  // namespace quince
