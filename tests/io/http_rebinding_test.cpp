// DNS rebinding: a name that was good a moment ago resolves to somewhere inside. The resolver of
// this program is its own: getaddrinfo below stands before libc's, and libcurl asks it.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <netdb.h>

#include <atomic>

#include "io/http_client.h"
#include "tests/support/fake_web.h"

namespace quince {
namespace {

using test::FakeWeb;
using test::Reply;

std::atomic<int> resolved = 0;
std::atomic<int> permitted_answers = 0;  // so many lead to 127.0.0.1, all later ones to 127.0.0.2

HttpRequest ask(const FakeWeb& web) {
  HttpRequest request;
  request.url = "http://rebinding.example:" + std::to_string(web.port()) + "/feed";
  request.allow.allowed = {*parse_address_range("127.0.0.1")};
  return request;
}

TEST(HttpRebinding, ANameThatTurnsInsideIsRefused) {
  FakeWeb web;
  web.serve("/feed", Reply{.body = "news"});
  resolved = 0;
  permitted_answers = 1;
  const HttpResult first = http_perform(ask(web));
  ASSERT_TRUE(first.has_value()) << first.error().text;
  EXPECT_EQ(first->body, "news");
  const HttpResult second = http_perform(ask(web));
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, Code::refused) << second.error().text;
  EXPECT_GE(resolved, 2) << "the name was not asked for anew";
  EXPECT_EQ(web.connections(), 1);
}

// Between the check of a redirect's host and its connection nothing can turn: it is the connected
// address that is checked.
TEST(HttpRebinding, ANameThatTurnsInsideDuringARedirectIsRefused) {
  FakeWeb web;
  web.serve("/feed",
            test::redirect_to("http://other.example:" + std::to_string(web.port()) + "/x"));
  web.serve("/x", Reply{.body = "secret"});
  resolved = 0;
  permitted_answers = 1;
  const HttpResult result = http_perform(ask(web));
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, Code::refused) << result.error().text;
  EXPECT_TRUE(web.asked("/x").empty());
}

}  // namespace
}  // namespace quince

extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints,
                           addrinfo** out) {
  using Real = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const auto real = reinterpret_cast<Real>(dlsym(RTLD_NEXT, "getaddrinfo"));
  if (node == nullptr || !std::string_view(node).ends_with(".example"))
    return real(node, service, hints, out);
  const bool is_permitted = quince::resolved++ < quince::permitted_answers;
  return real(is_permitted ? "127.0.0.1" : "127.0.0.2", service, hints, out);
}
