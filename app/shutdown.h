// Ending well: SIGINT and SIGTERM are taken by the main thread alone, which then lets everything
// finish; a second one ends the process at once.
#pragma once
#include <chrono>
#include <functional>

namespace quince {

// Call before any thread is made: the signals are blocked in this thread and all that it makes.
// SIGPIPE is ignored.
void hold_signals();

// Holds SIGHUP too, which then does not end the process but is seen by was_hung_up(), once.
void hold_hangups();
bool was_hung_up();

// Waits for a signal. `on_tick` is called every `tick`, and ends the wait by returning true.
void wait_for_signal(std::chrono::milliseconds tick, const std::function<bool()>& on_tick);

}  // namespace quince
