#include "io/websocket.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "tests/support/fake_socket.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

using namespace quince::test;
using namespace std::chrono_literals;
using Peer = FakeSocket::Peer;

// Notes what it is told, and leaves when it has had enough.
struct Notes final : StreamListener {
  std::size_t enough = 1000;  // messages
  int pauses_enough = 1000;
  int opens = 0, pauses = 0;
  std::vector<std::string> messages;

  void opened() override { ++opens; }
  bool take(const StreamMessage& message) override {
    messages.emplace_back(message.data);
    return messages.size() < enough;
  }
  bool pause() override { return ++pauses < pauses_enough; }
};

StreamRequest to(const std::string& url) {
  StreamRequest request;
  request.url = url;
  request.connect_max = 3s;
  request.allow.allowed.push_back(*parse_address_range("127.0.0.0/8"));
  return request;
}

Result<> hear(const StreamRequest& request, Notes& notes) {
  return listen(request, notes, std::stop_token{});
}

TEST(Websocket, BringsMessagesInOrderUntilTheGoodbye) {
  FakeSocket server([](Peer& peer) {
    peer.send("{\"n\":1}");
    peer.send(std::string(100'000, 'x'));  // deflated, and in several frames
    peer.send("a\xFF", true);
    peer.close(1000);
  });
  Notes notes;
  const auto heard = hear(to(server.url("/subscribe?a=b&c=d%20e")), notes);
  ASSERT_TRUE(heard) << heard.error().text;
  EXPECT_EQ(notes.opens, 1);
  ASSERT_EQ(notes.messages.size(), 3u);
  EXPECT_EQ(notes.messages[0], "{\"n\":1}");
  EXPECT_EQ(notes.messages[1], std::string(100'000, 'x'));
  EXPECT_EQ(notes.messages[2], "a\xEF\xBF\xBD") << "what is not UTF-8 is repaired";
  EXPECT_EQ(server.targets(), std::vector<std::string>{"/subscribe?a=b&c=d%20e"});
}

TEST(Websocket, SaysWhoItIsAndSendsTheHeaders) {
  std::string agent;
  FakeSocket server([&](Peer& peer) {
    agent = peer.agent;
    peer.close(1001);
  });
  Notes notes;
  EXPECT_TRUE(hear(to(server.url()), notes));
  EXPECT_TRUE(agent.starts_with("quince/")) << agent;
  StreamRequest broken = to(server.url());
  broken.headers = {{"X", "a\r\nY: b"}};
  const auto refused = hear(broken, notes);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::invalid);
}

TEST(Websocket, ARefusedUpgradeSaysWhy) {
  const struct {
    const char* name;
    int status;
    Code code;
  } rows[] = {{"unauthorized", 401, Code::refused},    {"forbidden", 403, Code::refused},
              {"not found", 404, Code::not_found},     {"gone", 410, Code::not_found},
              {"bad request", 400, Code::unavailable}, {"moved", 302, Code::unavailable},
              {"too many", 429, Code::unavailable},    {"busy", 503, Code::unavailable},
              {"no upgrade", 200, Code::unavailable}};
  for (const auto& row : rows) {
    FakeSocket server([](Peer&) {}, {.refuse_with = row.status});
    Notes notes;
    const auto heard = hear(to(server.url("/x?secret=1")), notes);
    ASSERT_FALSE(heard) << row.name;
    EXPECT_EQ(heard.error().code, row.code) << row.name << ": " << heard.error().text;
    EXPECT_EQ(heard.error().text.find("secret"), std::string::npos) << row.name;
    EXPECT_EQ(notes.opens, 0) << row.name;
  }
}

TEST(Websocket, BadEndsAreToldApart) {
  const struct {
    const char* name;
    FakeSocket::Script script;
    Code code;
  } rows[] = {
      {"dropped", [](Peer& peer) { peer.send("1"), peer.drop(); }, Code::unavailable},
      {"closed with a fault", [](Peer& peer) { peer.send("1"), peer.close(1011); },
       Code::unavailable},
      {"too large",
       [](Peer& peer) { peer.send("1"), peer.send(std::string(70'000, 'x')), peer.stay(); },
       Code::too_large},
      {"not UTF-8", [](Peer& peer) { peer.send("1"), peer.send("\xFF"), peer.stay(); },
       Code::unavailable},
      {"deaf and silent",
       [](Peer& peer) {
         peer.send("1");
         while (peer.pause(10ms)) {
         }
       },
       Code::timeout},
  };
  for (const auto& row : rows) {
    FakeSocket server(row.script);
    StreamRequest request = to(server.url());
    request.silence_max = 400ms;
    request.message_bytes_max = 65'536;
    Notes notes;
    const auto heard = hear(request, notes);
    ASSERT_FALSE(heard) << row.name;
    EXPECT_EQ(heard.error().code, row.code) << row.name << ": " << heard.error().text;
    EXPECT_EQ(notes.messages.size(), 1u) << row.name;
  }
}

TEST(Websocket, APongIsASignOfLife) {
  FakeSocket server([](Peer& peer) { peer.stay(); });
  StreamRequest request = to(server.url());
  request.silence_max = 300ms;
  Notes notes;
  notes.pauses_enough = 5;  // some 1.2 seconds without a message
  const auto heard = hear(request, notes);
  EXPECT_TRUE(heard) << heard.error().text;
  EXPECT_EQ(notes.pauses, 5);
}

TEST(Websocket, EndsWhenTheListenerHasEnough) {
  FakeSocket server([](Peer& peer) {
    while (peer.send("1")) {
    }
  });
  Notes notes;
  notes.enough = 3;
  EXPECT_TRUE(hear(to(server.url()), notes));
  EXPECT_EQ(notes.messages.size(), 3u);
}

TEST(Websocket, AStopIsHonouredWithinMoments) {
  const struct {
    const char* name;
    bool hang;
    bool chatters;
  } rows[] = {{"while it shakes hands", true, false},
              {"while nothing comes", false, false},
              {"while much comes", false, true}};
  for (const auto& row : rows) {
    FakeSocket server(
        [&](Peer& peer) {
          while (row.chatters && peer.send("1")) {
          }
          peer.stay();
        },
        {.hang = row.hang});
    StreamRequest request = to(server.url());
    request.connect_max = 60s;
    Notes notes;
    std::stop_source stop;
    std::jthread stopper([&] {
      while (server.targets().empty()) std::this_thread::yield();
      stop.request_stop();
    });
    const auto begun = std::chrono::steady_clock::now();
    const auto heard = listen(request, notes, stop.get_token());
    EXPECT_TRUE(heard) << row.name << ": " << heard.error().text;
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s) << row.name;
  }
  std::stop_source before;
  before.request_stop();
  Notes notes;
  EXPECT_TRUE(listen(to("ws://127.0.0.1:1/"), notes, before.get_token()));
}

TEST(Websocket, ConnectingHasABound) {
  FakeSocket server([](Peer&) {}, {.hang = true});
  StreamRequest request = to(server.url());
  request.connect_max = 200ms;
  Notes notes;
  const auto heard = hear(request, notes);
  ASSERT_FALSE(heard);
  EXPECT_EQ(heard.error().code, Code::timeout) << heard.error().text;
}

TEST(Websocket, OnlyPermittedPlacesAreConnectedTo) {
  FakeSocket server([](Peer&) {});
  const std::string port = ":" + std::to_string(server.port());
  const struct {
    const char* name;
    std::string url;
    Code code;
  } rows[] = {{"loopback", "ws://127.0.0.1" + port, Code::refused},
              {"loopback by name", "ws://localhost" + port, Code::refused},
              {"metadata", "ws://169.254.169.254/latest", Code::refused},
              {"mapped", "ws://[::ffff:127.0.0.1]" + port, Code::refused},
              {"another scheme", "ftp://127.0.0.1" + port, Code::refused},
              {"no URL", "ws://", Code::invalid},
              {"no name", "ws://nothing.invalid/", Code::unavailable}};
  for (const auto& row : rows) {
    StreamRequest request;
    request.url = row.url;
    Notes notes;
    const auto heard = hear(request, notes);
    ASSERT_FALSE(heard) << row.name;
    EXPECT_EQ(heard.error().code, row.code) << row.name << ": " << heard.error().text;
  }
  EXPECT_EQ(server.connections(), 0);
  Notes notes;
  const auto closed = hear(to("ws://127.0.0.1:1/"), notes);
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, Code::unavailable);
}

TEST(Websocket, ACertificateMustBeTrustedAndOfTheHost) {
  TempDir folder;
  const auto script = [](Peer& peer) { peer.send("1"), peer.close(1000); };
  FakeSocket good(script, {.certificate = {"localhost", folder.file("good.pem")}});
  FakeSocket other(script, {.certificate = {"other.example", folder.file("other.pem")}});
  const struct {
    const char* name;
    const FakeSocket& server;
    std::string trusted;
    bool is_good;
  } rows[] = {{"trusted", good, "good.pem", true},
              {"unknown", good, "other.pem", false},
              {"of another host", other, "other.pem", false}};
  for (const auto& row : rows) {
    setenv("SSL_CERT_FILE", folder.file(row.trusted).c_str(), 1);
    Notes notes;
    StreamRequest request = to(row.server.url("/", "localhost"));
    request.allow.allowed.push_back(*parse_address_range("::1"));
    const auto heard = hear(request, notes);
    EXPECT_EQ(heard.has_value(), row.is_good) << row.name << (heard ? "" : heard.error().text);
    EXPECT_EQ(notes.messages.size(), row.is_good ? 1u : 0u) << row.name;
  }
  unsetenv("SSL_CERT_FILE");
}

}  // namespace
}  // namespace quince
