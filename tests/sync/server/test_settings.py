"""Settings: flags, then the environment, then defaults; the secret is made once."""

import stat
from pathlib import Path

import pytest

from sync.server.settings import Settings, from_environment, with_values


def test_the_environment_chooses_and_a_flag_wins() -> None:
    settings = from_environment({"FIELDWALK_PORT": "8123", "FIELDWALK_DATA": "somewhere", "FIELDWALK_HOST": ""})

    assert (settings.port, settings.data, settings.host) == (8123, Path("somewhere"), "127.0.0.1")
    assert with_values(settings, {"port": 9000, "host": None}).port == 9000


def test_a_variable_that_makes_no_sense_is_named() -> None:
    with pytest.raises(ValueError, match="FIELDWALK_PORT"):
        from_environment({"FIELDWALK_PORT": "many"})


def test_links_begin_with_the_public_address_or_else_where_we_listen() -> None:
    assert Settings(address="https://walks.example/").public == "https://walks.example"
    assert Settings(host="0.0.0.0", port=81).public == "http://localhost:81"


def test_the_secret_is_made_once_and_nobody_else_reads_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "new")

    assert len(settings.kept_secret()) >= 32
    assert settings.kept_secret() == Settings(data=tmp_path / "new").kept_secret()
    assert stat.S_IMODE((tmp_path / "new" / "secret").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret"]


def test_a_worker_of_another_process_gets_the_same_settings_from_its_environment() -> None:
    settings = Settings(
        data=Path("somewhere"), port=8123, workers=3, secret="kept", database_url="postgresql://a", s3_bucket="walks"
    )

    assert from_environment(settings.environment()) == settings


def test_postgresql_needs_a_secret_that_every_worker_knows(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="FIELDWALK_SECRET"):
        Settings(data=tmp_path, database_url="postgresql://a").kept_secret()
    assert Settings(data=tmp_path, database_url="postgresql://a", secret="ours").kept_secret() == "ours"


def test_no_secret_is_shown_where_settings_are() -> None:
    settings = Settings(secret="hush1", s3_secret="hush2", database_url="postgresql://me:hush3@here/walks")

    assert "hush" not in repr(settings) + settings.place
    assert settings.place == "PostgreSQL"
    assert Settings(s3_bucket="walks").place == "data and the bucket walks"
