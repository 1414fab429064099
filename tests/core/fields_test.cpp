#include "core/fields.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace quince {
namespace {

struct Forgotten {
  int told = 0;
  int untold = 0;
};

// What makes a forgotten row a compile error: the count of members is not the count of rows.
static_assert(member_count<Forgotten>() == 2);
static_assert(member_count<Span>() == 3);
static_assert(member_count<Mention>() ==
              std::tuple_size_v<std::remove_cvref_t<decltype(Fields<Mention>::rows)>>);

template <class T>
class FieldsOf : public testing::Test {};
using Stored =
    testing::Types<Mention, Author, Counts, Reading, Event, Signal, Span, Spread, Assessment, Case,
                   Storm, Watch, Subscription, Notice, Delivery, Cursor, JournalEntry>;
TYPED_TEST_SUITE(FieldsOf, Stored);

TYPED_TEST(FieldsOf, EveryRowHasItsOwnNameAndADescription) {
  std::set<std::string> names;
  for_each_field<TypeParam>([&](const auto& field) {
    EXPECT_TRUE(names.insert(std::string(field.name)).second) << field.name;
    EXPECT_FALSE(field.doc.empty()) << field.name;
    EXPECT_EQ(field.doc.back(), '.') << field.name;
  });
  EXPECT_EQ(names.size(), member_count<TypeParam>());
}

}  // namespace
}  // namespace quince
