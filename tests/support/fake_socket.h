// A WebSocket server on loopback that plays a script and misbehaves on demand. Port 0, a thread for
// each connection, all joined by the destructor. The script is called once for each connection, on
// its thread:
//
//   FakeSocket server([](FakeSocket::Peer& peer) {
//     peer.send("{}");
//     peer.stay();                   // until the other side leaves
//   });
//   listen({.url = server.url("/subscribe")}, …);
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace quince::test {

// What makes a server a wss one: a certificate of its own for `host`, written to `path` so that it
// can be trusted.
struct Certificate {
  std::string host;
  std::string path;
};

class FakeSocket {
 public:
  class Peer {
   public:
    virtual ~Peer() = default;
    int number = 0;      // of the connection, from 1
    std::string target;  // path and query that it asked for
    std::string agent;   // its User-Agent
    virtual bool send(std::string_view text, bool binary = false) = 0;  // false: it is gone
    virtual void close(std::uint16_t code) = 0;  // says goodbye and waits for the other's
    virtual void drop() = 0;                     // resets the connection without a word
    virtual void stay() = 0;                     // reads, so pings are answered, until it is gone
    virtual bool pause(std::chrono::milliseconds wall) = 0;  // deaf; false: the server is stopping
  };
  using Script = std::function<void(Peer&)>;
  struct Options {
    int refuse_with = 0;  // an HTTP status instead of the upgrade
    bool hang = false;    // the upgrade is read and never answered
    Certificate certificate{};
  };

  explicit FakeSocket(Script script) : FakeSocket(std::move(script), Options{}) {}
  FakeSocket(Script script, Options options);
  ~FakeSocket();
  FakeSocket(const FakeSocket&) = delete;
  FakeSocket& operator=(const FakeSocket&) = delete;

  std::uint16_t port() const;
  // ws:// or wss://, by the address or, for a certificate, by the name of this machine.
  std::string url(std::string_view path = "/", std::string_view host = "127.0.0.1") const;
  int connections() const;                   // accepted so far
  std::vector<std::string> targets() const;  // of all connections, in order

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace quince::test
