#!/bin/sh
# Rebuilds portal/static/vendor from the exact versions in package-lock.json. The result is committed, so
# that neither running nor testing the portal needs Node. Usage: cd assets && sh build.sh
set -eu
cd "$(dirname "$0")"
vendor=../portal/static/vendor

npm ci --ignore-scripts --no-audit --no-fund
# Only addresses of sponsorship pages; they say nothing about the files and would read as outside hosts.
node strip-funding.mjs package-lock.json

rm -rf "$vendor"
mkdir -p "$vendor/govuk-frontend" "$vendor/htmx" "$vendor/accessible-autocomplete" "$vendor/fonts"

npx sass --no-source-map --style=compressed --load-path=node_modules \
  sass/govuk.scss "$vendor/govuk-frontend/govuk-frontend.min.css"
# The source-map line would make browsers ask for a file that is not shipped.
grep -v '^//# sourceMappingURL' node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js \
  > "$vendor/govuk-frontend/govuk-frontend.min.js"
cp licences/govuk-frontend.txt "$vendor/govuk-frontend/LICENCE.txt"

grep -v '^//# sourceMappingURL' node_modules/htmx.org/dist/htmx.min.js > "$vendor/htmx/htmx.min.js"
cp node_modules/htmx.org/LICENSE "$vendor/htmx/LICENCE.txt"

for kind in js css; do
  grep -v 'sourceMappingURL' "node_modules/accessible-autocomplete/dist/accessible-autocomplete.min.$kind" \
    > "$vendor/accessible-autocomplete/accessible-autocomplete.min.$kind"
done
cp node_modules/accessible-autocomplete/LICENSE.txt "$vendor/accessible-autocomplete/LICENCE.txt"

# latin AND latin-ext in every weight: the Welsh circumflexes are in latin-ext.
for subset in latin latin-ext; do
  for face in 400-normal 400-italic 600-normal; do
    cp "node_modules/@fontsource/source-sans-3/files/source-sans-3-$subset-$face.woff2" "$vendor/fonts/"
  done
  cp "node_modules/@fontsource/source-serif-4/files/source-serif-4-$subset-600-normal.woff2" "$vendor/fonts/"
done
# Paper is set with the same fonts unpacked: its renderer would unpack them in Python for every document.
for font in "$vendor"/fonts/*.woff2; do
  ../.venv/bin/fonttools ttLib.woff2 decompress -o "${font%.woff2}.ttf" "$font"
done
# The packages put "Google Inc." where the fonts themselves name Adobe; the licence asks for the owner's notice.
notice='(http://www.adobe.com/), with Reserved Font Name "Source"'
sed "1s|.*|Copyright 2023 Adobe $notice|" node_modules/@fontsource/source-sans-3/LICENSE \
  > "$vendor/fonts/LICENCE-source-sans-3.txt"
sed "1s|.*|Copyright 2014-2021 Adobe Systems Incorporated $notice|" node_modules/@fontsource/source-serif-4/LICENSE \
  > "$vendor/fonts/LICENCE-source-serif-4.txt"
cp fonts.css "$vendor/fonts/fonts.css"

(cd "$vendor" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | sed 's|^\./||' | xargs sha256sum > SHA256SUMS)
