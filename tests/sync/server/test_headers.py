"""Every answer tells the browser what it may do."""

from tests.fakes.central_world import World


def test_every_answer_carries_the_headers_that_keep_a_browser_safe(world: World) -> None:
    for path in ("/api/health", "/api/v1/walks", "/", "/api/docs", "/nothing.js"):
        headers = world.client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "strict-transport-security" not in headers


def test_strict_transport_is_asked_for_only_where_there_is_transport_security(world: World) -> None:
    assert "strict-transport-security" in world.client.get("https://walks.example/api/health").headers
