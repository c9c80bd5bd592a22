# shellcheck shell=bash
# Starts the server and waits until it is ready. Sourced, never run.

# "http://127.0.0.1:8080" -> "127.0.0.1 8080"; a wildcard is reached by loopback.
host_and_port() {
    local rest=${1#*://} host port
    rest=${rest%%/*}
    port=${rest##*:}
    host=${rest%:*}
    case $host in
        '*' | + | 0.0.0.0 | '[::]' | localhost) host=127.0.0.1 ;;
        *) host=${host#[} host=${host%]} ;;
    esac
    printf '%s %s\n' "$host" "$port"
}

listens() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

# Stops with a sentence when a port is taken, before anything is installed or built.
require_free() {
    local setting=$1 urls=$2 url host port
    for url in ${urls//;/ }; do
        read -r host port < <(host_and_port "$url")
        listens "$host" "$port" || continue
        stop_with "Something listens on $url already: another FaceMatch, perhaps. Stop it, or choose another address: $setting=http://127.0.0.1:$((port + 1)) ops/run"
    done
}

# The status code of a GET, without needing curl.
http_status() {
    local host=$1 port=$2 path=$3 line
    {
        printf 'GET %s HTTP/1.1\r\nHost: %s:%s\r\nConnection: close\r\n\r\n' "$path" "$host" "$port" >&3
        read -r -t 5 line <&3
    } 2>/dev/null 3<>"/dev/tcp/$host/$port" || return 1
    line=${line#* }
    printf '%s\n' "${line%% *}"
}

# Waits until the server answers that it is ready, or is gone.
wait_until_ready() {
    local pid=$1 urls=$2 host port
    read -r host port < <(host_and_port "${urls%%;*}")
    while kill -0 "$pid" 2>/dev/null; do
        [ "$(http_status "$host" "$port" /healthz/ready)" = 200 ] && return 0
        sleep 0.2
    done
    return 1
}
