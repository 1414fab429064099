#include "core/nearest.h"

#include <gtest/gtest.h>

#include <array>

namespace quince {
namespace {

TEST(Nearest, GivesWhatAPersonProbablyMeant) {
  const std::array<std::string_view, 3> names = {"weight", "phrases", "id"};
  const std::pair<const char*, const char*> rows[] = {{"wieght", "weight"}, {"phrase", "phrases"},
                                                      {"ID", ""},           {"idd", "id"},
                                                      {"colour", ""},       {"", ""}};
  for (const auto& [written, meant] : rows) EXPECT_EQ(nearest(written, names), meant) << written;
}

TEST(Nearest, TheDistanceIsTheSameBothWays) {
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
  EXPECT_EQ(edit_distance("sitting", "kitten"), 3);
  EXPECT_EQ(edit_distance("", "abc"), 3);
  EXPECT_EQ(edit_distance(std::string(300, 'a'), "a"), 1000);
}

}  // namespace
}  // namespace quince
