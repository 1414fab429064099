// A certificate that is not in order ends the transfer before anything is sent. The certificates
// are made here and thrown away; nobody trusts their issuer, so what is shown is that each is
// refused and that the text says so, not which fault is found first.
#include <gtest/gtest.h>

#include "io/http_client.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

constexpr const char* openssl = "/usr/bin/openssl";

class HttpTls : public testing::Test {
 protected:
  void make_certificate(const std::string& name, const std::string& days) {
    run({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
         "/CN=" + name, "-addext", "subjectAltName=" + name, "-keyout", key, "-out", request});
    run({"x509", "-req", "-in", request, "-signkey", key, "-days", days, "-copy_extensions", "copy",
         "-out", certificate});
  }
  void run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), openssl);
    const auto done = test::run_program(arguments);
    ASSERT_EQ(done.status, 0) << done.output;
  }

  test::TempDir dir;
  const std::string key = dir.file("key.pem"), request = dir.file("request.pem"),
                    certificate = dir.file("certificate.pem");
};

TEST_F(HttpTls, ACertificateThatIsNotInOrderIsRefusedWithAClearText) {
  const struct {
    const char* name;
    const char* holder;
    const char* days;
  } rows[] = {{"signed by itself", "IP:127.0.0.1", "2"},
              {"expired", "IP:127.0.0.1", "-1"},
              {"of another host", "DNS:elsewhere.example", "2"}};
  for (const auto& row : rows) {
    make_certificate(row.holder, row.days);
    test::Process server(
        {openssl, "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www"});
    const std::string port = server.wait_for_line("ACCEPT 127.0.0.1:");
    ASSERT_FALSE(port.empty()) << server.output();
    HttpRequest get;
    get.url = "https://127.0.0.1:" + port + "/s3cret";
    get.allow.allowed = {*parse_address_range("127.0.0.1")};
    const HttpResult result = http_perform(get);
    ASSERT_FALSE(result.has_value()) << row.name;
    EXPECT_EQ(result.error().code, Code::unavailable) << row.name;
    EXPECT_NE(result.error().text.find("certificate is not accepted: "), std::string::npos)
        << row.name << ": " << result.error().text;
    EXPECT_EQ(result.error().text.find("s3cret"), std::string::npos) << result.error().text;
  }
}

TEST_F(HttpTls, Http2IsOfferedUnlessTheRequestForbidsIt) {
  make_certificate("IP:127.0.0.1", "2");
  for (const bool http2 : {true, false}) {
    test::Process server({openssl, "s_server", "-accept", "127.0.0.1:0", "-cert", certificate,
                          "-key", key, "-www", "-tlsextdebug"});
    HttpRequest get;
    get.url = "https://127.0.0.1:" + server.wait_for_line("ACCEPT 127.0.0.1:") + "/";
    get.allow.allowed = {*parse_address_range("127.0.0.1")};
    get.http2 = http2;
    EXPECT_FALSE(http_perform(get).has_value()) << "nobody vouches for the certificate";
    // The bytes that offer "h2" and "http/1.1", or the latter alone.
    EXPECT_EQ(server.wait_for_line("TLS client extension \"application layer protocol "
                                   "negotiation\" (id=16), len="),
              http2 ? "14" : "11");
  }
}

}  // namespace
}  // namespace quince
