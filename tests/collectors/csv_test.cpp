#include "collectors/csv.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "core/utf8.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

using Fields = std::vector<std::string>;

TEST(CsvRow, IsScanned) {
  const struct {
    const char* name;
    std::string_view text;
    char separator;
    bool last;
    Fields fields;
    std::size_t bytes;
    bool ends, open_quote;
  } rows[] = {
      {"plain", "a,b\nc", ',', false, {"a", "b"}, 4, true, false},
      {"CR LF", "a\r\nb", ',', false, {"a"}, 3, true, false},
      {"CR alone", "a\rb", ',', false, {"a"}, 2, true, false},
      {"CR whose LF may follow", "a\r", ',', false, {"a\r"}, 2, false, false},
      {"CR at the end of the file", "a\r", ',', true, {"a"}, 2, true, false},
      {"quotes", "\"a,\"\"b\"\"\nc\";d\n", ';', false, {"a,\"b\"\nc", "d"}, 14, true, false},
      {"blanks before a quote", "a, \"b,c\"\n", ',', false, {"a", "b,c"}, 9, true, false},
      {"a quote inside a field",
       "5\" screen,b\n",
       ',',
       false,
       {"5\" screen", "b"},
       12,
       true,
       false},
      {"letters behind a quote", "\"a\"b,c\n", ',', false, {"ab", "c"}, 7, true, false},
      {"empty fields", ",,\n", ',', false, {"", "", ""}, 3, true, false},
      {"no end", "a,b", ',', true, {"a", "b"}, 3, false, false},
      {"a quote that is open", "a,\"b\nc", ',', true, {"a", "b\nc"}, 6, false, true},
      {"an empty line", "\nx", ',', false, {""}, 1, true, false},
  };
  for (const auto& row : rows) {
    const CsvRow got = scan_csv_row(row.text, row.separator, row.last);
    EXPECT_EQ(got.fields, row.fields) << row.name;
    EXPECT_EQ(got.bytes, row.bytes) << row.name;
    EXPECT_EQ(got.ends, row.ends) << row.name;
    EXPECT_EQ(got.open_quote, row.open_quote) << row.name;
  }
}

TEST(CsvRow, LineBreaksOfEveryKindAreCounted) {
  EXPECT_EQ(count_line_breaks("a\nb\r\nc\rd"), 3);
  EXPECT_EQ(count_line_breaks(""), 0);
  EXPECT_EQ(first_line("a\r\nb"), "a\r\n");
  EXPECT_EQ(first_line("a"), "a");
}

TEST(CsvRow, TheSeparatorIsTheOneOfTheHeader) {
  EXPECT_EQ(find_csv_separator("a,b;c,d"), ',');
  EXPECT_EQ(find_csv_separator("\"Name, first\";\"b,c\";d"), ';');
  EXPECT_EQ(find_csv_separator("a\tb"), '\t');
  EXPECT_EQ(find_csv_separator("text"), ',');
}

Source survey() {
  Source source;
  source.name = "survey";
  source.kind = "csv";
  return source;
}

TEST(CsvHead, IsRefusedWithTheCure) {
  std::string wide = "text";
  for (int i = 0; i < 200; ++i) wide += ",c" + std::to_string(i);
  const struct {
    const char* name;
    std::string bytes;
    std::map<std::string, std::string> columns;
    const char* text;
  } rows[] = {
      {"no text",
       "Ticket no;Comment\n",
       {},
       "line 1: no column is the text of a mention; name it with columns: {text: …}; there are "
       "\"Ticket no\", \"Comment\""},
      {"no time", "event,customer\n", {}, "line 1: no column is the time of an event"},
      {"a column that is not there",
       "sep=;\nTicket no;Comment\n",
       {{"text", "Coment"}},
       "line 2: there is no column \"Coment\" for text; did you mean \"Comment\"?"},
      {"nothing near", "a,b\n", {{"text", "Remark"}}, "there are \"a\", \"b\""},
      {"too many columns", wide + '\n', {}, "there are 201 columns, over 200"},
      {"blank lines", "\n \n", {}, "line 3: there is no header"},
      {"a quote that is never closed", "\"text\na,b\n", {}, "the header does not end"},
  };
  for (const auto& row : rows) {
    Source source = survey();
    source.columns = row.columns;
    const auto head = read_csv_head(row.bytes, source, true);
    ASSERT_FALSE(head.has_value()) << row.name;
    EXPECT_NE(head.error().text.find(row.text), std::string::npos)
        << row.name << ": " << head.error().text;
  }
}

TEST(CsvHead, NamesAreComparedAsPeopleReadThem) {
  Source source = survey();
  source.columns = {{"text", "Comentario del cliente"}, {"rating", "valoración"}};
  const auto head = read_csv_head("VALORACION;Comentario_del_cliente;Valoración\n", source, true);
  ASSERT_TRUE(head.has_value()) << head.error().text;
  ASSERT_EQ(head->columns.size(), 2u);
  EXPECT_EQ(head->columns[0].member, "rating");
  EXPECT_EQ(head->columns[0].index, 0u) << "the first of two";
  EXPECT_EQ(head->columns[1].index, 1u);
}

// Files.

std::string to_1252(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode_utf8(text, at);
    out += static_cast<char>(next.point);
    at += next.length;
  }
  return out;
}

std::string to_utf16(std::string_view text, bool big) {
  std::string out = big ? "\xFE\xFF" : "\xFF\xFE";
  const auto unit = [&](char32_t value) {
    const char high = static_cast<char>(value >> 8), low = static_cast<char>(value & 0xFF);
    out += big ? high : low;
    out += big ? low : high;
  };
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode_utf8(text, at);
    at += next.length;
    if (next.point > 0xFFFF) {
      unit(0xD800 + ((next.point - 0x10000) >> 10));
      unit(0xDC00 + ((next.point - 0x10000) & 0x3FF));
    } else {
      unit(next.point);
    }
  }
  return out;
}

class CsvFile : public testing::Test {
 protected:
  void write(const std::string& bytes, std::ios::openmode mode = std::ios::trunc) {
    std::ofstream(source_.file, std::ios::binary | mode) << bytes;
    rest();
  }
  // As if nobody had written to it for a while.
  void rest() {
    std::filesystem::last_write_time(
        source_.file, std::filesystem::file_time_type::clock::now() - std::chrono::minutes{1});
  }
  void touch() {
    std::filesystem::last_write_time(source_.file, std::filesystem::file_time_type::clock::now());
  }
  Parsed next() {
    auto parsed = read_csv_file(source_, position_);
    EXPECT_TRUE(parsed.has_value()) << parsed.error().text;
    if (!parsed) return {};
    if (!parsed->position.empty()) position_ = parsed->position;
    return *parsed;
  }
  // Everything that is there, chunk by chunk.
  Parsed all() {
    Parsed all;
    for (int chunk = 0; chunk < 200; ++chunk) {
      const Parsed parsed = next();
      all.mentions.insert(all.mentions.end(), parsed.mentions.begin(), parsed.mentions.end());
      all.faults.insert(all.faults.end(), parsed.faults.begin(), parsed.faults.end());
      if (!parsed.more) return all;
      ++chunks_;
    }
    ADD_FAILURE() << "it never ends";
    return all;
  }
  Fields ids(const Parsed& parsed) {
    Fields out;
    for (const Mention& mention : parsed.mentions) out.push_back(mention.source_id);
    return out;
  }

  test::TempDir folder_;
  Source source_ = [this] {
    Source source = survey();
    source.file = folder_.file("survey.csv");
    return source;
  }();
  std::string position_;
  int chunks_ = 1;
};

TEST_F(CsvFile, EveryEncodingIsReadInChunks) {
  const auto same = [](std::string_view text) { return std::string(text); };
  const struct {
    const char* name;
    std::function<std::string(std::string_view)> encode;
    const char* more;  // a character that only some encodings have
  } rows[] = {
      {"UTF-8", same, "😀"},
      {"UTF-8 with a mark",
       [](std::string_view text) { return "\xEF\xBB\xBF" + std::string(text); }, "😀"},
      {"windows-1252", to_1252, "ü"},
      {"UTF-16, little end first", [](std::string_view text) { return to_utf16(text, false); },
       "😀"},
      {"UTF-16, big end first", [](std::string_view text) { return to_utf16(text, true); }, "😀"},
      {"UTF-16, little end first, without a mark",
       [](std::string_view text) { return to_utf16(text, false).substr(2); }, "😀"},
      {"UTF-16, big end first, without a mark",
       [](std::string_view text) { return to_utf16(text, true).substr(2); }, "😀"},
  };
  for (const auto& row : rows) {
    std::string table = "id;text;rating\r\n";
    std::vector<std::string> wanted;
    for (int i = 0; i < 5'000; ++i) {
      wanted.push_back("La maleta n.º " + std::to_string(i) + "\r\nno llegó; \"nadie\" contesta " +
                       std::string(static_cast<std::size_t>(i % 400), 'x') + row.more);
      std::string quoted;
      for (const char c : wanted.back()) quoted += c == '"' ? "\"\"" : std::string(1, c);
      table += std::to_string(i) + ";\"" + quoted + "\";1\r\n";
    }
    position_.clear();
    chunks_ = 1;
    write(row.encode(table));
    const Parsed read = all();
    EXPECT_GE(chunks_, 3) << row.name;
    EXPECT_TRUE(read.faults.empty()) << row.name << ": " << read.faults.front();
    ASSERT_EQ(read.mentions.size(), wanted.size()) << row.name;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      ASSERT_EQ(read.mentions[i].source_id, std::to_string(i)) << row.name;
      ASSERT_EQ(read.mentions[i].text, wanted[i]) << row.name;
    }

    const std::string mark = row.encode("");
    write(row.encode("5000;añadida;2\r\n5001;x;mal\r\n").substr(mark.size()), std::ios::app);
    const Parsed grown = all();
    EXPECT_EQ(ids(grown), Fields{"5000"}) << row.name;
    EXPECT_EQ(grown.mentions.at(0).text, "añadida") << row.name;
    ASSERT_EQ(grown.faults.size(), 1u) << row.name;
    EXPECT_TRUE(grown.faults[0].starts_with("line 10003: column \"rating\"")) << grown.faults[0];
    EXPECT_TRUE(ids(all()).empty()) << row.name << ": nothing new";
  }
}

TEST_F(CsvFile, ALastRowWithoutLineBreakWaitsForItsWriter) {
  write("id,text\na,uno\nb,do");
  touch();
  EXPECT_EQ(ids(next()), Fields{"a"});
  write("s\nc,tres", std::ios::app);
  touch();
  const Parsed read = next();
  EXPECT_EQ(ids(read), Fields{"b"});
  EXPECT_EQ(read.mentions.at(0).text, "dos");
  rest();
  EXPECT_EQ(ids(next()), Fields{"c"}) << "nobody writes any more";
  EXPECT_TRUE(ids(next()).empty());
  write("\nd,\"cuatro", std::ios::app);
  touch();
  const Parsed open = next();
  EXPECT_TRUE(open.mentions.empty());
  EXPECT_TRUE(open.faults.empty()) << "the quote may be closed yet";
  rest();
  EXPECT_EQ(next().faults, Fields{"line 5: a quote is never closed"});
}

TEST_F(CsvFile, AHeaderThatIsBeingWrittenIsNoFault) {
  write("");
  EXPECT_TRUE(next().mentions.empty());
  write("id,te");
  touch();
  EXPECT_TRUE(next().mentions.empty());
  write("xt\na,uno\n", std::ios::app);
  EXPECT_EQ(ids(next()), Fields{"a"});
}

TEST_F(CsvFile, AReplacedFileIsReadAnew) {
  write("id,text\na,uno\nb,dos\n");
  next();
  write("id,text\nx,uno\ny,dos\nz,tres\n");
  EXPECT_EQ(ids(next()), (Fields{"x", "y", "z"}));
  write("id,text\nx,uno\n");
  EXPECT_EQ(ids(next()), Fields{"x"}) << "it is shorter";
  write("id,text\nnueva,cero\nx,uno\n");
  EXPECT_EQ(ids(next()), (Fields{"nueva", "x"})) << "an export with the newest row first";
}

// Rows that could not be read may be readable now.
TEST_F(CsvFile, AChangeOfTheMappingReadsAnew) {
  write("id,text,posted_at\na,uno,3/4/2026\nb,dos,2026-04-03\n");
  EXPECT_EQ(ids(next()), Fields{"b"});
  EXPECT_TRUE(ids(next()).empty());
  source_.date_format = "dmy";
  EXPECT_EQ(ids(next()), (Fields{"a", "b"}));
  source_.columns = {{"text", "id"}};
  EXPECT_EQ(next().mentions.size(), 2u);
  EXPECT_TRUE(next().mentions.empty());
}

TEST_F(CsvFile, AQuoteThatIsNeverClosedCostsOneLine) {
  std::string table = "id,text\na,\"abierta\n";
  for (int i = 0; i < 4'000; ++i) table += std::to_string(i) + ",una fila como las otras\n";
  write(table);
  const Parsed read = all();
  EXPECT_EQ(read.mentions.size(), 4'000u);
  EXPECT_EQ(read.faults, Fields{"line 2: the row is over 65536 bytes"});
}

TEST_F(CsvFile, AnEndlessLineIsSkippedWhole) {
  for (const bool wide : {false, true}) {
    const std::string table =
        "id,text\na," + std::string(3u << 20, 'x') + ",\nb,dos\n" + "c,tres\n";
    position_.clear();
    write(wide ? to_utf16(table, false) : table);
    const Parsed read = all();
    EXPECT_EQ(ids(read), (Fields{"b", "c"}));
    EXPECT_EQ(read.faults, Fields{"line 2: the row is over 65536 bytes"});
  }
}

TEST_F(CsvFile, AMissingFileIsAnError) {
  source_.file = folder_.file("none.csv");
  const auto parsed = read_csv_file(source_, "");
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().code, Code::not_found);
}

TEST_F(CsvFile, AFileWithoutAUsableHeaderIsAnErrorThatNamesIt) {
  write("a,b\n1,2\n");
  const auto parsed = read_csv_file(source_, "");
  ASSERT_FALSE(parsed.has_value());
  EXPECT_TRUE(parsed.error().text.starts_with(source_.file + ": line 1: no column is the text"))
      << parsed.error().text;
}

}  // namespace
}  // namespace quince
