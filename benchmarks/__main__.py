"""Run every benchmark of this folder, each in a process of its own so that peak memory is its own."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main():
    failed = []
    for path in sorted(FOLDER.glob("bench_*.py")):
        print(f"== {path.stem}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{path.stem}"], cwd=FOLDER.parent, check=False).returncode:
            failed.append(path.stem)
    if failed:
        print("over their limits: " + ", ".join(failed))
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
