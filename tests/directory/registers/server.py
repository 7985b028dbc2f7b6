"""A server on the loopback that speaks the formats of ARES and VIES, and fails in their ways."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

ARES, VIES = "/ekonomicke-subjekty-v-be/rest", "/taxation_customs/vies/rest-api"
JSON = "application/json"
Handler = Callable[["Conversation"], None]


def subject(ico: str, name: str = "Soustružna Most s.r.o.", **more: Any) -> dict[str, Any]:
    """Return what ARES tells of a subject, shortened."""
    return {
        "ico": ico,
        "icoId": ico,
        "obchodniJmeno": name,
        "sidlo": {"kodStatu": "CZ", "nazevObce": "Most", "psc": 43401, "textovaAdresa": "Dělnická 12, 43401 Most"},
        "pravniForma": "112",
        "datumVzniku": "2004-05-01",
        "datumAktualizace": "2026-09-17",
        "dic": f"CZ{ico}",
        "seznamRegistraci": {"stavZdrojeVr": "AKTIVNI", "stavZdrojeRos": "AKTIVNI", "stavZdrojeDph": "AKTIVNI"},
        "primarniZdroj": "ros",
        **more,
    }


NOT_FOUND = {"kod": "NENALEZENO", "popis": "Subjekt nenalezen", "subKod": "VYSTUP_SUBJEKT_NENALEZEN"}
MALFORMED = {"kod": "CHYBA_VSTUPU", "popis": "Neplatný formát", "subKod": "VSTUP_NEVALIDNI_FORMAT_ICO"}


def vat_answer(is_valid: bool, *, name: str = "---", address: str = "---", **more: Any) -> dict[str, Any]:
    """Return the answer of VIES to ``check-vat-number``."""
    return {
        "countryCode": "DE",
        "vatNumber": "136695976",
        "requestDate": "2026-11-22T10:00:00.000Z",
        "valid": is_valid,
        "requestIdentifier": "",
        "name": name,
        "address": address,
        **more,
    }


def vat_answer_of_website(is_valid: bool, user_error: str) -> dict[str, Any]:
    """Return the other form that VIES answers in: ``isValid`` and ``userError``."""
    return {
        "isValid": is_valid,
        "requestDate": "2026-11-22T10:00:00.000Z",
        "userError": user_error,
        "name": "---",
        "address": "---",
        "requestIdentifier": "",
        "vatNumber": "136695976",
    }


def vat_error(word: str) -> dict[str, Any]:
    return {"actionSucceed": False, "errorWrappers": [{"error": word}]}


class Conversation(BaseHTTPRequestHandler):
    """One question; ``server.answer`` decides what happens to it."""

    server: "Register"

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        self.server.asked.append((self.command, self.path, body, dict(self.headers)))
        with suppress(BrokenPipeError, ConnectionResetError):  # who asked has had enough
            self.server.answer(self)

    do_POST = do_GET  # noqa: N815 - the name that http.server calls

    def say(self, data: Any, status: int = 200, content_type: str = JSON, **headers: str) -> None:
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send_response(status)
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def trickle(self, seconds: float) -> None:
        """Begin an answer and send a blank now and then."""
        self.send_response(200)
        self.send_header("Content-Type", JSON)
        self.end_headers()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.wfile.write(b" ")
            time.sleep(0.02)

    def cut_off(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", JSON)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b'{"ico": "4527')
        self.close_connection = True

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class Register(ThreadingHTTPServer):
    """``asked`` holds method, path, body and headers of each question."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.asked: list[tuple[str, str, Any, dict[str, str]]] = []
        self.answer: Handler = lambda asked: asked.say(NOT_FOUND, 404)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def says(self, data: Any, status: int = 200, content_type: str = JSON, **headers: str) -> None:
        """Answer everything like this from now on."""
        self.answer = lambda asked: asked.say(data, status, content_type, **headers)


@contextmanager
def serving() -> Iterator[Register]:
    server = Register()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
