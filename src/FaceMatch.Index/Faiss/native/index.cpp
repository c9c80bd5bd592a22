// Making, filling, searching and changing an index.
#include "guard.h"

#include <faiss/AutoTune.h>
#include <faiss/Index.h>
#include <faiss/c_api/AutoTune_c.h>
#include <faiss/c_api/Index_c.h>
#include <faiss/c_api/clone_index_c.h>
#include <faiss/c_api/impl/AuxIndexStructures_c.h>
#include <faiss/c_api/index_factory_c.h>
#include <faiss/clone_index.h>
#include <faiss/impl/IDSelector.h>
#include <faiss/index_factory.h>

namespace {

faiss::Index* real(FaissIndex* index) { return reinterpret_cast<faiss::Index*>(index); }

const faiss::Index* real(const FaissIndex* index) { return reinterpret_cast<const faiss::Index*>(index); }

FaissIndex* handle(faiss::Index* index) { return reinterpret_cast<FaissIndex*>(index); }

faiss::IDSelector* real(FaissIDSelector* selector) { return reinterpret_cast<faiss::IDSelector*>(selector); }

const faiss::IDSelector* real(const FaissIDSelector* selector) {
    return reinterpret_cast<const faiss::IDSelector*>(selector);
}

faiss::ParameterSpace* real(FaissParameterSpace* space) { return reinterpret_cast<faiss::ParameterSpace*>(space); }

const faiss::ParameterSpace* real(const FaissParameterSpace* space) {
    return reinterpret_cast<const faiss::ParameterSpace*>(space);
}

}  // namespace

FACEMATCH_EXPORT int faiss_index_factory(FaissIndex** made, int dimensions, const char* description, FaissMetricType metric) {
    return guarded([&] {
        *made = handle(faiss::index_factory(dimensions, description, static_cast<faiss::MetricType>(metric)));
    });
}

FACEMATCH_EXPORT int faiss_clone_index(const FaissIndex* index, FaissIndex** made) {
    return guarded([&] { *made = handle(faiss::clone_index(real(index))); });
}

FACEMATCH_EXPORT void faiss_Index_free(FaissIndex* index) { delete real(index); }

FACEMATCH_EXPORT int faiss_Index_d(const FaissIndex* index) { return static_cast<int>(real(index)->d); }

FACEMATCH_EXPORT idx_t faiss_Index_ntotal(const FaissIndex* index) { return real(index)->ntotal; }

FACEMATCH_EXPORT int faiss_Index_is_trained(const FaissIndex* index) { return real(index)->is_trained ? 1 : 0; }

FACEMATCH_EXPORT FaissMetricType faiss_Index_metric_type(const FaissIndex* index) {
    return static_cast<FaissMetricType>(real(index)->metric_type);
}

FACEMATCH_EXPORT int faiss_Index_train(FaissIndex* index, idx_t count, const float* vectors) {
    return guarded([&] { real(index)->train(count, vectors); });
}

FACEMATCH_EXPORT int faiss_Index_add(FaissIndex* index, idx_t count, const float* vectors) {
    return guarded([&] { real(index)->add(count, vectors); });
}

FACEMATCH_EXPORT int faiss_Index_add_with_ids(FaissIndex* index, idx_t count, const float* vectors, const idx_t* ids) {
    return guarded([&] { real(index)->add_with_ids(count, vectors, ids); });
}

FACEMATCH_EXPORT int faiss_Index_search(
    const FaissIndex* index, idx_t count, const float* queries, idx_t k, float* distances, idx_t* labels) {
    return guarded([&] { real(index)->search(count, queries, k, distances, labels); });
}

FACEMATCH_EXPORT int faiss_Index_reset(FaissIndex* index) {
    return guarded([&] { real(index)->reset(); });
}

FACEMATCH_EXPORT int faiss_Index_remove_ids(FaissIndex* index, const FaissIDSelector* selector, size_t* removed) {
    return guarded([&] {
        const size_t count = real(index)->remove_ids(*real(selector));
        if (removed != nullptr)
            *removed = count;
    });
}

FACEMATCH_EXPORT int faiss_IDSelectorBatch_new(FaissIDSelectorBatch** made, size_t count, const idx_t* ids) {
    return guarded([&] { *made = reinterpret_cast<FaissIDSelectorBatch*>(new faiss::IDSelectorBatch(count, ids)); });
}

FACEMATCH_EXPORT void faiss_IDSelector_free(FaissIDSelector* selector) { delete real(selector); }

FACEMATCH_EXPORT int faiss_ParameterSpace_new(FaissParameterSpace** made) {
    return guarded([&] { *made = reinterpret_cast<FaissParameterSpace*>(new faiss::ParameterSpace()); });
}

FACEMATCH_EXPORT void faiss_ParameterSpace_free(FaissParameterSpace* space) { delete real(space); }

FACEMATCH_EXPORT int faiss_ParameterSpace_set_index_parameters(
    const FaissParameterSpace* space, FaissIndex* index, const char* settings) {
    return guarded([&] { real(space)->set_index_parameters(real(index), settings); });
}
