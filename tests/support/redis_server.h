// A real redis-server for one test: its own directory under /tmp, a unix socket and no TCP port
// unless asked for, nothing saved unless asked for. It dies with the object, and with the test
// program if that crashes. Use it like this:
//
//   RedisServer server({"--requirepass", "open sesame"});
//   auto redis = Redis::connect(server.url());
#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

namespace quince {

class RedisServer {
 public:
  // `arguments` are added to the command line. Aborts the test with a message where redis-server
  // cannot be started.
  explicit RedisServer(std::vector<std::string> arguments = {});
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  std::string url() const { return "unix://" + dir_ + "/redis.sock"; }
  pid_t pid() const { return pid_; }

  void kill();                                          // SIGKILL, waits until it is gone
  void stop();                                          // SIGSTOP: alive, silent
  void resume();                                        // SIGCONT
  void start(std::vector<std::string> arguments = {});  // again in the same directory, after kill()

 private:
  std::string dir_;
  pid_t pid_ = -1;
};

}  // namespace quince
