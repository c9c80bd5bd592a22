// Every function of the C API returns 0, or a code of FaissErrorCode with the text kept for faiss_get_last_error.
#pragma once

#include <faiss/c_api/error_c.h>
#include <faiss/impl/FaissException.h>

#include <exception>

#define FACEMATCH_EXPORT extern "C" __attribute__((visibility("default")))

// Keeps the text for the thread that made the call.
void remember_error(const char* text) noexcept;

template <typename Work>
int guarded(Work work) noexcept {
    try {
        work();
        return OK;
    } catch (const faiss::FaissException& fault) {
        remember_error(fault.what());
        return FAISS_EXCEPT;
    } catch (const std::exception& fault) {
        remember_error(fault.what());
        return STD_EXCEPT;
    } catch (...) {
        remember_error("an exception that is none of the standard library's");
        return UNKNOWN_EXCEPT;
    }
}
