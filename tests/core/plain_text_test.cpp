#include "core/plain_text.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

TEST(PlainText, WhatATerminalObeysIsNotThere) {
  const struct {
    const char* name;
    std::string text, line, lines;
  } rows[] = {{"words", "año ☕", "año ☕", "año ☕"},
              {"an escape sequence", "a\x1b[31mb", "a[31mb", "a[31mb"},
              {"its C1 form", "a\u009b31mb", "a31mb", "a31mb"},
              {"delete",
               "a\x7f"
               "b",
               "ab", "ab"},
              {"an override", "a\u202egnp.exe", "agnp.exe", "agnp.exe"},
              {"isolates", "a\u2066b\u2069", "ab", "ab"},
              {"a tab", "a\tb", "a b", "a b"},
              {"line breaks", "a\r\nb\u2028c\vd", "a b c d", "a\nb\nc\nd"},
              {"broken bytes", "a\xff", "a\xEF\xBF\xBD", "a\xEF\xBF\xBD"}};
  for (const auto& row : rows) {
    EXPECT_EQ(plain_line(row.text), row.line) << row.name;
    EXPECT_EQ(plain_text(row.text), row.lines) << row.name;
  }
}

}  // namespace
}  // namespace quince
