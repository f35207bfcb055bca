#!/usr/bin/env bash
# What Debian or Ubuntu must have for `make run` (first argument "run"), `make test` ("test") or `make proof` ("proof").
# Installs what is missing where it may; where it may not, says the one command that will. Never asks a question.
set -u

wanted=()
python3 -c 'import ensurepip, venv' 2>/dev/null || wanted+=(python3-venv)
ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0 || wanted+=(libpango-1.0-0 libpangoft2-1.0-0)
ldconfig -p 2>/dev/null | grep -q libharfbuzz-subset || wanted+=(libharfbuzz-subset0)
fc-list 2>/dev/null | grep -qi dejavu || wanted+=(fonts-dejavu-core)
if [ "${1:-run}" = test ]; then
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || wanted+=(chromium)
  # One library that the tests compare with comes as source.
  command -v cc >/dev/null || wanted+=(gcc)
  python3 -c 'import os, sysconfig; os.stat(sysconfig.get_path("include") + "/Python.h")' 2>/dev/null || wanted+=(python3-dev)
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || wanted+=(postgresql)
  # The gate before an nginx, and its throughput.
  [ -x /usr/sbin/nginx ] || command -v nginx >/dev/null || wanted+=(nginx)
  [ -e /usr/lib/nginx/modules/ngx_http_js_module.so ] || wanted+=(libnginx-mod-http-js)
  command -v wrk >/dev/null || wanted+=(wrk)
fi
if [ "${1:-run}" = proof ]; then
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || wanted+=(chromium)
  command -v git >/dev/null || wanted+=(git)
fi
if [ "${1:-run}" != run ]; then
  command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || wanted+=(nginx)
  ls /usr/lib/nginx/modules/ngx_http_js_module.so >/dev/null 2>&1 || wanted+=(libnginx-mod-http-js)
  # A real application in PHP. php-fpm stands first, for dokuwiki otherwise brings a web server of its own.
  ls /usr/sbin/php-fpm* >/dev/null 2>&1 || wanted+=(php-fpm)
  [ -e /usr/share/dokuwiki/doku.php ] || wanted+=(dokuwiki)
fi
[ ${#wanted[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "This is not Debian or Ubuntu. Please install the equivalents of: ${wanted[*]}" >&2
  exit 0
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if sudo -n true 2>/dev/null; then as_root=(sudo -n); else
    echo "Some system packages are missing. Please run: sudo apt-get install ${wanted[*]}" >&2
    exit 0
  fi
fi
echo "Installing ${wanted[*]} ..."
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null

# The tests start an nginx of their own: what came with a service on port 80 is not left running.
if [[ " ${wanted[*]} " == *" nginx "* ]]; then
  "${as_root[@]}" systemctl disable --now nginx >/dev/null 2>&1 || "${as_root[@]}" service nginx stop >/dev/null 2>&1 || true
fi
