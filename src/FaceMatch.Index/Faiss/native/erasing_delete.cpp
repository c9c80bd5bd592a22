// What Faiss frees was somebody's face: it is zeroed before it is given back. The vectors that Faiss keeps its rows in take
// their memory from operator new, so that operator delete of this library sees all of them.
#include <malloc.h>
#include <string.h>

#include <cstdlib>
#include <new>

namespace {

void erase_and_free(void* memory) noexcept {
    if (memory == nullptr)
        return;
    explicit_bzero(memory, malloc_usable_size(memory));
    std::free(memory);
}

void* allocate(std::size_t size) {
    if (void* memory = std::malloc(size == 0 ? 1 : size))
        return memory;
    throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }

void* operator new[](std::size_t size) { return allocate(size); }

void operator delete(void* memory) noexcept { erase_and_free(memory); }

void operator delete[](void* memory) noexcept { erase_and_free(memory); }

void operator delete(void* memory, std::size_t) noexcept { erase_and_free(memory); }

void operator delete[](void* memory, std::size_t) noexcept { erase_and_free(memory); }
