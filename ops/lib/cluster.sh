# shellcheck shell=bash
# Several servers on one machine over one PostgreSQL. Sourced, never run.

# Whoever was ended by itself is started again after this: also a server that was paused and found that it was taken for dead.
readonly RESTART_AFTER=2

declare -A node_of=()
nodes_asked_to_stop=no

# "http://127.0.0.1:8080" 2 -> "http://127.0.0.1:8082"
plus_port() {
    local url=${1%%;*}
    printf '%s:%s\n' "${url%:*}" "$((${url##*:} + $2))"
}

start_node() {
    local node=$1
    set -m
    FACEMATCH_URLS=$(plus_port "$FACEMATCH_URLS" "$node") \
        FACEMATCH_MANAGEMENT_URLS=$(plus_port "$FACEMATCH_MANAGEMENT_URLS" "$node") \
        FACEMATCH_SILO_PORT=$((FACEMATCH_SILO_PORT + node)) FACEMATCH_GATEWAY_PORT=$((FACEMATCH_GATEWAY_PORT + node)) \
        "$SERVER" &
    node_of[$!]=$node
    set +m
}

# One after the other, so that each hands what it has to those that are left.
# shellcheck disable=SC2317 # called by the trap
stop_nodes() {
    local pid
    nodes_asked_to_stop=yes
    for pid in $(printf '%s\n' "${!node_of[@]}" | sort -n); do
        kill -TERM "$pid" 2>/dev/null || continue
        while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    done
}

run_cluster() {
    local nodes=$1 node pid ended status=0 folder=${FACEMATCH_DATA%/}.postgres
    (umask 077 && mkdir -p "$FACEMATCH_DATA")
    start_postgres "$folder" "$FACEMATCH_POSTGRES_PORT" "$FACEMATCH_DATA/postgres-password"
    trap stop_nodes INT TERM HUP EXIT
    for ((node = 0; node < nodes && status == 0; node++)); do
        start_node "$node"
        wait_until_ready "$!" "$(plus_port "$FACEMATCH_MANAGEMENT_URLS" "$node")" || status=1
    done
    if [ "$nodes_asked_to_stop" = no ] && [ "$status" = 0 ]; then
        say ""
        say "FaceMatch runs on $nodes nodes.  Consoles: $FACEMATCH_URLS to $(plus_port "$FACEMATCH_URLS" $((nodes - 1)))   Data: $FACEMATCH_DATA"
        say "Stop them with Ctrl-C."
    fi
    while [ "$nodes_asked_to_stop" = no ] && [ "$status" = 0 ]; do
        wait -n -p ended "${!node_of[@]}" || true
        if [ -z "${ended:-}" ] || [ "$nodes_asked_to_stop" = yes ]; then continue; fi
        node=${node_of[$ended]}
        unset "node_of[$ended]"
        say "Node $node ended; it is started again."
        sleep "$RESTART_AFTER"
        start_node "$node"
    done
    stop_nodes
    trap - EXIT
    stop_postgres "$folder"
    return "$status"
}
