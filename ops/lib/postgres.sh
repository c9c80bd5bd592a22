# shellcheck shell=bash
# A PostgreSQL of our own, for a cluster on this machine. Sourced, never run.

postgres_bin() {
    local folder
    # Debian keeps the server's programs off the PATH, one folder a version; the newest comes last.
    for folder in /usr/lib/postgresql/*/bin; do [ -x "$folder/initdb" ] && POSTGRES_BIN=$folder; done
    [ -n "${POSTGRES_BIN:-}" ] || POSTGRES_BIN=$(dirname "$(command -v initdb)")
}

# PostgreSQL refuses to run as root; then it runs as the user that its package made.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# Beside the data directory and not in it, since that is closed to every other user.
start_postgres() {
    local folder=$1 port=$2 password_file=$3
    postgres_bin
    if [ ! -e "$folder/data/PG_VERSION" ]; then
        say "Making a PostgreSQL database in $folder"
        mkdir -p "$folder"
        chmod 700 "$folder"
        [ "$(id -u)" -ne 0 ] || chown postgres "$folder"
        (umask 077 && head -c 24 /dev/urandom | base64 | tr '+/' '-_' >"$password_file")
        as_postgres test -w "$folder" || stop_with "The user postgres cannot reach $folder. Choose another place: FACEMATCH_DATA=/var/lib/facematch ops/run --cluster"
        as_postgres sh -c "umask 077 && cat >'$folder/password'" <"$password_file"
        as_postgres "$POSTGRES_BIN/initdb" -D "$folder/data" -U facematch -E UTF8 --locale=C --auth=scram-sha-256 \
            --pwfile="$folder/password" >/dev/null
        as_postgres rm "$folder/password"
    fi
    # A process group of its own: the terminal's Ctrl-C must not end it before the servers.
    as_postgres setsid -w "$POSTGRES_BIN/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 \
        -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c max_connections=300" start >/dev/null ||
        stop_with "PostgreSQL did not start; $folder/log says why."
    local password
    password=$(<"$password_file")
    PGPASSWORD=$password "$POSTGRES_BIN/psql" -h 127.0.0.1 -p "$port" -U facematch -d postgres -Atq \
        -c "SELECT 1 FROM pg_database WHERE datname = 'facematch'" | grep -q 1 ||
        PGPASSWORD=$password "$POSTGRES_BIN/createdb" -h 127.0.0.1 -p "$port" -U facematch facematch
    export ConnectionStrings__FaceMatch="Host=127.0.0.1;Port=$port;Database=facematch;Username=facematch;Password=$password;Maximum Pool Size=60"
}

stop_postgres() { as_postgres "$POSTGRES_BIN/pg_ctl" -D "$1/data" -m fast -w stop >/dev/null; }
