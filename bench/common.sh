# What the benchmarks have in common; sourced by them, in bash, under set -eu.
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
JAVA_HOME=$("$home/sluice" jdk-home); export JAVA_HOME

# build [MAVEN OPTIONS]: everything, or what the options name
build() { (cd "$home" && mvn -B -q -ntp -DskipTests "$@" package); }

# train PLANE...: as later starts have it, and no training run beside what is measured
train() {
  if [ "${SLUICE_AOT:-auto}" = off ]; then return; fi
  for plane in "$@"; do "$home/sluice" train "$plane" >&2; done
}

# run [JVM OPTIONS] CLASS [ARGUMENTS]: a class of this module instead of this shell
run() { exec "$JAVA_HOME/bin/java" -cp "$home/bench/target/classes:$(cat "$home/bench/target/classpath")" "$@"; }
