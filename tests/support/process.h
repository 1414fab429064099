// A program that a test runs as its user would: started with arguments, its output read line by
// line, killed or told to end. It dies with the object, and with the test program if that crashes.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace quince::test {

class Process {
 public:
  // argv[0] is the program's path. Standard output and error are both read.
  explicit Process(const std::vector<std::string>& argv);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Reads until a line starts with `prefix` and gives what follows it; empty: the program ended, or
  // `limit` passed.
  std::string wait_for_line(const std::string& prefix,
                            std::chrono::milliseconds limit = std::chrono::seconds{30});
  // Reads what is left and waits for the end; the exit status, or -1 where it did not end in time.
  int wait(std::chrono::milliseconds limit = std::chrono::seconds{60});
  void kill(int signal);  // and, for SIGKILL, waits until it is gone

  const std::string& output() const { return output_; }  // all that was read so far

 private:
  bool read_some(std::chrono::steady_clock::time_point deadline);

  pid_t pid_ = -1;
  int pipe_ = -1;
  std::string output_;
  std::size_t looked_at_ = 0;  // where wait_for_line goes on
};

struct Finished {
  int status = -1;
  std::string output;
};
Finished run_program(const std::vector<std::string>& argv);

// The quince that was built beside this test program.
std::string quince_program();

}  // namespace quince::test
