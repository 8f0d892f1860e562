#!/bin/sh
# Makes sure that a PostgreSQL server is there for the tests of the records.
set -eu
command -v initdb >/dev/null 2>&1 && exit 0
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1; then
    sudo=""
    [ "$(id -u)" = 0 ] || sudo="sudo"
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq postgresql >/dev/null
    exit 0
fi
echo "记录库的测试需要 PostgreSQL：请安装 postgresql 后重试。" >&2
exit 1
