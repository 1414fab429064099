#include "io/event_parser.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

using Events = std::vector<std::pair<std::string, std::string>>;  // event, data

// Fed in two pieces that meet at `cut`.
Events read(std::string_view stream, std::size_t cut = 0) {
  Events events;
  EventParser parser(1u << 20);
  const auto take = [&](const StreamMessage& message) {
    events.emplace_back(message.event, message.data);
    return true;
  };
  EXPECT_EQ(parser.feed(stream.substr(0, cut), take), EventParser::Outcome::more);
  EXPECT_EQ(parser.feed(stream.substr(cut), take), EventParser::Outcome::more);
  return events;
}

const struct {
  const char* name;
  std::string_view stream;
  Events events;
} rows[] = {
    {"nothing", "", {}},
    {"only data", "data: a\n\n", {{"message", "a"}}},
    {"an event", "event: update\ndata: {}\n\n", {{"update", "{}"}}},
    {"the event's name may come later", "data: {}\nevent: update\n\n", {{"update", "{}"}}},
    {"a name lasts for one event",
     "event: a\ndata: 1\n\ndata: 2\n\n",
     {{"a", "1"}, {"message", "2"}}},
    {"several lines of data", "data: a\ndata\ndata:b\n\n", {{"message", "a\n\nb"}}},
    {"one empty line of data", "data\n\n", {{"message", ""}}},
    {"no data, no event", "event: a\n\nid: 1\n\n\n\n", {}},
    {"one space goes, not two", "data:  a \n\n", {{"message", " a "}}},
    {"what is not ended is no event", "data: a\n\ndata: b\n", {{"message", "a"}}},
    {"carriage returns", "event: x\rdata: a\r\rdata: b\r\r", {{"x", "a"}, {"message", "b"}}},
    {"both", "event: x\r\ndata: a\r\n\r\ndata: b\r\n\r\n", {{"x", "a"}, {"message", "b"}}},
    {"mixed",
     "data: a\r\n\ndata: b\r\n\rdata: c\n\r\n",
     {{"message", "a"}, {"message", "b"}, {"message", "c"}}},
    {"comments", ":thump\n\n: a\n:\ndata: b\n:c\n\n", {{"message", "b"}}},
    {"a byte order mark",
     "\xEF\xBB\xBF"
     "data: a\n\n",
     {{"message", "a"}}},
    {"only at the start",
     "data: a\n\n\xEF\xBB\xBF"
     "data: b\n\n",
     {{"message", "a"}}},
    {"unknown fields", "Data: a\nretry: 10\nnonsense\ndata: b\n\n", {{"message", "b"}}},
    {"characters", "data: a\xC3\xB1o\n\n", {{"message", "a\xC3\xB1o"}}},
    {"broken characters", "data: \xC3\n\n", {{"message", "\xEF\xBF\xBD"}}},
    {"a colon in the data", "data: a:b\n\n", {{"message", "a:b"}}},
};

TEST(EventParser, ReadsAsTheStandardSaysWhereverTheStreamIsCut) {
  for (const auto& row : rows)
    for (std::size_t cut = 0; cut <= row.stream.size(); ++cut)
      EXPECT_EQ(read(row.stream, cut), row.events) << row.name << ", cut at " << cut;
}

TEST(EventParser, ReadsAByteAtATime) {
  for (const auto& row : rows) {
    Events events;
    EventParser parser(1u << 10);
    for (const char& byte : row.stream)
      parser.feed({&byte, 1}, [&](const StreamMessage& message) {
        events.emplace_back(message.event, message.data);
        return true;
      });
    EXPECT_EQ(events, row.events) << row.name;
  }
}

TEST(EventParser, RemembersTheLastId) {
  const auto last_id = [](std::string_view stream) {
    EventParser parser(1u << 10);
    parser.feed(stream, [](const StreamMessage&) { return true; });
    return parser.last_id();
  };
  EXPECT_EQ(last_id("id: 7\ndata: a\n\n"), "7");
  EXPECT_EQ(last_id("id: 7\ndata: a\n\ndata: b\n\n"), "7");
  EXPECT_EQ(last_id("id: 7\n\nid\n\n"), "") << "an empty one takes it back";
  EXPECT_EQ(last_id("id: 7\n\nid: 8\ndata: b\n"), "7") << "this event has not ended";
  EXPECT_EQ(last_id(std::string_view("id: 7\n\nid: 8\0\n\n", 15)), "7") << "a NUL spoils it";
}

TEST(EventParser, AHeartbeatIsALine) {
  EventParser parser(1u << 10);
  const auto take = [](const StreamMessage&) { return true; };
  parser.feed(":thump", take);
  EXPECT_EQ(parser.lines(), 0u);
  parser.feed("\n", take);
  EXPECT_EQ(parser.lines(), 1u);
}

TEST(EventParser, WhatIsTooLongIsRefusedInPiecesToo) {
  const auto never = [](const StreamMessage&) {
    ADD_FAILURE();
    return true;
  };
  EventParser line(10);
  EXPECT_EQ(line.feed("data: 45678", never), EventParser::Outcome::too_large);
  EventParser pieces(10);
  EXPECT_EQ(pieces.feed("data: 4567", never), EventParser::Outcome::more);
  EXPECT_EQ(pieces.feed("8", never), EventParser::Outcome::too_large);
  EventParser lines(10);
  EXPECT_EQ(lines.feed("data: 34\ndata: 34", never), EventParser::Outcome::too_large);
  EventParser many(10);
  std::string comments;
  for (int i = 0; i < 100; ++i) comments += ":thump\n\n";
  EXPECT_EQ(many.feed(comments, never), EventParser::Outcome::more);
}

TEST(EventParser, StopsWhenTheListenerHasEnough) {
  int taken = 0;
  EventParser parser(1u << 10);
  const auto outcome = parser.feed("data: a\n\ndata: b\n\ndata: c\n\n",
                                   [&](const StreamMessage&) { return ++taken < 2; });
  EXPECT_EQ(outcome, EventParser::Outcome::enough);
  EXPECT_EQ(taken, 2);
}

}  // namespace
}  // namespace quince
