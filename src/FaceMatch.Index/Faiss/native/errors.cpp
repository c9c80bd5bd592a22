#include "guard.h"

#include <string>

namespace {
thread_local std::string last_error;
}

void remember_error(const char* text) noexcept {
    try {
        last_error = text;
    } catch (...) {
        last_error.clear();
    }
}

FACEMATCH_EXPORT const char* faiss_get_last_error() { return last_error.c_str(); }
