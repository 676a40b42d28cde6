#!/bin/sh
# Re-creates the vendored files from npm, and proves they are the ones named in vendor.lock.
#
#   ./update.sh           fetch each package, compare its integrity, write its files, compare their sha256
#   ./update.sh --check   no network: the files on disk are exactly those of vendor.lock, byte for byte
#   ./update.sh --lock    fetch, then write integrity and sha256 into vendor.lock (after a change of version)
#
# Needs: npm (unless --check), openssl, sha256sum. Runs no package script. The only change made to a file
# is the removal of its sourceMappingURL comment, which would ask the server for a file we do not ship.
set -eu
cd "$(dirname "$0")"
mode=${1:-}
case $mode in '' | --check | --lock) ;; *) sed -n '2,6p' "$0"; exit 2 ;; esac

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

say() { printf '%s\n' "$*"; }
fail() { printf 'vendor: %s\n' "$*" >&2; exit 1; }
field() { sed -n "s/^$1 = \"\(.*\)\"\$/\1/p" "$2"; }

# One small file a package: scratch/1, scratch/2, ...
awk -v d="$scratch" '/^\[\[package\]\]/ { n++ } n { print > (d "/" n) }' vendor.lock
: >"$scratch/listed"
cp vendor.lock "$scratch/new.lock"

number=1
while [ -f "$scratch/$number" ]; do
  package=$scratch/$number
  number=$((number + 1))
  name=$(field name "$package")
  version=$(field version "$package")
  folder=$(field folder "$package")
  [ "${folder%-"$version"}" != "$folder" ] || fail "$name: the folder $folder does not end with $version"

  if [ "$mode" != --check ]; then
    mkdir "$package.d"
    (cd "$package.d" && npm pack --silent --ignore-scripts "$name@$version" >/dev/null)
    found=sha512-$(openssl dgst -sha512 -binary "$package.d"/*.tgz | openssl base64 -A)
    known=$(field integrity "$package")
    if [ "$mode" = --lock ]; then
      awk -v n="$name" -v v="$found" '
        /^name = / { here = ($0 == "name = \"" n "\"") }
        here && /^integrity = / { $0 = "integrity = \"" v "\"" } { print }' "$scratch/new.lock" >"$scratch/next"
      mv "$scratch/next" "$scratch/new.lock"
    elif [ "$found" != "$known" ]; then
      fail "$name $version: npm gives $found, vendor.lock says $known"
    fi
    tar -xzf "$package.d"/*.tgz -C "$package.d"
    rm -rf "./$folder" && mkdir "$folder"
  fi

  sed -n 's/^ *{ from = "\([^"]*\)", sha256 = "\([^"]*\)" },$/\1 \2/p' "$package" >"$package.files"
  while read -r from known; do
    to=$folder/$(basename "$from")
    say "./$to" >>"$scratch/listed"
    if [ "$mode" != --check ]; then
      case $from in
        *.css | *.js) sed -e 's|/\*# sourceMappingURL=[^*]*\*/||' -e 's|^//# sourceMappingURL=.*$||' "$package.d/package/$from" >"$to" ;;
        *) cp "$package.d/package/$from" "$to" ;;
      esac
      chmod 644 "$to"
    fi
    [ -f "$to" ] || fail "$to is missing"
    found=$(sha256sum "$to" | cut -d' ' -f1)
    if [ "$mode" = --lock ]; then
      awk -v n="$name" -v f="$from" -v v="$found" '
        /^name = / { here = ($0 == "name = \"" n "\"") }
        here && index($0, "from = \"" f "\"") { sub(/sha256 = "[^"]*"/, "sha256 = \"" v "\"") } { print }' \
        "$scratch/new.lock" >"$scratch/next"
      mv "$scratch/next" "$scratch/new.lock"
    elif [ "$found" != "$known" ]; then
      fail "$to: sha256 $found, vendor.lock says $known"
    fi
  done <"$package.files"
  say "$name $version: $(wc -l <"$package.files") files"
done
[ "$number" -gt 1 ] || fail "vendor.lock names no package"

find . -mindepth 2 -type f | sort >"$scratch/present"
sort "$scratch/listed" | diff - "$scratch/present" >&2 || fail "files here and in vendor.lock differ (see above)"
[ "$mode" != --lock ] || cp "$scratch/new.lock" vendor.lock
