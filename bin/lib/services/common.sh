# What both services share: the folder and its owner, remembered settings, progress, identity of processes.
# Sourced by bin/services, which sets $root.

var=${VAR:-$root/var}
service_user=${SERVICES_USER:-glokal-dev}
job=

fail() {
    echo "bin/services: $1" >&2
    exit 1
}

is_root() { [ "$(id -u)" -eq 0 ]; }

# PostgreSQL and Elasticsearch both refuse to run as root.
as_service() {
    if is_root; then
        setpriv --reuid "$service_user" --regid "$service_user" --clear-groups env HOME="$services" "$@"
    else
        "$@"
    fi
}

# find_folder: sets $services, false when nothing was ever started. A link is followed: see prepare_folder.
find_folder() {
    services=$(CDPATH='' cd -- "$var/services" 2>/dev/null && pwd -P) || return 1
    state=$services/state
    [ -r "$state" ] || [ ! -e "$state" ] || fail "$state belongs to another user; start and use the services as one user."
    cd "$services" || return
}

# prepare_folder: as find_folder, but creates the folder and its owner, and lets one `start` run at a time.
prepare_folder() {
    [ -e "$var/services" ] || rm -f "$var/services" # a link whose target is gone
    mkdir -p "$var/services"
    if is_root && ! id "$service_user" >/dev/null 2>&1; then
        useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$service_user"
    fi
    find_folder || fail "$var/services cannot be entered by $(id -un); use another VAR."
    if is_root; then
        chown "$service_user:" "$services"
        as_service test -w "$services" || move_folder
    fi
    [ -w "$services" ] || fail "$services is not writable for $(id -un); remove it or use another VAR."
    exec 9>"$services/lock"
    flock -w 900 9 || fail "another 'bin/services start' still runs after 15 minutes."
    umask 077
    touch "$state"
}

# A clone may lie where only root gets in (a home, `mktemp -d`): the data then lives outside, linked from var/.
move_folder() {
    outside=/var/lib/glokal-services/$(printf %s "$services" | cksum | cut -d ' ' -f 1)
    cd / # the folder we stand in goes away
    rmdir "$var/services" 2>/dev/null || fail "$services cannot be reached by the user $service_user; use another VAR."
    install -d -m 755 /var/lib/glokal-services
    install -d -m 755 -o "$service_user" "$outside"
    ln -s "$outside" "$var/services"
    find_folder
}

# ask_python CODE ARGUMENT…: Python is on every developer's machine, curl and netcat are not.
ask_python() { python3 -c "$@"; }

# free_port REMEMBERED: prints that port, or another one when there is none or a stranger listens there by now.
free_port() {
    ask_python '
import random, socket, sys

def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # closed connections of the last run do not count
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

# Below the ports that the kernel hands out for outgoing connections, so that a remembered one stays free.
candidates = [int(port) for port in sys.argv[1:] if port] + random.sample(range(20000, 30000), 100)
print(next(port for port in candidates if is_free(port)))' "$1"
}

recall() { sed -n "s/^$1=//p" "$state" 2>/dev/null; }

remember() {
    { grep -v "^$1=" "$state" || :; echo "$1=$2"; } >"$state.new"
    mv "$state.new" "$state"
}

choose_port() { remember "$1" "$(free_port "$(recall "$1")")"; }

# is_ours PID ARGUMENT: the process lives and was started with that argument (the number alone may have been reused).
is_ours() { [ -n "$1" ] && tr '\0' '\n' <"/proc/$1/cmdline" 2>/dev/null | grep -qxF -e "$2"; }

# ends_within SECONDS SERVICE: waits for the service's process to be gone.
ends_within() {
    for _ in $(seq "$1"); do
        [ -n "$("$2_pid")" ] || return 0
        sleep 1
    done
    return 1
}

report() { printf '%-14s %s\n' "$1" "$2"; }

report_status() {
    pid=$("$1_pid")
    if [ -n "$pid" ]; then
        report "$1" "running on $("$1_address") (process $pid)"
    else
        report "$1" "stopped"
        return 1
    fi
}

# run_step SERVICE TEXT SECONDS COMMAND…: shows the seconds that pass; what the command says goes to setup.log, whose end is
# shown when the command fails or takes longer than allowed.
run_step() {
    name=$1 text=$2 limit=$3
    shift 3
    began=$(date +%s) elapsed=0 shown=0
    setup_log=$services/$name/setup.log
    printf '\n%s: %s\n' "$(date '+%F %T')" "$text" >>"$setup_log"
    [ -t 1 ] || report "$name" "$text …"
    "$@" </dev/null >>"$setup_log" 2>&1 9>&- &
    job=$!
    trap 'kill "$job" 2>/dev/null; exit 130' INT TERM
    while kill -0 "$job" 2>/dev/null; do
        [ "$elapsed" -lt "$limit" ] || { kill "$job" 2>/dev/null; fail_with_logs "$name" "$text: not done after $limit s"; }
        if [ -t 1 ]; then
            printf '\r%-14s %s … %s s' "$name" "$text" "$elapsed"
        elif [ $((elapsed - shown)) -ge 20 ]; then
            shown=$elapsed
            report "$name" "$text … $elapsed s"
        fi
        sleep 0.5
        elapsed=$(($(date +%s) - began))
    done
    [ ! -t 1 ] || printf '\r%-14s %s … %s s\n' "$name" "$text" "$elapsed"
    wait "$job" || fail_with_logs "$name" "$text: failed"
    trap - INT TERM
}

fail_with_logs() {
    for log in "$services/$1"/*.log; do
        printf '\n--- the end of %s\n' "$log" >&2
        tail -n 25 "$log" >&2
    done
    fail "$1: $2"
}

# need_packages SERVICE PACKAGE…: installs them as root on Debian and its kin, and names them to everybody else.
need_packages() {
    name=$1
    shift
    if ! is_root || ! command -v apt-get >/dev/null; then fail "$name needs these packages: sudo apt-get install $*"; fi
    run_step "$name" "installing $*" 600 install_packages "$@"
}

install_packages() {
    umask 022 # files that packages make are for everybody
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -q --no-install-recommends "$@" && return
    apt-get update -q
    apt-get install -y -q --no-install-recommends "$@"
}
