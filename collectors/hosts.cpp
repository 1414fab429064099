#include "collectors/hosts.h"

#include <algorithm>

namespace quince {

bool Hosts::is_busy(const std::string& host) const {
  const auto at = hosts_.find(host);
  return at != hosts_.end() && at->second.in_flight >= in_flight_max_;
}

Time Hosts::free_at(const std::string& host) const {
  const auto at = hosts_.find(host);
  return at == hosts_.end() ? Time{} : at->second.free_at;
}

void Hosts::start(const std::string& host, Time now) {
  Host& known = hosts_[host];
  ++known.in_flight;
  known.free_at = std::max(known.free_at, now + std::max(gap_, known.gap));
}

void Hosts::end(const std::string& host) { --hosts_[host].in_flight; }

void Hosts::rest(const std::string& host, Time until) {
  if (host.empty()) return;
  Host& known = hosts_[host];
  known.free_at = std::max(known.free_at, until);
}

void Hosts::slow_down(const std::string& host, Duration gap) { hosts_[host].gap = gap; }

}  // namespace quince
