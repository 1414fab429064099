#include "tests/support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

namespace quince::test {

using Steady = std::chrono::steady_clock;

Process::Process(const std::vector<std::string>& argv) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) std::abort();
  pid_ = ::fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(ends[1], STDOUT_FILENO);
    ::dup2(ends[1], STDERR_FILENO);
    std::vector<char*> words;
    for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    ::execv(words[0], words.data());
    _exit(127);
  }
  ::close(ends[1]);
  pipe_ = ends[0];
}

Process::~Process() {
  if (pid_ > 0) kill(SIGKILL);
  ::close(pipe_);
}

bool Process::read_some(Steady::time_point deadline) {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Steady::now()).count();
  pollfd readable{pipe_, POLLIN, 0};
  if (left <= 0 || ::poll(&readable, 1, static_cast<int>(left)) <= 0) return false;
  char buffer[4096];
  const auto got = ::read(pipe_, buffer, sizeof buffer);
  if (got <= 0) return false;
  output_.append(buffer, static_cast<std::size_t>(got));
  return true;
}

std::string Process::wait_for_line(const std::string& prefix, std::chrono::milliseconds limit) {
  const auto deadline = Steady::now() + limit;
  while (true) {
    for (auto end = output_.find('\n', looked_at_); end != std::string::npos;
         end = output_.find('\n', looked_at_)) {
      const std::string line = output_.substr(looked_at_, end - looked_at_);
      looked_at_ = end + 1;
      if (line.starts_with(prefix)) return line.substr(prefix.size());
    }
    if (!read_some(deadline)) return {};
  }
}

int Process::wait(std::chrono::milliseconds limit) {
  const auto deadline = Steady::now() + limit;
  while (read_some(deadline)) {
  }
  if (Steady::now() >= deadline) return -1;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void Process::kill(int signal) {
  ::kill(pid_, signal);
  if (signal != SIGKILL) return;
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

Finished run_program(const std::vector<std::string>& argv) {
  Process process(argv);
  const int status = process.wait();
  return {status, process.output()};
}

std::string quince_program() {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "quince").string();
}

}  // namespace quince::test
