#include "app/shutdown.h"

#include <signal.h>
#include <unistd.h>

namespace quince {
namespace {

sigset_t ending() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

sigset_t hangup() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGHUP);
  return set;
}

void end_now(int) { _exit(1); }

}  // namespace

void hold_signals() {
  signal(SIGPIPE, SIG_IGN);  // a closed pipe or socket is an error of the write, not the end
  const sigset_t set = ending();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

void hold_hangups() {
  const sigset_t set = hangup();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

bool was_hung_up() {
  const sigset_t set = hangup();
  const timespec at_once{};
  return sigtimedwait(&set, nullptr, &at_once) == SIGHUP;
}

void wait_for_signal(std::chrono::milliseconds tick, const std::function<bool()>& on_tick) {
  const sigset_t set = ending();
  const timespec span{tick.count() / 1000, (tick.count() % 1000) * 1'000'000};
  while (sigtimedwait(&set, nullptr, &span) < 0)
    if (on_tick()) return;
  signal(SIGINT, end_now);
  signal(SIGTERM, end_now);
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace quince
