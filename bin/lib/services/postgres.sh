# PostgreSQL: an own cluster in var/services/postgres/data. Sourced by bin/services.

postgres_data() { echo "$services/postgres/data"; }

postgres_address() { echo "127.0.0.1:$(recall POSTGRES_PORT)"; }

# postgres_pid: prints the server's process while it lives.
postgres_pid() {
    pid=$(as_service head -n 1 "$(postgres_data)/postmaster.pid" 2>/dev/null) || :
    if is_ours "$pid" "$(postgres_data)"; then echo "$pid"; fi
}

postgres_env() {
    echo "export DATABASE_URL=postgres://glokal:$(recall POSTGRES_PASSWORD)@$(postgres_address)/glokal"
}

postgres_start() {
    as_service mkdir -p "$services/postgres"
    if [ -z "$(postgres_pid)" ]; then
        postgres_find_programs || { need_packages postgres postgresql; postgres_find_programs; }
        [ -n "$(recall POSTGRES_READY)" ] || postgres_create
        choose_port POSTGRES_PORT
        postgres_clear_pid
        run_step postgres "starting" 60 as_service "$pg_bin/pg_ctl" start -w -t 55 -D "$(postgres_data)" \
            -l "$services/postgres/server.log" -o "-p $(recall POSTGRES_PORT)"
    fi
    [ -n "$(recall POSTGRES_READY)" ] || postgres_create_database
    report_status postgres
}

# A killed server leaves its process number behind; PostgreSQL would not start if a stranger had that number by now.
postgres_clear_pid() {
    pid=$(as_service head -n 1 "$(postgres_data)/postmaster.pid" 2>/dev/null) || return 0
    [ ! -d "/proc/$pid" ] || as_service rm "$(postgres_data)/postmaster.pid"
}

# postgres_find_programs: sets $pg_bin; an existing cluster needs the version that made it. Debian keeps the server's
# programs off the PATH.
postgres_find_programs() {
    for version in $(as_service cat "$(postgres_data)/PG_VERSION" 2>/dev/null || echo 15 16 17 18); do
        pg_bin=/usr/lib/postgresql/$version/bin
        [ ! -x "$pg_bin/initdb" ] || return 0
    done
    return 1
}

# Superuser `postgres` and the role `glokal` share a random password, because other people may use this machine too.
postgres_create() {
    as_service rm -rf "$(postgres_data)" # half-made by an interrupted start
    remember POSTGRES_PASSWORD "$(ask_python 'import secrets; print(secrets.token_hex(16))')"
    recall POSTGRES_PASSWORD | as_service tee "$services/postgres/password" >/dev/null
    run_step postgres "creating the cluster" 120 as_service "$pg_bin/initdb" -D "$(postgres_data)" --username=postgres \
        --pwfile="$services/postgres/password" --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
    as_service rm "$services/postgres/password"
    as_service tee -a "$(postgres_data)/postgresql.conf" >/dev/null <<'CONFIGURATION'

# For tests only: quick, and lost when the machine crashes.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
shared_buffers = 256MB
timezone = 'UTC'
CONFIGURATION
}

# The role is no superuser, as in production; it may create databases, because the test suite makes its own.
postgres_create_database() {
    postgres_find_programs
    password=$(recall POSTGRES_PASSWORD)
    PGPASSWORD=$password "$pg_bin/psql" -X -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$(recall POSTGRES_PORT)" -U postgres <<SQL
SET client_min_messages = warning;
DROP DATABASE IF EXISTS glokal;
DROP ROLE IF EXISTS glokal;
CREATE ROLE glokal LOGIN CREATEDB PASSWORD '$password';
CREATE DATABASE glokal OWNER glokal;
SQL
    remember POSTGRES_READY yes
}

postgres_stop() {
    if [ -n "$(postgres_pid)" ]; then
        kill -INT "$(postgres_pid)" # "fast": open connections are closed
        ends_within 60 postgres || fail_with_logs postgres "does not end"
    fi
    report postgres "stopped"
}
