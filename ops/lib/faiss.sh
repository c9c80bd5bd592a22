# shellcheck shell=bash
# Builds libfaiss_c.so, Faiss's C API over Debian's libfaiss-dev. Sourced, never run.

readonly FAISS_SOURCE=$ROOT/src/FaceMatch.Index/Faiss/native
readonly FAISS_BUILD=$ROOT/artifacts/faiss

# Leaves artifacts/faiss/libfaiss_c.so, which the build of FaceMatch.Index copies beside every program. Nothing changed: it
# is made in a second. Where Debian's package cannot be had, an official libfaiss_c.so named by FACEMATCH_FAISS serves too.
build_faiss() {
    ensure_packages cmake=cmake make=make c++=g++ libfaiss-dev libopenblas-dev libgomp1
    # shellcheck disable=SC2016 # expanded by the inner shell
    quietly "Building Faiss's C library" sh -ec '
        cmake -S "$1" -B "$2/build" -DCMAKE_BUILD_TYPE=Release
        cmake --build "$2/build"
        cmp -s "$2/build/libfaiss_c.so" "$2/libfaiss_c.so" || cp "$2/build/libfaiss_c.so" "$2/libfaiss_c.so"
    ' sh "$FAISS_SOURCE" "$FAISS_BUILD"
}
