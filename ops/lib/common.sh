# shellcheck shell=bash
# Words that ops/run and ops/test share. Sourced, never run.

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly ROOT
cd "$ROOT"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf '%s\n' "$*" >&2; }

# Ends the script with a sentence that says what to do.
stop_with() {
    say "$*"
    exit 1
}

# Runs a command whose output matters only when it fails.
quietly() {
    local what=$1 log
    shift
    log=$(mktemp)
    say "$what"
    if ! "$@" >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        stop_with "Failed: $*"
    fi
    rm -f "$log"
}

require_sdk() {
    local advice="FaceMatch needs the .NET 10 SDK (package dotnet-sdk-10.0 of Microsoft's Debian 12 feed, or the dotnet-install script with --channel 10.0).
How to get it: https://learn.microsoft.com/dotnet/core/install/linux-debian"
    command -v dotnet >/dev/null || stop_with "There is no 'dotnet' on the PATH. $advice"
    dotnet --version >/dev/null 2>&1 || stop_with "The .NET SDKs installed here do not fit global.json:
$(dotnet --list-sdks 2>/dev/null | sed 's/^/  /')
$advice"
}

package_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# A need is written 'command=package', or only 'package' where no command tells.
need_met() {
    case $1 in
        *=*) command -v "${1%%=*}" >/dev/null ;;
        *) package_installed "$1" ;;
    esac
}

# Installs what is missing with apt, and leaves apt alone when nothing is.
ensure_packages() {
    local need missing=() as_root=()
    for need in "$@"; do
        need_met "$need" || missing+=("${need##*=}")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || stop_with "Missing: ${missing[*]}. There is no apt-get here; install them and start again."
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || stop_with "Missing: ${missing[*]}. Install them as root (apt-get install ${missing[*]}) and start again."
        as_root=(sudo)
    fi
    say "Installing with apt: ${missing[*]}"
    quietly "  reading the package lists" "${as_root[@]}" apt-get update -q
    quietly "  installing" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# What the server itself lives on: video through ffmpeg, model packs through npm, culture data for .NET, and the
# libraries that OpenCV's native part is linked against (GTK, though no window is ever opened).
runtime_needs() {
    printf '%s\n' ffmpeg=ffmpeg node=nodejs npm=npm ca-certificates libicu72 libstdc++6 \
        libgtk-3-0 libatomic1 libdrm2 libfreetype6 libharfbuzz0b
}

facematch() { "$ROOT/src/FaceMatch.Cli/bin/Release/net10.0/facematch" "$@"; }

# Proves a pack that is there already, in less than a second.
restore_models() { quietly "Checking the model pack $1" facematch models restore "$1"; }
