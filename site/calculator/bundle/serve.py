"""Serve the page to this computer alone, and open it in the browser; stop with Ctrl+C. Runs on Python 3.8 and newer."""

import contextlib
import functools
import http.server
import sys
import webbrowser
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "page"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files by types of our own: those of a Windows registry may be wrong for scripts."""

    extensions_map = {  # noqa: RUF012
        "": "application/octet-stream",
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".wasm": "application/wasm",
        ".zip": "application/zip",
    }

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Write nothing: what is asked for is nobody's business."""


def main() -> None:
    """Serve until the visitor stops it; the argument is a port, of which any free one is taken by default."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    handler = functools.partial(Handler, directory=str(FOLDER))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        print(address, "(Ctrl+C)", flush=True)
        if len(sys.argv) == 1:
            webbrowser.open(address)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()


if __name__ == "__main__":
    main()
