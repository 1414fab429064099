// A redis-server of the demo's own, on a unix socket in a folder of its own. Its data lies in the
// demo's store, so it goes on after a restart; it ends with this process, even if that is killed.
#pragma once
#include <memory>
#include <string>

#include "core/error.h"

namespace quince {

class PrivateRedis {
 public:
  // Code::not_found where none is installed.
  static Result<std::unique_ptr<PrivateRedis>> start(const std::string& store_dir);
  ~PrivateRedis();

  const std::string& socket() const { return socket_; }
  std::string url() const { return "unix://" + socket_; }

 private:
  PrivateRedis(std::string dir, std::string socket, int pid)
      : dir_(std::move(dir)), socket_(std::move(socket)), pid_(pid) {}

  const std::string dir_;
  const std::string socket_;
  const int pid_;
};

}  // namespace quince
