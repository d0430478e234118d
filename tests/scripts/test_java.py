"""Finding the JDK that runs the search engines."""

import pytest

from scripts import java


def make_jdk(home, version, *, compiler=True):
    (home / "bin").mkdir(parents=True)
    (home / "release").write_text(f'IMPLEMENTOR="Somebody"\nJAVA_VERSION="{version}"\n')
    if compiler:
        (home / "bin" / "javac").write_text("#!/bin/sh\n")
        (home / "bin" / "javac").chmod(0o755)
    return home.resolve()


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """A machine without Java, where a JDK can be put in `jvm/`."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(java, "FOLDERS", (f"{tmp_path}/jvm/*",))
    return tmp_path


@pytest.mark.parametrize(("version", "expected"), [("21.0.4", 21), ("25", 25), ("17.0.15", 17), ("1.8.0_392", 1)])
def test_the_release_of_a_jdk(tmp_path, version, expected):
    assert java.release(make_jdk(tmp_path / "jdk", version)) == expected


def test_what_cannot_compile_is_no_jdk(tmp_path):
    assert java.release(make_jdk(tmp_path / "jre", "21", compiler=False)) == 0
    assert java.release(tmp_path / "nowhere") == 0


def test_no_jdk(bare, capsys):
    make_jdk(bare / "jvm" / "old", "17.0.15")
    assert java.jdk() is None
    assert java.main() == 1
    assert capsys.readouterr().err == (
        "The search engines of the tests need Java: no JDK 21 or newer in JAVA_HOME, on PATH or in the usual folders.\n"
    )


def test_of_several_the_oldest_that_will_do(bare):
    make_jdk(bare / "jvm" / "a", "25")
    expected = make_jdk(bare / "jvm" / "b", "21.0.4")
    make_jdk(bare / "jvm" / "c", "17")
    assert java.jdk() == expected


def test_the_one_that_is_named_wins_if_it_will_do(bare, monkeypatch):
    named, usual = make_jdk(bare / "named", "25"), make_jdk(bare / "jvm" / "a", "21")
    monkeypatch.setenv("JAVA_HOME", str(named))
    assert java.jdk() == named
    (named / "release").write_text('JAVA_VERSION="17.0.15"\n')
    assert java.jdk() == usual


def test_the_one_on_path(bare):
    home = make_jdk(bare / "elsewhere", "22")
    (bare / "bin").mkdir()
    (bare / "bin" / "javac").symlink_to(home / "bin" / "javac")
    assert java.jdk() == home
