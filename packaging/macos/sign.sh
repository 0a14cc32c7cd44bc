#!/bin/sh
# Signs, notarises and packs the .app that pyinstaller made; on a Mac, with Xcode's command line tools.
#
#   VOP_DESKTOP_SIGN_AS="Developer ID Application: NAME (TEAM)" VOP_DESKTOP_NOTARY=PROFILE \
#       packaging/macos/sign.sh build/dist "build/release"
#
# PROFILE is what `xcrun notarytool store-credentials PROFILE` was told once; no secret is kept here.
set -eu
app="$1/VoP Desktop.app"
output="$2"
here=$(dirname "$0")
version=$(/usr/libexec/PlistBuddy -c "Print CFBundleShortVersionString" "$app/Contents/Info.plist")
image="$output/VoP_Desktop-$version-$(uname -m).dmg"

# From the inside out: every library first, then the programs, then the whole.
find "$app/Contents" -type f \( -name "*.so" -o -name "*.dylib" \) -print0 |
    xargs -0 codesign --force --timestamp --options runtime --sign "$VOP_DESKTOP_SIGN_AS"
for program in vop vop-desktop; do
    codesign --force --timestamp --options runtime --entitlements "$here/entitlements.plist" \
        --sign "$VOP_DESKTOP_SIGN_AS" "$app/Contents/MacOS/$program"
done
codesign --force --timestamp --options runtime --entitlements "$here/entitlements.plist" \
    --sign "$VOP_DESKTOP_SIGN_AS" "$app"
codesign --verify --deep --strict --verbose=2 "$app"

mkdir -p "$output"
hdiutil create -volname "VoP Desktop" -srcfolder "$app" -ov -format UDZO "$image"
codesign --force --timestamp --sign "$VOP_DESKTOP_SIGN_AS" "$image"
xcrun notarytool submit "$image" --keychain-profile "$VOP_DESKTOP_NOTARY" --wait
xcrun stapler staple "$image"
spctl --assess --type open --context context:primary-signature --verbose "$image"
