"""Who imports whom."""

import shutil
import tomllib

from django.apps import apps

from tests.architecture.ground import APPLICATIONS, LAYERS, ROOT, run

# Folders of the repository with Python in them that no application may import, and that are none.
NOT_APPLICATIONS = {"benchmarks", "scripts", "tests"}
LINT = "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])"


def configuration():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]


def test_contract_is_the_table_of_layers_without_exceptions():
    (contract,) = configuration()["contracts"]

    assert {name: value for name, value in contract.items() if name != "name"} == {
        "type": "layers",
        "layers": [" | ".join(layer) for layer in LAYERS],
    }


def test_contract_is_kept():
    done = run("-c", LINT)

    assert (done.returncode, done.stdout.strip().splitlines()[-1]) == (0, "Contracts: 1 kept, 0 broken.")


def test_an_import_from_above_breaks_the_contract(tmp_path):
    for app in APPLICATIONS:
        shutil.copytree(ROOT / app, tmp_path / app, ignore=shutil.ignore_patterns("data", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "core" / "clock.py").open("a", encoding="utf-8") as file:
        file.write("\nfrom partners.enums import Mode\n")

    done = run("-c", f"import os, sys; os.chdir({str(tmp_path)!r}); sys.path[:0] = ['']; {LINT}", PYTHONPATH="")

    assert done.returncode == 1
    assert "core is not allowed to import partners" in done.stdout


def test_every_application_is_in_the_contract():
    folders = {
        folder.name
        for folder in ROOT.iterdir()
        if folder.is_dir() and not folder.name.startswith(".") and next(folder.glob("*.py"), None)
    }
    installed = {config.name for config in apps.get_app_configs() if (ROOT / config.name.partition(".")[0]).is_dir()}

    assert folders - NOT_APPLICATIONS == set(APPLICATIONS) == set(configuration()["root_packages"])
    assert {name.partition(".")[0] for name in installed} == set(APPLICATIONS)
