"""Fetching the search engines; that they run is the matter of tests/engine/."""

import pytest

from scripts import engine_files, java
from scripts.engine_files import Kind
from scripts.process import CommandError
from scripts.test import engine_lack


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine with a JDK and without Maven, where nothing was fetched yet."""
    for kind in Kind:
        monkeypatch.delenv(f"TEST_{kind.upper()}_URL", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(java, "FOLDERS", ())
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    (tmp_path / "release").write_text('JAVA_VERSION="21"\n')
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "javac").touch(mode=0o755)
    monkeypatch.setattr(engine_files, "VAR", tmp_path)
    monkeypatch.setattr(engine_files, "TOOLS", tmp_path / "tools")
    monkeypatch.setattr(engine_files, "LOGS", tmp_path)
    return tmp_path


def test_no_jdk(machine, monkeypatch):
    monkeypatch.delenv("JAVA_HOME")
    assert (engine_files.missing(Kind.OPENSEARCH), engine_lack()) == (java.NO_JDK, java.NO_JDK)


def test_no_maven_matters_only_while_an_engine_is_not_there(machine):
    assert (engine_files.missing(Kind.OPENSEARCH), engine_lack()) == (java.NO_MAVEN, java.NO_MAVEN)
    with pytest.raises(CommandError, match=r"^OpenSearch cannot be started: no mvn on PATH to fetch them with\.$"):
        engine_files.fetched(Kind.OPENSEARCH)
    engine_files.place(Kind.OPENSEARCH).mkdir(parents=True)
    assert (engine_files.missing(Kind.OPENSEARCH), engine_lack()) == (None, None)
    assert engine_files.fetched(Kind.OPENSEARCH) == engine_files.place(Kind.OPENSEARCH)


def test_an_engine_that_is_named_needs_nothing(machine, monkeypatch):
    monkeypatch.setenv("TEST_ELASTICSEARCH_URL", "http://127.0.0.1:9200")
    assert engine_lack() is None


def test_another_source_is_another_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(engine_files, "SOURCES", tmp_path)
    (tmp_path / "opensearch").mkdir()
    pom = tmp_path / "opensearch" / "pom.xml"
    pom.write_text("<project/>")
    before = engine_files.place(Kind.OPENSEARCH)
    pom.write_text("<project></project>")
    assert engine_files.place(Kind.OPENSEARCH) != before


def test_what_maven_says_first_is_told(machine):
    program = machine / "mvn"
    program.write_text("#!/bin/sh\necho '[ERROR] Could not resolve it'\necho '[ERROR] [Help 1] somewhere'\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(CommandError, match=r"^Elasticsearch could not be fetched: Could not resolve it \(log: "):
        engine_files.fetched(Kind.ELASTICSEARCH)
    assert list((machine / "tools").iterdir()) == []


def test_another_file_than_the_locked_one_is_refused(machine):
    program = machine / "mvn"
    # The last argument of Maven names the folder where the files go.
    program.write_text(
        '#!/bin/sh\nfor last; do :; done\nfolder="${last#-Dfolder=}"\n'
        '/bin/mkdir -p "$folder"; echo changed > "$folder/elasticsearch-9.2.0.zip"; echo > "$folder/more.jar"\n'
    )
    program.chmod(0o755)
    with pytest.raises(CommandError, match=r"checksums\.txt: elasticsearch-9\.2\.0\.zip, more\.jar\. Remove"):
        engine_files.fetched(Kind.ELASTICSEARCH)
    assert list((machine / "tools").iterdir()) == []
