// Counts how often a thread asks for memory. Its own file, so that the compiler does not see
// through it; it replaces operator new in every program that it is linked into.
#pragma once
#include <cstddef>

namespace quince::test {

std::size_t times_asked();  // by this thread, since it began

}  // namespace quince::test
