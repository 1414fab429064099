#include "tests/support/fake_socket.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <poll.h>

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <set>
#include <thread>

namespace quince::test {
namespace {

namespace net = boost::asio;
namespace ssl = net::ssl;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using tcp = net::ip::tcp;

constexpr std::chrono::milliseconds tick{10};

// Signs a certificate for `host` with its own key, for a day.
void make_certificate(ssl::context& context, const Certificate& wanted) {
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, void (*)(X509*)> cert(X509_new(), X509_free);
  X509_set_version(cert.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), 24L * 3600);
  X509_set_pubkey(cert.get(), key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(cert.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(wanted.host.c_str()), -1, -1,
                             0);
  X509_set_issuer_name(cert.get(), X509_get_subject_name(cert.get()));
  const std::string names = "DNS:" + wanted.host;
  X509_EXTENSION* extension =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
  X509_add_ext(cert.get(), extension, -1);
  X509_EXTENSION_free(extension);
  X509_sign(cert.get(), key.get(), EVP_sha256());
  std::FILE* file = std::fopen(wanted.path.c_str(), "w");
  if (file == nullptr || PEM_write_X509(file, cert.get()) != 1) std::abort();
  std::fclose(file);
  SSL_CTX_use_certificate(context.native_handle(), cert.get());
  SSL_CTX_use_PrivateKey(context.native_handle(), key.get());
}

template <class Stream>
class Talk final : public FakeSocket::Peer {
 public:
  Talk(Stream& stream, const std::atomic<bool>& stopping) : stream_(stream), stopping_(stopping) {}

  bool send(std::string_view text, bool binary) override {
    beast::error_code error;
    stream_.binary(binary);
    stream_.write(net::buffer(text), error);
    return !error;
  }
  void close(std::uint16_t code) override {
    beast::error_code error;
    stream_.close(websocket::close_reason(code), error);
  }
  void drop() override {
    beast::error_code error;
    auto& socket = beast::get_lowest_layer(stream_);
    socket.set_option(net::socket_base::linger(true, 0), error);
    socket.close(error);
  }
  void stay() override {
    beast::error_code error;
    beast::flat_buffer buffer;
    while (!error) stream_.read(buffer, error), buffer.clear();
  }
  bool pause(std::chrono::milliseconds wall) override {
    for (; wall.count() > 0 && !stopping_; wall -= tick) std::this_thread::sleep_for(tick);
    return !stopping_;
  }

 private:
  Stream& stream_;
  const std::atomic<bool>& stopping_;
};

}  // namespace

struct FakeSocket::State {
  State(Script s, Options o) : script(std::move(s)), options(std::move(o)) {}

  Script script;
  Options options;
  net::io_context io;
  ssl::context tls{ssl::context::tls_server};
  tcp::acceptor acceptor{io, {net::ip::make_address("127.0.0.1"), 0}};
  std::atomic<bool> stopping{false};
  mutable std::mutex mutex;
  std::vector<std::string> targets;  // guarded by mutex
  std::vector<std::thread> talkers;  // guarded by mutex
  std::set<int> open;                // guarded by mutex: to be shut down at the end
  std::atomic<int> accepted{0};
  std::thread thread;

  void accept();
  void serve(tcp::socket socket, int number);
  template <class Stream>
  void converse(Stream& stream, int number);
};

void FakeSocket::State::accept() {
  pollfd one{acceptor.native_handle(), POLLIN, 0};
  while (!stopping) {
    if (poll(&one, 1, static_cast<int>(tick.count())) <= 0) continue;
    beast::error_code error;
    tcp::socket socket = acceptor.accept(error);
    if (error) continue;
    const int number = ++accepted;
    const std::lock_guard lock(mutex);
    talkers.emplace_back(
        [this, number, socket = std::move(socket)]() mutable { serve(std::move(socket), number); });
  }
}

void FakeSocket::State::serve(tcp::socket socket, int number) {
  const int handle = socket.native_handle();
  {
    const std::lock_guard lock(mutex);
    open.insert(handle);
  }
  socket.set_option(tcp::no_delay(true));
  beast::error_code error;
  if (options.certificate.host.empty()) {
    websocket::stream<tcp::socket> stream(std::move(socket));
    converse(stream, number);
    const std::lock_guard lock(mutex);  // before the stream closes it
    open.erase(handle);
  } else {
    websocket::stream<beast::ssl_stream<tcp::socket>> stream(std::move(socket), tls);
    stream.next_layer().handshake(ssl::stream_base::server, error);
    if (!error) converse(stream, number);
    const std::lock_guard lock(mutex);
    open.erase(handle);
  }
}

template <class Stream>
void FakeSocket::State::converse(Stream& stream, int number) {
  beast::error_code error;
  beast::flat_buffer buffer;
  http::request<http::string_body> request;
  http::read(stream.next_layer(), buffer, request, error);
  if (error) return;
  {
    const std::lock_guard lock(mutex);
    targets.emplace_back(request.target());
  }
  Talk<Stream> peer(stream, stopping);
  if (options.hang) {
    while (peer.pause(tick)) {
    }
    return;
  }
  if (options.refuse_with != 0) {
    http::response<http::string_body> response(static_cast<http::status>(options.refuse_with), 11);
    response.prepare_payload();
    http::write(stream.next_layer(), response, error);
    return;
  }
  websocket::permessage_deflate deflate;
  deflate.server_enable = true;
  stream.set_option(deflate);
  stream.accept(request, error);
  if (error) return;
  peer.number = number;
  peer.target = std::string(request.target());
  peer.agent = std::string(request[http::field::user_agent]);
  script(peer);
}

FakeSocket::FakeSocket(Script script, Options options)
    : state_(std::make_unique<State>(std::move(script), std::move(options))) {
  if (!state_->options.certificate.host.empty())
    make_certificate(state_->tls, state_->options.certificate);
  state_->thread = std::thread([this] { state_->accept(); });
}

FakeSocket::~FakeSocket() {
  state_->stopping = true;
  state_->thread.join();
  std::vector<std::thread> talkers;
  {
    const std::lock_guard lock(state_->mutex);
    for (const int socket : state_->open) shutdown(socket, SHUT_RDWR);
    talkers.swap(state_->talkers);
  }
  for (std::thread& talker : talkers) talker.join();
}

std::uint16_t FakeSocket::port() const { return state_->acceptor.local_endpoint().port(); }

std::string FakeSocket::url(std::string_view path, std::string_view host) const {
  return (state_->options.certificate.host.empty() ? "ws://" : "wss://") + std::string(host) + ':' +
         std::to_string(port()) + std::string(path);
}

int FakeSocket::connections() const { return state_->accepted; }

std::vector<std::string> FakeSocket::targets() const {
  const std::lock_guard lock(state_->mutex);
  return state_->targets;
}

}  // namespace quince::test
