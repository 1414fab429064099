// The thin edge of the loader: real files, their rights and this machine's time zones.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "config/config.h"
#include "tests/support/temp_dir.h"

namespace quince {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view key = "whsec_cXVpbmNlLXRlc3Qta2V5LW9mLTI5LWJ5dGVzISE=";

class LoadConfig : public testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& text, mode_t mode = 0600) {
    const std::string path = dir_.file(name);
    std::ofstream(path, std::ios::binary) << text;
    chmod(path.c_str(), mode);
    return path;
  }

  test::TempDir dir_;
};

TEST_F(LoadConfig, ReadsFilesAndTheirRights) {
  const std::string secret = write("hook.key", std::string(key) + "\n", 0644);
  const std::string path =
      write("quince.yaml",
            "brands: [{key: b, name: B, timezone: Europe/Madrid}]\nchannels:\n"
            "  - {name: c, kind: webhook, url: 'https://a.example', secret_file: " +
                secret + "}\n");
  const auto read = load_config(path);
  ASSERT_TRUE(read) << to_string(read.error().front());
  EXPECT_EQ(read->config.channels.at(0).secret, key);
  ASSERT_EQ(read->warnings.size(), 1u);
  EXPECT_THAT(read->warnings[0].what, HasSubstr("can be read by everybody"));
  chmod(secret.c_str(), 0600);
  EXPECT_THAT(load_config(path)->warnings, IsEmpty());
}

TEST_F(LoadConfig, SaysWhatIsNotThere) {
  const auto read = load_config(dir_.file("quince.yaml"));
  ASSERT_FALSE(read);
  EXPECT_THAT(to_string(read.error().at(0)),
              HasSubstr("cannot be read: No such file or directory; name the file with -c"));
  const auto folder = load_config(dir_.path());
  ASSERT_FALSE(folder);
  EXPECT_THAT(folder.error().at(0).what, HasSubstr("it is a folder"));
  const std::string path =
      write("q.yaml", "redis: {url_file: " + dir_.file("none") +
                          "}\nbrands: [{key: b, name: B, timezone: ../etc}]\n");
  const auto faults = load_config(path);
  ASSERT_FALSE(faults);
  EXPECT_EQ(faults.error().size(), 2u);
}

TEST_F(LoadConfig, PacksInOrder) {
  write("b.yaml", "two");
  write("a.yml", "one");
  write("notes.txt", "no pack");
  const auto packs = read_packs(dir_.path());
  ASSERT_TRUE(packs) << packs.error().text;
  ASSERT_EQ(packs->size(), 2u);
  EXPECT_EQ(packs->at(0).text, "one");
  EXPECT_EQ(packs->at(1).file, dir_.file("b.yaml"));
  EXPECT_EQ(read_packs(dir_.file("none")).error().code, Code::not_found);
}

}  // namespace
}  // namespace quince
