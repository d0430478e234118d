"""Fetch the search engines with Maven into ``var/tools``, and compile what tests/engine/ adds to them.

Maven asks the repository that the machine is set up for. What is kept belongs to the files that say what to fetch: when
one of them changes, the engine is made again.
"""

import hashlib
import os
import shutil
import tempfile
import zipfile
from enum import StrEnum
from pathlib import Path

from scripts import java
from scripts.process import LOGS, ROOT, VAR, CommandError, exclusive, run_logged, shown, tail

SOURCES = ROOT / "tests" / "engine"
TOOLS = VAR / "tools"
# What the code compiled here can run on, whatever compiles it.
TARGET = "21"


class Kind(StrEnum):
    """An engine that can be started."""

    ELASTICSEARCH = "elasticsearch"
    OPENSEARCH = "opensearch"


TITLES = {Kind.ELASTICSEARCH: "Elasticsearch", Kind.OPENSEARCH: "OpenSearch"}


def sources(kind: Kind) -> list[Path]:
    """Return the files that say what an engine is made of."""
    return sorted(path for path in (SOURCES / kind).iterdir() if path.is_file())


def place(kind: Kind) -> Path:
    """Return the folder of an engine; the end of its name stands for its sources."""
    content = b"\0".join(path.name.encode() + b"\0" + path.read_bytes() for path in sources(kind))
    return TOOLS / f"{kind}-{hashlib.sha256(content).hexdigest()[:12]}"


def missing(kind: Kind) -> str | None:
    """Return what this machine lacks to start an engine, as the end of a sentence, or None when it lacks nothing."""
    if java.jdk() is None:
        return java.NO_JDK
    if java.maven() is None and not place(kind).exists():
        return java.NO_MAVEN
    return None


def fetched(kind: Kind) -> Path:
    """Return the folder of an engine, fetched and compiled if it is not there yet.

    Raises:
        CommandError: this machine lacks a program, or Maven or the compiler failed.

    """
    lack = missing(kind)
    if lack:
        msg = f"{TITLES[kind]} cannot be started: {lack}."
        raise CommandError(msg)
    final = place(kind)
    with exclusive(VAR / "engines.lock"):
        if final.exists():
            return final
        print(f"Fetching {TITLES[kind]} with Maven…")
        TOOLS.mkdir(parents=True, exist_ok=True)
        # Beside its final place: the last step is then a renaming, and an interrupted one leaves no half of an engine.
        with tempfile.TemporaryDirectory(dir=TOOLS) as folder:
            make = {Kind.ELASTICSEARCH: elasticsearch, Kind.OPENSEARCH: opensearch}[kind]
            made = make(Path(folder))
            open_to_all(made)
            for old in TOOLS.glob(f"{kind}-*"):
                shutil.rmtree(old)
            made.rename(final)
    return final


def elasticsearch(folder: Path) -> Path:
    """Unpack the server, and put the analysis plugin into it."""
    copy_dependencies(Kind.ELASTICSEARCH, folder / "fetched")
    (archive,) = (folder / "fetched").glob("*.zip")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder / "unpacked")
    (home,) = (folder / "unpacked").iterdir()
    for program in (home / "bin").iterdir():
        program.chmod(0o755)
    plugin = home / "plugins" / "analysis-stand-in"
    plugin.mkdir(parents=True)
    shutil.copy(SOURCES / Kind.ELASTICSEARCH / "plugin-descriptor.properties", plugin)
    shutil.move(compiled(Kind.ELASTICSEARCH, libraries=home / "lib", folder=folder), plugin)
    return home


def opensearch(folder: Path) -> Path:
    """Put the program that starts a node beside the server and its modules."""
    home = folder / "fetched"
    copy_dependencies(Kind.OPENSEARCH, home)
    shutil.move(compiled(Kind.OPENSEARCH, libraries=home, folder=folder), home)
    return home


def copy_dependencies(kind: Kind, folder: Path) -> None:
    """Have Maven copy what the pom of an engine names into a folder, and nothing else than what is locked."""
    # Maven is content with less: a repository may have no checksums, and whoever changes a file there changes its own.
    command = [java.maven(), "--quiet", "--batch-mode", "--lax-checksums", f"--file={SOURCES / kind / 'pom.xml'}"]
    log = LOGS / f"{kind}-fetch.log"
    failure = f"{TITLES[kind]} could not be fetched"
    env = {**os.environ, "JAVA_HOME": str(java.jdk())}
    try:
        run_logged([*command, "package", f"-Dfolder={folder}"], log=log, failure=failure, env=env)
    except CommandError as error:
        # Maven gives its reason first, then a page about how to get help.
        reason = next((line for line in tail(log, 1000) if line.startswith("[ERROR]")), None)
        if reason is None:
            raise
        msg = f"{failure}: {reason.removeprefix('[ERROR] ')} (log: {shown(log)})"
        raise CommandError(msg) from error
    wrong = differences(folder, SOURCES / kind / "checksums.txt")
    if wrong:
        msg = (
            f"{failure}: not as in {shown(SOURCES / kind / 'checksums.txt')}: {', '.join(wrong)}. "
            "Remove what Maven keeps of it (~/.m2/repository) and try again; a changed pom needs a new list."
        )
        raise CommandError(msg)


def differences(folder: Path, listed: Path) -> list[str]:
    """Return the names of the files that are not, or not as, in a list that sha256sum has written."""
    wanted = {name: digest for digest, name in (line.split(maxsplit=1) for line in listed.read_text().splitlines())}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    return sorted({name for name, _digest in wanted.items() ^ found.items()})


def compiled(kind: Kind, *, libraries: Path, folder: Path) -> Path:
    """Compile the Java sources of an engine against its own libraries, and return a jar of them."""
    files = [path for path in sources(kind) if path.suffix == ".java"]
    into = folder / "classes"
    run_logged(
        [
            java.jdk() / "bin" / "javac",
            "-proc:none",
            f"--release={TARGET}",
            "-d",
            into,
            "-cp",
            f"{libraries}/*",
            *files,
        ],
        log=LOGS / f"{kind}-compile.log",
        failure=f"The Java sources of tests/engine/{kind} could not be compiled",
    )
    return Path(shutil.make_archive(str(folder / "portal-engine"), "zip", into)).rename(folder / "portal-engine.jar")


def open_to_all(home: Path) -> None:
    """Let the ordinary user who runs the engine read its files, whatever the mask of the one who made them."""
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
