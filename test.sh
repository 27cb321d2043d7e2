#!/usr/bin/env bash
# Everything that must hold before a change lands: packages of the system, restore, build, format, every test.
set -euo pipefail
cd "$(dirname "$0")"

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

missing=()
command -v chromium >/dev/null || missing+=(chromium)
[ -n "$(fc-list 2>/dev/null | head -n 1)" ] || missing+=(fontconfig fonts-liberation)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
if [ ${#missing[@]} -gt 0 ]; then
  echo "Installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet restore BlazorTasks.sln
dotnet build BlazorTasks.sln --no-restore
dotnet format BlazorTasks.sln --no-restore --verify-no-changes
dotnet test BlazorTasks.sln --no-build --logger "console;verbosity=minimal" "$@"
