#!/bin/sh
# Makes sure that a Chromium and a Chinese font are there for the page tests.
set -eu
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if command -v apt-get >/dev/null 2>&1; then
    sudo=""
    [ "$(id -u)" = 0 ] || sudo="sudo"
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq chromium fonts-noto-cjk >/dev/null
    exit 0
fi
echo "页面测试需要 Chromium：请安装 chromium 或 google-chrome 后重试。" >&2
exit 1
