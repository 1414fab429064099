#include "tests/support/fake_web.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace quince::test {
namespace {

constexpr std::chrono::milliseconds tick{20};

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::string trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

std::string path_of(std::string_view target) {
  return std::string(target.substr(0, target.find('?')));
}

std::string gzip(std::string_view plain) {
  z_stream stream{};
  if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) std::abort();
  std::string packed(deflateBound(&stream, static_cast<uLong>(plain.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

const std::string& bomb() {
  static const std::string packed = gzip(std::string(64u << 20, ' '));
  return packed;
}

std::string chunk(std::string_view data) {
  char size[32];
  std::snprintf(size, sizeof size, "%zx\r\n", data.size());
  return size + std::string(data) + "\r\n";
}

// With their line breaks.
std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

bool readable(int socket) {
  pollfd poll_one{socket, POLLIN, 0};
  return poll(&poll_one, 1, static_cast<int>(tick.count())) > 0;
}

// The other side closed the connection.
bool is_gone(int socket) {
  char byte = 0;
  return recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

}  // namespace

Reply redirect_to(std::string url, int status) {
  Reply reply;
  reply.status = status;
  reply.headers = {{"Location", std::move(url)}};
  return reply;
}

std::string Asked::header(const std::string& name) const {
  const auto at = headers.find(name);
  return at == headers.end() ? std::string{} : at->second;
}

FakeWeb::FakeWeb() {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (listener_ < 0 || bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener_, 64) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    std::abort();
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_loop(); });
}

FakeWeb::~FakeWeb() {
  stopping_ = true;
  acceptor_.join();
  std::vector<std::thread> talkers;
  {
    const std::lock_guard lock(mutex_);
    talkers.swap(talkers_);
  }
  for (std::thread& talker : talkers) talker.join();
  close(listener_);
}

std::string FakeWeb::url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

void FakeWeb::serve(const std::string& path, std::vector<Reply> replies) {
  const std::lock_guard lock(mutex_);
  scripts_[path] = {std::move(replies), 0};
}

void FakeWeb::answer_with(const std::string& path, std::function<Reply(const Asked&)> answerer) {
  const std::lock_guard lock(mutex_);
  answerers_[path] = std::move(answerer);
}

std::vector<Asked> FakeWeb::asked(std::string_view path) const {
  const std::lock_guard lock(mutex_);
  std::vector<Asked> found;
  for (const Asked& one : asked_)
    if (path.empty() || path_of(one.target) == path) found.push_back(one);
  return found;
}

std::size_t FakeWeb::count_of(std::string_view path) const {
  std::size_t count = 0;
  for (const Asked& one : asked_) count += path_of(one.target) == path;
  return count;
}

bool FakeWeb::wait_for(std::string_view path, std::size_t count,
                       std::chrono::milliseconds wall_max) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, wall_max, [&] { return count_of(path) >= count; });
}

void FakeWeb::accept_loop() {
  while (!stopping_) {
    if (!readable(listener_)) continue;
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) continue;
    ++connections_;
    const std::lock_guard lock(mutex_);
    talkers_.emplace_back([this, socket] {
      talk(socket);
      close(socket);
    });
  }
}

void FakeWeb::talk(int socket) {
  std::string buffer;
  Asked asked;
  while (read_request(socket, buffer, asked)) {
    const Reply reply = reply_to(asked);
    {
      const std::lock_guard lock(mutex_);
      asked_.push_back(asked);
    }
    changed_.notify_all();
    if (!answer(socket, reply)) return;
  }
}

bool FakeWeb::read_request(int socket, std::string& buffer, Asked& asked) {
  asked = {};
  std::size_t head_end = std::string::npos, total = 0;
  while (!stopping_) {
    if (head_end == std::string::npos &&
        (head_end = buffer.find("\r\n\r\n")) != std::string::npos) {
      std::size_t line = buffer.find("\r\n");
      const std::string first = buffer.substr(0, line);
      const std::size_t one = first.find(' '), two = first.rfind(' ');
      asked.method = first.substr(0, one);
      asked.target = first.substr(one + 1, two - one - 1);
      while (line < head_end) {
        const std::size_t next = buffer.find("\r\n", line + 2);
        const std::string text = buffer.substr(line + 2, next - line - 2);
        if (const auto colon = text.find(':'); colon != std::string::npos)
          asked.headers[lower(text.substr(0, colon))] =
              trim(std::string_view(text).substr(colon + 1));
        line = next;
      }
      total = head_end + 4 + std::strtoul(asked.header("content-length").c_str(), nullptr, 10);
    }
    if (head_end != std::string::npos && buffer.size() >= total) {
      asked.body = buffer.substr(head_end + 4, total - head_end - 4);
      buffer.erase(0, total);
      return true;
    }
    if (!readable(socket)) continue;
    char bytes[4096];
    const ssize_t got = recv(socket, bytes, sizeof bytes, 0);
    if (got <= 0) return false;
    buffer.append(bytes, static_cast<std::size_t>(got));
  }
  return false;
}

Reply FakeWeb::reply_to(const Asked& asked) {
  const std::lock_guard lock(mutex_);
  for (const auto& [path, answerer] : answerers_)
    if (path.ends_with('*') ? asked.target.starts_with(path.substr(0, path.size() - 1))
                            : path_of(asked.target) == path)
      return answerer(asked);
  auto at = scripts_.find(asked.target);
  if (at == scripts_.end()) at = scripts_.find(path_of(asked.target));
  if (at == scripts_.end() || at->second.replies.empty())
    return Reply{.status = 404, .headers = {}, .body = "nothing here"};
  Script& script = at->second;
  const Reply& reply = script.replies[std::min(script.next, script.replies.size() - 1)];
  ++script.next;
  return reply;
}

bool FakeWeb::answer(int socket, const Reply& reply) {
  const bool bodiless = reply.status == 304 || reply.status == 204;
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " Scripted\r\n";
  for (const auto& [name, value] : reply.headers) head += name + ": " + value + "\r\n";
  if (reply.trouble != Trouble::none) return misbehave(socket, reply, std::move(head));
  const std::string body = reply.gzip ? gzip(reply.body) : reply.body;
  if (reply.gzip) head += "Content-Encoding: gzip\r\n";
  if (bodiless) return send_all(socket, head + "\r\n");
  if (!reply.chunked)
    return send_all(socket,
                    head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  const std::string_view view(body);
  return send_all(
      socket, head + "Transfer-Encoding: chunked\r\n\r\n" + chunk(view.substr(0, view.size() / 2)) +
                  (view.empty() ? "" : chunk(view.substr(view.size() / 2))) + "0\r\n\r\n");
}

bool FakeWeb::misbehave(int socket, const Reply& reply, std::string head) {
  const auto length = [&](std::size_t bytes) {
    return "Content-Length: " + std::to_string(bytes) + "\r\n\r\n";
  };
  const std::string block(64u << 10, 'x');
  switch (reply.trouble) {
    case Trouble::none:
      break;
    case Trouble::hang:
      while (pause(tick)) {
      }
      break;
    case Trouble::reset: {
      send_all(socket, head);
      const linger hard{1, 0};
      setsockopt(socket, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
      break;
    }
    case Trouble::half_body:
      send_all(socket,
               head + length(reply.body.size()) + reply.body.substr(0, reply.body.size() / 2));
      break;
    case Trouble::too_short:
      send_all(socket, head + length(reply.body.size() + 1) + reply.body);
      break;
    case Trouble::slow_drip:
      if (!send_all(socket, head + length(reply.body.size()))) break;
      for (const char c : reply.body)
        if (!pause(tick) || !send_all(socket, {&c, 1})) break;
      break;
    case Trouble::stays_open:
      if (!send_all(socket, head + "Transfer-Encoding: chunked\r\n\r\n")) break;
      for (const std::string& line : lines_of(reply.body))
        if (!pause(tick) || !send_all(socket, chunk(line))) return false;
      while (!stopping_ && !is_gone(socket)) pause(tick);
      break;
    case Trouble::endless:
      if (!send_all(socket, head + "Transfer-Encoding: chunked\r\n\r\n")) break;
      while (!stopping_ && send_all(socket, chunk(block))) {
      }
      break;
    case Trouble::huge_length:
      if (!send_all(socket, head + length(std::size_t{1} << 31))) break;
      for (std::size_t sent = 0; sent < (std::size_t{1} << 31) && send_all(socket, block);)
        sent += block.size();
      break;
    case Trouble::gzip_bomb:
      send_all(socket, head + "Content-Encoding: gzip\r\n" + length(bomb().size()) + bomb());
      break;
    case Trouble::endless_header:
      while (!stopping_ && send_all(socket, head))
        head = "X-More: " + std::string(1000, 'x') + "\r\n";
      break;
  }
  return false;
}

bool FakeWeb::send_all(int socket, std::string_view bytes) {
  while (!bytes.empty() && !stopping_) {
    pollfd poll_one{socket, POLLOUT, 0};
    if (poll(&poll_one, 1, static_cast<int>(tick.count())) == 0) continue;
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return !stopping_;
}

bool FakeWeb::pause(std::chrono::milliseconds wall) {
  std::this_thread::sleep_for(wall);
  return !stopping_;
}

}  // namespace quince::test
