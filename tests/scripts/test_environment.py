"""The environment: what the stamp vouches for, what is rebuilt, what is said when it cannot be."""

import re
import sys
from pathlib import Path

import pytest

from scripts import environment
from scripts.environment import DEVELOPMENT, RUNTIME, State
from scripts.process import ROOT, CommandError


def test_complete_environment_is_ready_for_both_locks(project: Path) -> None:
    """The development packages include the runtime ones."""
    assert [environment.state(project, lock) for lock in (RUNTIME, DEVELOPMENT)] == [State.READY, State.READY]


def test_changed_lock_is_stale(project: Path) -> None:
    """Only the lock that changed is installed again."""
    (project / DEVELOPMENT).write_text("# changed\n")

    assert [environment.state(project, lock) for lock in (RUNTIME, DEVELOPMENT)] == [State.READY, State.STALE]


def test_no_environment(bare_project: Path) -> None:
    """Nothing there: everything to do."""
    assert environment.state(bare_project, RUNTIME) is State.BROKEN


@pytest.mark.parametrize("stamp", [None, "", "{}", "[]", '{"locks": 1}'])
def test_missing_or_damaged_stamp(project: Path, stamp: str | None) -> None:
    """An installation that was interrupted is not believed."""
    environment.stamp(project).unlink()
    if stamp is not None:
        environment.stamp(project).write_text(stamp)

    assert environment.state(project, RUNTIME) is State.BROKEN


def test_python_that_is_gone(project: Path) -> None:
    """The system's Python was upgraded under the environment."""
    environment.interpreter(project).unlink()
    environment.interpreter(project).symlink_to("/nowhere/python3")

    assert environment.state(project, RUNTIME) is State.BROKEN


def test_moved_folder(project: Path) -> None:
    """Programs of an environment name its old folder."""
    moved = project.rename(project.with_name("elsewhere"))

    assert environment.state(moved, RUNTIME) is State.BROKEN


def test_half_built_environment_is_built_again(bare_project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What an interrupted start left is removed; the second call finds everything ready and does nothing."""
    debris = environment.folder(bare_project) / "lib" / "debris.py"
    debris.parent.mkdir(parents=True)
    debris.touch()
    logs = bare_project / "log"

    python = environment.ensure(RUNTIME, root=bare_project, logs=logs)

    assert python == str(bare_project / ".venv" / "bin" / "python")
    assert not debris.exists()
    assert environment.state(bare_project, RUNTIME) is State.READY
    capsys.readouterr()
    assert environment.ensure(RUNTIME, root=bare_project, logs=logs) == python
    assert capsys.readouterr().out == ""


def test_installation_that_fails_is_told_and_not_stamped(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its packages the environment is not ready, and the sentence ends with what pip said."""
    for name in ("PIP_FIND_LINKS", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    (project / RUNTIME).write_text(f"no-such-package==1 --hash=sha256:{'0' * 64}\n")

    with pytest.raises(CommandError) as caught:
        environment.ensure(RUNTIME, root=project, logs=project / "log")
    assert str(caught.value) == (
        "Installing the packages failed: ERROR: Could not find a version that satisfies the requirement "
        "no-such-package==1 (from versions: none) ERROR: No matching distribution found for no-such-package==1 "
        f"(log: {project / 'log' / 'pip.log'})"
    )
    assert environment.state(project, RUNTIME) is State.BROKEN


def test_no_network_is_told(tmp_path: Path) -> None:
    """When pip could not reach the index, the sentence asks whether the machine is online."""
    log = tmp_path / "pip.log"
    log.write_text("WARNING: Retrying after: Failed to establish a new connection\nERROR: No matching distribution\n")

    assert environment.pip_failure(log) == (
        "Installing the packages failed: the package index cannot be reached, is this machine online? "
        f"ERROR: No matching distribution (log: {log})"
    )


def test_python_without_venv(bare_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian keeps the module in a package of its own: the sentence names it."""
    monkeypatch.setitem(sys.modules, "ensurepip", None)

    with pytest.raises(CommandError) as caught:
        environment.build(bare_project, logs=bare_project / "log")
    name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert str(caught.value) == (
        f"Python's venv module is missing: install it (on Debian and Ubuntu: apt install {name}) and start again."
    )


def test_lock_that_is_missing(bare_project: Path) -> None:
    """An incomplete copy of the project is told as such."""
    (bare_project / RUNTIME).unlink()

    with pytest.raises(
        CommandError, match=r"^requirements\.txt is missing: the copy of the project is not complete\.$"
    ):
        environment.ensure(RUNTIME, root=bare_project, logs=bare_project / "log")


def test_the_development_lock_covers_the_runtime_lock() -> None:
    """`COVERS` holds only as long as both locks name the same versions."""
    runtime, development = (
        set(re.findall(r"^[\w.\[\]-]+==\S+", (ROOT / lock).read_text(), re.MULTILINE))
        for lock in (RUNTIME, DEVELOPMENT)
    )

    assert runtime - development == set()
    assert "django" in {pin.partition("==")[0].lower() for pin in runtime}


def test_link_in_place_of_the_environment(tmp_path: Path) -> None:
    """A link is removed; what it points to is left alone."""
    precious = tmp_path / "precious"
    precious.mkdir()
    link = tmp_path / ".venv"
    link.symlink_to(precious)

    environment.clear(link)

    assert list(tmp_path.iterdir()) == [precious]
