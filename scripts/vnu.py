"""The Nu HTML checker, fetched once by npm into ``var/tools``: ``python3 -m scripts vnu FILES`` checks HTML files.

npm asks the registry that the machine is set up for; what comes is kept only if it is, byte for byte, the release that
was reviewed. It runs on any Java of version 17 or newer.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scripts.process import LOGS, VAR, CommandError, exclusive, run_logged

PACKAGE = "vnu-jar"
VERSION = "26.9.27"
# Of the package as npm publishes it (npm view vnu-jar dist.integrity).
SHA512 = "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="
MEMBER = "package/build/dist/vnu.jar"
JAR = VAR / "tools" / f"vnu-{VERSION}.jar"

OLDEST_JAVA = 17
NO_JAVA = f"SKIPPED: HTML validation (no Java {OLDEST_JAVA} or newer found on PATH)"
NO_NPM = "SKIPPED: HTML validation (no npm found on PATH to fetch the checker with)"


def missing() -> str | None:
    """Return the sentence that tells what this machine lacks to validate, or None when it lacks nothing."""
    if java_release() < OLDEST_JAVA:
        return NO_JAVA
    if not JAR.exists() and not shutil.which("npm"):
        return NO_NPM
    return None


def java_release() -> int:
    """Return the release of the Java on PATH: 17 for 17.0.15; 0 without one."""
    program = shutil.which("java")
    if program is None:
        return 0
    # macOS has a `java` that only says that there is none: its status tells.
    asked = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', asked.stderr + asked.stdout)
    return int(found[1]) if asked.returncode == 0 and found else 0


def fetched() -> Path:
    """Return the checker, fetched if it is not there yet.

    Raises:
        CommandError: npm failed, or what it brought is not the release that was reviewed.

    """
    with exclusive(VAR / "tools.lock"):
        if JAR.exists():
            return JAR
        JAR.parent.mkdir(parents=True, exist_ok=True)
        # Beside its final place: the last step is then a renaming, and an interrupted one leaves no half of a file.
        with tempfile.TemporaryDirectory(dir=JAR.parent) as folder:
            run_logged(
                ["npm", "pack", f"{PACKAGE}@{VERSION}", "--ignore-scripts", f"--pack-destination={folder}"],
                log=LOGS / "vnu.log",
                failure="The HTML checker could not be fetched",
                cwd=Path(folder),
            )
            package = Path(folder) / f"{PACKAGE}-{VERSION}.tgz"
            verify(package)
            content = Path(folder) / JAR.name
            with tarfile.open(package) as archive:
                content.write_bytes(archive.extractfile(MEMBER).read())
            content.replace(JAR)
    return JAR


def verify(package: Path) -> None:
    """Raise a CommandError if a package is not the one that was reviewed."""
    digest = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
    if digest != SHA512:
        msg = f"{PACKAGE} {VERSION} is not the package that was reviewed: its sha512 is {digest}."
        raise CommandError(msg)


def errors(files: Iterable[Path]) -> list[dict[str, Any]]:
    """Return the errors of HTML files, checked in one start of Java, each with `url`, `lastLine` and `message`.

    Raises:
        CommandError: the checker itself failed.

    """
    command = ["java", "-jar", str(fetched()), "--errors-only", "--format", "json", *map(str, files)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    try:
        # The report goes to the standard error; its status is 1 when there are errors.
        report: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    except (ValueError, KeyError) as error:
        msg = f"The HTML checker failed (status {done.returncode}): {done.stderr[-400:] or 'it said nothing'}"
        raise CommandError(msg) from error
    return report


def main(arguments: list[str]) -> int:
    """Check the files that are named; print their errors."""
    lack = missing()
    if lack:
        raise CommandError(lack.removeprefix("SKIPPED: "))
    found = errors(map(Path, arguments))
    for error in found:
        print(f"{error['url']}:{error.get('lastLine', 0)}: {error['message']}")
    return 1 if found else 0
