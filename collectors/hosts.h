// Manners toward servers, whichever targets ask them: so many requests in flight, so far apart, and
// none while one asked for rest. A host is named without its port; the empty one has no limits. Not
// thread-safe.
#pragma once
#include <map>
#include <string>

#include "core/time.h"

namespace quince {

class Hosts {
 public:
  Hosts(int in_flight_max, Duration gap) : in_flight_max_(in_flight_max), gap_(gap) {}

  bool is_busy(const std::string& host) const;  // until a request ends
  Time free_at(const std::string& host) const;  // no request before
  void start(const std::string& host, Time now);
  void end(const std::string& host);
  void rest(const std::string& host, Time until);
  void slow_down(const std::string& host, Duration gap);  // at least so far apart

 private:
  struct Host {
    int in_flight = 0;
    Time free_at{};
    Duration gap{};
  };
  const int in_flight_max_;
  const Duration gap_;
  std::map<std::string, Host> hosts_;
};

}  // namespace quince
