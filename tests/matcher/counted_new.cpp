#include "tests/matcher/counted_new.h"

#include <cstdlib>
#include <new>

namespace {

thread_local std::size_t asked = 0;

}  // namespace

std::size_t quince::test::times_asked() { return asked; }

void* operator new(std::size_t bytes) {
  ++asked;
  if (void* memory = std::malloc(bytes)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  ++asked;
  return std::malloc(bytes);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
