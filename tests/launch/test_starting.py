"""What the launcher says, in one sentence, when it cannot start."""

import socket
from pathlib import Path

import pytest

from gvi import launch


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "8000.5"])
def test_a_port_that_is_none(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit, match="är ingen port"):
        launch.chosen_port()


def test_a_port_in_use():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SystemExit, match="används redan"):
            launch.wait_for_port(taken.getsockname()[1], unclean=False)


def test_a_data_folder_that_cannot_be_written(monkeypatch):
    monkeypatch.setenv("DATA_DIR", "/proc/gvi")
    with pytest.raises(SystemExit, match="går inte att skriva i"):
        launch.data_folder()


def test_a_disk_without_room(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr(launch, "ROOM_TO_BEGIN", 2**62)
    with pytest.raises(SystemExit, match="Disken är nästan full"):
        launch.data_folder()


def test_a_second_start_in_the_same_folder(tmp_path):
    with launch.alone_in(tmp_path), pytest.raises(SystemExit, match="körs redan"):
        launch.alone_in(tmp_path).__enter__()


@pytest.mark.parametrize("only", ["DATABASE_URL", "DATABASE_OWNER_URL"])
def test_half_of_a_database_of_ones_own(monkeypatch, tmp_path, only):
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(only, "postgres://a:b@127.0.0.1:1/gvi")
    with pytest.raises(SystemExit, match=f"Bara {only} är satt"):
        launch.services(tmp_path).__enter__()


def test_a_database_that_does_not_answer():
    with pytest.raises(SystemExit, match="DATABASE_URL svarar inte"):
        launch.ensure_database_answers("DATABASE_URL", "postgres://a:b@127.0.0.1:1/gvi")


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "nonsense"])
def test_a_queue_that_does_not_answer(url):
    with pytest.raises(SystemExit, match="REDIS_URL svarar inte"):
        launch.ensure_queue_answers(url)


def test_the_note_for_manage_py_is_private_and_goes_away(tmp_path):
    environment = launch.settings_for_run(urls(), tmp_path, 8000)
    note = tmp_path / "env"
    with launch.noted(note, environment):
        assert note.stat().st_mode & 0o077 == 0
        assert "DATABASE_URL=a\n" in note.read_text()
    assert not note.exists()


def test_the_secret_key_survives_a_restart(tmp_path):
    first, second = (launch.settings_for_run(urls(), tmp_path, 8000) for _ in range(2))
    assert first["SECRET_KEY"] == second["SECRET_KEY"]


def urls() -> dict[str, str]:
    return {"DATABASE_URL": "a", "DATABASE_OWNER_URL": "b", "REDIS_URL": "c"}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_address_and_hashes_everything(lock):
    text = (Path(launch.ROOT) / lock).read_text()
    assert "://" not in text
    assert all("--hash=sha256:" in block for block in text.split("\n\n") if "==" in block)
