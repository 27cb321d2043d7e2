#!/usr/bin/env bash
# Everything that must hold before a change lands: packages of the system, restore, build, format, every test.
#   ./test.sh            all of that, with a few trials of each fault
#   ./test.sh --faults   the fault suite alone, with many trials (docs/faults.md); two to three hours on two cores
#   ./test.sh --soak     the fault suite's soak alone: half an hour under load
set -euo pipefail
cd "$(dirname "$0")"

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

missing=()
command -v chromium >/dev/null || missing+=(chromium)
[ -n "$(fc-list 2>/dev/null | head -n 1)" ] || missing+=(fontconfig fonts-liberation)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing+=(nginx-light)
ls /usr/lib/*/faketime/libfaketimeMT.so.1 >/dev/null 2>&1 || missing+=(faketime)
if [ ${#missing[@]} -gt 0 ]; then
  echo "Installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Nothing here runs long enough to gain from code that is instrumented first: a third less work for the processor.
export DOTNET_TieredPGO=0
dotnet restore BlazorTasks.sln
dotnet build BlazorTasks.sln --no-restore

if [ "${1:-}" = --faults ] || [ "${1:-}" = --soak ]; then
  BLAZORTASKS_FAULT_REPORT=$(mktemp)
  export BLAZORTASKS_FAULT_REPORT BLAZORTASKS_FAULT_TRIALS="${1#--}"
  which="FullyQualifiedName~Tests.Faults.|FullyQualifiedName~RaceTests|FullyQualifiedName~EveryPageTests"
  which+="|FullyQualifiedName~TwoPeopleJourney|FullyQualifiedName~PlantedSecretsJourney"
  which+="|FullyQualifiedName~Tests.Packages|FullyQualifiedName~Tests.Deploy"
  [ "$1" = --soak ] && which="FullyQualifiedName~Tests.Faults.F42"
  result=0
  dotnet test BlazorTasks.Tests --no-build --filter "$which" --logger "console;verbosity=normal" \
    -- xunit.parallelizeTestCollections=false "${@:2}" || result=$?
  printf '\nFaults (docs/faults.md):\n'
  cat "$BLAZORTASKS_FAULT_REPORT"
  awk -F'[:,}]' '
    {
      for (i = 1; i < NF; i++) {
        if ($i ~ /"trials"/) trials += $(i+1)
        if ($i ~ /"lost"/) lost += $(i+1)
        if ($i ~ /"duplicated"/) duplicated += $(i+1)
        if ($i ~ /"violations"/) violations += $(i+1)
      }
    }
    END {
      printf "%d lines, %d trials: %d lost, %d duplicated, %d violations\n", NR, trials, lost, duplicated, violations
    }' "$BLAZORTASKS_FAULT_REPORT"
  exit $result
fi

# The build enforces code style (EnforceCodeStyleInBuild), and ImportOrderTests the order of imports; the rest is white space.
dotnet format whitespace BlazorTasks.sln --no-restore --verify-no-changes
# A test that hangs ends the run and is named, instead of holding it for ever.
dotnet test BlazorTasks.sln --no-build --blame-hang-timeout 5m --blame-hang-dump-type none --logger "console;verbosity=minimal" "$@"
