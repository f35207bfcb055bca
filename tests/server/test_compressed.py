"""What is public is compressed where the browser takes it; what is one visitor's never is."""

import gzip

import pytest

from speculoos.web.compressed import Compressed, takes_gzip

TEXT = b"<p>crumbs</p>" * 100


def inner(body=TEXT, status="200 OK", **more):
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), "ETag": '"abc"'}
    headers |= {name.replace("_", "-"): value for name, value in more.items()}

    def app(environ, start_response):
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known == '"abc"':
            start_response("304 Not Modified", [("ETag", '"abc"')])
            return []
        start_response(status, [pair for pair in headers.items() if pair[1]])
        return [body[:7], body[7:]]

    return app


def ask(app, accept="gzip, br", method="GET", **environ):
    told = []
    environ = {"REQUEST_METHOD": method, "HTTP_ACCEPT_ENCODING": accept} | environ
    chunks = Compressed(app)(environ, lambda status, headers, *_: told.extend([status, dict(headers)]))
    return told[0], told[1], b"".join(chunks)


def test_a_public_text_travels_compressed():
    status, headers, body = ask(inner(Vary="Accept-Language"))

    assert status == "200 OK"
    assert gzip.decompress(body) == TEXT
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Content-Length"] == str(len(body))
    assert headers["Vary"] == "Accept-Language, Accept-Encoding"
    assert headers["ETag"] == '"abc-gzip"'
    assert len(body) < len(TEXT) / 10


def test_a_compressed_answer_is_known_again():
    status, headers, body = ask(inner(), HTTP_IF_NONE_MATCH='"abc-gzip"')

    assert (status, headers["ETag"], body) == ("304 Not Modified", '"abc-gzip"', b"")


@pytest.mark.parametrize(
    "asked",
    [
        {"accept": ""},
        {"accept": "br"},
        {"accept": "gzip;q=0"},
        {"method": "POST"},
        {"method": "HEAD"},
        {"HTTP_COOKIE": "sessionid=1"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
    ],
)
def test_what_was_not_asked_for_or_is_one_visitors_is_left_alone(asked):
    _, headers, body = ask(inner(), **asked)

    assert body == TEXT
    assert "Content-Encoding" not in headers


@pytest.mark.parametrize(
    "app",
    [
        inner(Set_Cookie="a=1"),
        inner(Content_Encoding="br"),
        inner(Content_Range="bytes 0-9/100"),
        inner(Content_Type="application/pdf"),
        inner(Content_Length=None),
        inner(b"short"),
        inner(status="404 Not Found"),
    ],
)
def test_what_does_not_gain_is_left_alone(app):
    _, headers, body = ask(app)

    assert headers.get("Content-Encoding") != "gzip"
    assert body in (TEXT, b"short")


@pytest.mark.parametrize(
    ("accept", "takes"),
    [("gzip", True), ("GZIP ; q=0.5", True), ("br, gzip", True), ("x-gzip", False), ("gzip; q=0", False), ("*", False)],
)
def test_the_header_is_read_as_it_is_meant(accept, takes):
    assert takes_gzip({"HTTP_ACCEPT_ENCODING": accept}) is takes
