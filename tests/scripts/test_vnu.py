"""Fetching the HTML checker; what it finds is the matter of tests/functional/test_markup.py."""

import pytest

from scripts import vnu
from scripts.process import CommandError


def put_java(folder, *, says, status=0):
    program = folder / "java"
    program.write_text(f"#!/bin/sh\necho '{says}' >&2\nexit {status}\n")
    program.chmod(0o755)


@pytest.fixture
def path(tmp_path, monkeypatch):
    """The only folder of PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_another_package_is_refused(tmp_path):
    package = tmp_path / "package.tgz"
    package.write_bytes(b"something else")
    with pytest.raises(CommandError, match="is not the package that was reviewed"):
        vnu.verify(package)


@pytest.mark.parametrize(
    ("says", "status", "release"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 0, 17),
        ('java version "1.8.0_392"', 0, 1),
        ('openjdk version "25" 2025-09-16', 0, 25),
        ("Unable to locate a Java Runtime.", 1, 0),
    ],
)
def test_the_release_of_java(path, says, status, release):
    put_java(path, says=says, status=status)
    assert vnu.java_release() == release


def test_no_java(path):
    assert (vnu.java_release(), vnu.missing()) == (0, vnu.NO_JAVA)


def test_no_npm_matters_only_while_the_checker_is_not_there(path, monkeypatch):
    put_java(path, says='openjdk version "21.0.1"')
    monkeypatch.setattr(vnu, "JAR", path / "vnu.jar")
    assert vnu.missing() == vnu.NO_NPM
    (path / "vnu.jar").write_bytes(b"")
    assert vnu.missing() is None


def test_a_package_that_cannot_be_fetched_is_told(path, monkeypatch, tmp_path):
    npm = path / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error code E404' >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setattr(vnu, "VAR", tmp_path)
    monkeypatch.setattr(vnu, "JAR", tmp_path / "tools" / "vnu.jar")
    with pytest.raises(CommandError, match="could not be fetched: npm error code E404"):
        vnu.fetched()
    assert list((tmp_path / "tools").iterdir()) == []
