"""The application, assembled."""

from pathlib import Path

from starlette.testclient import TestClient

from sync.server.app import assemble, create_app
from sync.server.settings import Settings
from tests.fakes.central_world import FakeClock


def test_a_server_closed_is_closed_with_its_application(tmp_path: Path) -> None:
    central = assemble(Settings(data=tmp_path, secret="kept"), FakeClock())
    with TestClient(create_app(central.settings, central=central)) as client:
        assert client.get("/api/health").status_code == 200
