// Saving and loading. Whether a file is whole is for the caller to know: FaceMatch keeps a checksum beside it.
#include "guard.h"

#include <faiss/Index.h>
#include <faiss/c_api/index_io_c.h>
#include <faiss/index_io.h>

FACEMATCH_EXPORT int faiss_write_index_fname(const FaissIndex* index, const char* path) {
    return guarded([&] { faiss::write_index(reinterpret_cast<const faiss::Index*>(index), path); });
}

FACEMATCH_EXPORT int faiss_read_index_fname(const char* path, int flags, FaissIndex** made) {
    return guarded([&] { *made = reinterpret_cast<FaissIndex*>(faiss::read_index(path, flags)); });
}
