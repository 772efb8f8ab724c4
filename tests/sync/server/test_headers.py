"""Every answer tells the browser what it may do."""

from tests.fakes.central_world import World


def test_every_answer_carries_the_headers_that_keep_a_browser_safe(world: World) -> None:
    for path in ("/api/health", "/api/v1/walks", "/", "/api/docs", "/nothing.js"):
        headers = world.client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert "strict-transport-security" not in headers


def test_no_other_site_may_read_an_answer(world: World) -> None:
    for method in ("GET", "OPTIONS"):
        reply = world.client.request(method, "/api/v1/walks", headers={"Origin": "https://other.example"})
        assert not [name for name in reply.headers if name.startswith("access-control-")]


def test_nothing_is_traced(world: World) -> None:
    for path in ("/api/v1/walks", "/api/v1/exchange", "/", "/api/docs"):
        assert world.client.request("TRACE", path, headers={"Authorization": "Bearer mine"}).status_code in (404, 405)


def test_strict_transport_is_asked_for_only_where_there_is_transport_security(world: World) -> None:
    assert "strict-transport-security" in world.client.get("https://walks.example/api/health").headers
