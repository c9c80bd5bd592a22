# shellcheck shell=bash
# Builds only when something changed since the last build. Sourced, never run.

readonly STAMP=$ROOT/artifacts/run.stamp
readonly SERVER=$ROOT/src/FaceMatch.Server/bin/Release/net10.0/FaceMatch.Server
readonly CLI=$ROOT/src/FaceMatch.Cli/bin/Release/net10.0/facematch

# Names, sizes and times of all that a build reads; tells a change in milliseconds where an idle build takes many seconds.
source_state() {
    {
        dotnet --version
        find src models Directory.*.props global.json .editorconfig \
            \( -name bin -o -name obj -o -name files -o -name restored -o -name node_modules \) -prune \
            -o -type f -printf '%p %s %T@\n' | sort
        # Copied beside the programs, so that one that was built since is news.
        stat -c '%s %Y' artifacts/faiss/libfaiss_c.so 2>/dev/null || true
    } | sha256sum
}

build_if_changed() {
    local state
    state=$(source_state)
    if [ -x "$SERVER" ] && [ -x "$CLI" ] && [ "$(cat "$STAMP" 2>/dev/null)" = "$state" ]; then return 0; fi
    quietly "Restoring packages (the first time takes a few minutes)" dotnet restore ops/run.slnf
    quietly "Building" dotnet build ops/run.slnf -c Release --no-restore -v quiet
    mkdir -p "$(dirname "$STAMP")"
    printf '%s\n' "$state" >"$STAMP"
}
