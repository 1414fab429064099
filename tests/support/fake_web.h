// A small HTTP/1.1 server on loopback that answers by script and misbehaves on demand. Port 0, a
// thread for each connection, all joined by the destructor. Thread-safe: tests may change the
// script while it runs.
//
//   FakeWeb web;
//   web.serve("/feed", {Reply{.status = 500}, Reply{.body = feed}});  // one after the other, the
//   last for ever fetch(web.url("/feed"));
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace quince::test {

enum class Trouble {
  none,
  hang,            // the request is read and never answered
  reset,           // the connection is reset in the middle of the headers
  half_body,       // half of the body, then the end
  too_short,       // Content-Length promises one byte more than there is
  slow_drip,       // a byte of the body every 20 ms
  stays_open,      // chunked: a line of the body every 20 ms, then silence
  endless,         // a chunked body that never ends
  huge_length,     // Content-Length: 2147483648, and a body to match
  gzip_bomb,       // 64 KiB on the wire that unpack to 64 MiB
  endless_header,  // header lines without end
};

struct Reply {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
  bool gzip = false;
  bool chunked = false;
  Trouble trouble = Trouble::none;
};

Reply redirect_to(std::string url, int status = 302);

struct Asked {
  std::string method, target, body;                   // target: path and query
  std::map<std::string, std::string> headers;         // names in lower case
  std::string header(const std::string& name) const;  // empty: absent
};

class FakeWeb {
 public:
  FakeWeb();
  ~FakeWeb();
  FakeWeb(const FakeWeb&) = delete;
  FakeWeb& operator=(const FakeWeb&) = delete;

  std::uint16_t port() const { return port_; }
  std::string url(std::string_view path = "/") const;
  // By path, or by path and query where that is scripted too. What is not scripted is 404.
  void serve(const std::string& path, std::vector<Reply> replies);
  void serve(const std::string& path, Reply reply) {
    serve(path, std::vector<Reply>{std::move(reply)});
  }
  // By path, or by the start of one where it ends with '*'; before what is scripted. Called on the
  // connection's thread.
  void answer_with(const std::string& path, std::function<Reply(const Asked&)> answerer);

  std::vector<Asked> asked(std::string_view path = {}) const;  // in order; of one path, or of all
  // Waits until `count` requests for `path` were read; false after `wall_max`.
  bool wait_for(std::string_view path, std::size_t count,
                std::chrono::milliseconds wall_max = std::chrono::seconds{10}) const;
  int connections() const { return connections_; }  // accepted so far

 private:
  struct Script {
    std::vector<Reply> replies;
    std::size_t next = 0;
  };

  void accept_loop();
  void talk(int socket);
  bool read_request(int socket, std::string& buffer, Asked& asked);
  Reply reply_to(const Asked& asked);
  bool answer(int socket, const Reply& reply);  // false: the connection is done
  bool misbehave(int socket, const Reply& reply, std::string head);
  bool send_all(int socket, std::string_view bytes);
  bool pause(std::chrono::milliseconds wall);  // false: stopping
  std::size_t count_of(std::string_view path) const;

  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_{0};
  std::atomic<bool> stopping_{false};

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::map<std::string, Script> scripts_;                                // guarded by mutex_
  std::map<std::string, std::function<Reply(const Asked&)>> answerers_;  // guarded by mutex_
  std::vector<Asked> asked_;                                             // guarded by mutex_
  std::vector<std::thread> talkers_;                                     // guarded by mutex_
  std::thread acceptor_;  // last: started when all else is there
};

}  // namespace quince::test
