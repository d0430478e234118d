"""Find what runs the search engines: a JDK of version 21 or newer, and Maven, which fetches them.

``python3 -m scripts.java`` shows the folder of the JDK, or says that there is none.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

OLDEST = 21
NO_JDK = f"no JDK {OLDEST} or newer in JAVA_HOME, on PATH or in the usual folders"
NO_MAVEN = "no mvn on PATH to fetch them with"

# Where distributions, macOS, Homebrew, SDKMAN! and editors put what they do not put on PATH.
FOLDERS = (
    "/usr/lib/jvm/*",
    "/usr/java/*",
    "/opt/java/*",
    "/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
    "/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
    "~/.sdkman/candidates/java/*",
    "~/.jdks/*",
)


def release(home: Path) -> int:
    """Return the release of a JDK: 21 for 21.0.4; 0 when the folder holds no compiler or does not say."""
    if not os.access(home / "bin" / "javac", os.X_OK):
        return 0
    try:
        said = (home / "release").read_text()
    except OSError:
        return 0
    found = re.search(r'^JAVA_VERSION="(\d+)', said, re.MULTILINE)
    return int(found[1]) if found else 0


def jdk() -> Path | None:
    """Return the folder of the JDK to use: JAVA_HOME, then PATH, then the usual folders."""
    named = os.environ.get("JAVA_HOME")
    on_path = shutil.which("javac")
    for home in (named and Path(named), on_path and Path(on_path).resolve().parents[1]):
        if home and release(home) >= OLDEST:
            return home
    # The engines were tried on releases of their own time: of several, the oldest that will do is the safest.
    found = [(release(home), home) for home in usual_places()]
    return min((each for each in found if each[0] >= OLDEST), default=(0, None))[1]


def usual_places() -> Iterator[Path]:
    """Yield the folders that may be a JDK, each once."""
    seen = set()
    for pattern in FOLDERS:
        expanded = os.path.expanduser(pattern)  # noqa: PTH111 (a pattern is no path)
        for place in sorted(Path("/").glob(expanded.lstrip("/"))):
            real = place.resolve()
            if real not in seen:
                seen.add(real)
                yield real


def maven() -> str | None:
    """Return the program of Maven."""
    return shutil.which("mvn")


def main() -> int:
    """Show the folder of the JDK."""
    home = jdk()
    if home is None:
        sys.stderr.write(f"The search engines of the tests need Java: {NO_JDK}.\n")
        return 1
    print(home)
    return 0


if __name__ == "__main__":
    sys.exit(main())
