#!/bin/sh
# Check the bundle's signature, have Apple notarise it, and put it into a disk image.
# Without MACOS_SIGNING_IDENTITY the image is made unsigned, and its name says so.
set -eu
bundle="dist/Scaling Terminal.app"
version="$(defaults read "$PWD/$bundle/Contents/Info.plist" CFBundleShortVersionString)"
name="scaling-terminal-$version-macos-$ARCHITECTURE"
contents="$(mktemp -d)"
image() {  # the program, and where to drag it
    ditto "$bundle" "$contents/Scaling Terminal.app"
    ln -s /Applications "$contents/Applications"
    hdiutil create -volname "Scaling Terminal" -srcfolder "$contents" -format UDZO "$1"
}
if [ -z "${MACOS_SIGNING_IDENTITY:-}" ]; then
    image "dist/$name-unsigned.dmg"
    exit 0
fi
codesign --verify --deep --strict --verbose=2 "$bundle"
image "dist/$name.dmg"
codesign --sign "$MACOS_SIGNING_IDENTITY" --timestamp "dist/$name.dmg"
key="${RUNNER_TEMP:-$TMPDIR}/notary.p8"
trap 'rm -f "$key"' EXIT
printf '%s' "$NOTARY_KEY" > "$key"
xcrun notarytool submit "dist/$name.dmg" --key "$key" --key-id "$NOTARY_KEY_ID" --issuer "$NOTARY_ISSUER" --wait
xcrun stapler staple "dist/$name.dmg"
spctl --assess --type open --context context:primary-signature --verbose "dist/$name.dmg"
