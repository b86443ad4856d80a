#!/bin/sh
# Put the signing certificate into a keychain of its own, for the time of this build.
set -eu
keychain="${RUNNER_TEMP:-$TMPDIR}/release.keychain-db"
certificate="${RUNNER_TEMP:-$TMPDIR}/certificate.p12"
password="$(uuidgen)"
trap 'rm -f "$certificate"' EXIT
printf '%s' "$CERTIFICATE" | base64 --decode > "$certificate"
security create-keychain -p "$password" "$keychain"
security set-keychain-settings -lut 3600 "$keychain"
security unlock-keychain -p "$password" "$keychain"
security import "$certificate" -P "$CERTIFICATE_PASSWORD" -k "$keychain" -T /usr/bin/codesign
security set-key-partition-list -S apple-tool:,apple: -k "$password" "$keychain" > /dev/null
security list-keychains -d user -s "$keychain" login.keychain-db
