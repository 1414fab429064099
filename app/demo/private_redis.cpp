#include "app/demo/private_redis.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <thread>

#include "io/redis.h"

namespace quince {
namespace {

std::string find_server() {
  for (const char* path :
       {"/usr/bin/redis-server", "/usr/local/bin/redis-server", "/opt/homebrew/bin/redis-server"})
    if (::access(path, X_OK) == 0) return path;
  return {};
}

// Held by the server for as long as it lives, so that two never share one folder of data: after a
// kill the next start waits until the old server has written everything and is gone. Nothing after
// 5 s.
std::optional<int> lock_data(const std::string& data) {
  const int file = ::open((data + "/redis.lock").c_str(), O_RDWR | O_CREAT, 0600);
  for (int tries = 0; file >= 0 && tries < 250; ++tries) {
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return file;
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  if (file >= 0) ::close(file);
  return std::nullopt;
}

// In the child: dies with the parent, takes no signal meant for the terminal, and says nothing.
[[noreturn]] void become_server(const char* program, const char* const* argv) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  setsid();
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const int nowhere = ::open("/dev/null", O_RDWR);
  for (const int fd : {0, 1, 2}) ::dup2(nowhere, fd);
  ::execv(program, const_cast<char* const*>(argv));
  _exit(127);
}

}  // namespace

Result<std::unique_ptr<PrivateRedis>> PrivateRedis::start(const std::string& store_dir) {
  const std::string program = find_server();
  if (program.empty())
    return fail(Code::not_found, "no redis-server is installed; the demo goes without a stream");
  // A socket's path is short (108 bytes), a store's may be long: the socket has a folder of its
  // own.
  std::string dir = (std::filesystem::temp_directory_path() / "quince-redis-XXXXXX").string();
  if (mkdtemp(dir.data()) == nullptr)
    return fail(Code::unavailable, "cannot make a folder for the demo's redis-server");
  const std::string socket = dir + "/redis.sock";
  const std::string data = std::filesystem::absolute(store_dir).string();
  const char* argv[] = {program.c_str(),
                        "--port",
                        "0",
                        "--unixsocket",
                        socket.c_str(),
                        "--unixsocketperm",
                        "700",
                        "--dir",
                        data.c_str(),
                        "--save",
                        "",
                        "--appendonly",
                        "yes",
                        "--maxmemory-policy",
                        "noeviction",
                        nullptr};
  const auto lock = lock_data(data);
  if (!lock) return fail(Code::unavailable, "an earlier redis-server still uses " + data);
  const int pid = ::fork();
  if (pid < 0) return fail(Code::unavailable, "cannot start redis-server");
  if (pid == 0) become_server(program.c_str(), argv);
  ::close(*lock);  // the child has it

  std::unique_ptr<PrivateRedis> redis(new PrivateRedis(dir, socket, pid));
  for (int tries = 0; tries < 200; ++tries) {  // 200 × 20 ms: it loads what an earlier run left
    auto client = Redis::connect(redis->url());
    if (client) {
      const auto pong = client->command({"PING"});
      if (pong && !pong->is_error()) return redis;
    }
    if (::waitpid(pid, nullptr, WNOHANG) == pid)
      return fail(Code::unavailable, "the demo's redis-server ended at once");
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  return fail(Code::timeout, "the demo's redis-server did not answer within 4 s");
}

PrivateRedis::~PrivateRedis() {
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
  std::error_code ignored;
  std::filesystem::remove_all(dir_, ignored);
}

}  // namespace quince
