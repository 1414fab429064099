#include "tests/support/redis_server.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace quince {
namespace {

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "tests: redis-server: %s\n", why.c_str());
  std::abort();
}

bool accepts(const std::string& path) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const bool open = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(fd);
  return open;
}

}  // namespace

RedisServer::RedisServer(std::vector<std::string> arguments) {
  char name[] = "/tmp/quince-redis-XXXXXX";
  if (mkdtemp(name) == nullptr) give_up("no temporary directory");
  dir_ = name;
  start(std::move(arguments));
}

RedisServer::~RedisServer() {
  kill();
  std::error_code ignored;
  std::filesystem::remove_all(dir_, ignored);
}

void RedisServer::start(std::vector<std::string> arguments) {
  std::vector<std::string> words = {"redis-server",
                                    "--port",
                                    "0",
                                    "--unixsocket",
                                    dir_ + "/redis.sock",
                                    "--dir",
                                    dir_,
                                    "--save",
                                    "",
                                    "--appendonly",
                                    "no",
                                    "--logfile",
                                    dir_ + "/log"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ < 0) give_up("fork failed");
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    execvp(argv[0], argv.data());
    _exit(127);
  }
  for (int tries = 0; tries < 2'000; ++tries) {  // 20 s on a loaded machine
    if (accepts(dir_ + "/redis.sock")) return;
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) give_up("ended at once; see " + dir_ + "/log");
    poll(nullptr, 0, 10);
  }
  give_up("did not open its socket in 20 s; see " + dir_ + "/log");
}

void RedisServer::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void RedisServer::stop() {
  ::kill(pid_, SIGSTOP);
  waitpid(pid_, nullptr, WUNTRACED);  // returns once it really stands still
}

void RedisServer::resume() { ::kill(pid_, SIGCONT); }

}  // namespace quince
