"""The built calculator under Node and in Chromium: `site/calculator/ci.sh` builds it and runs these tests."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from xmut_rules import describe
from xmut_rules.base.language import LANGUAGES, Language
from xmut_rules.files import parse_term

if TYPE_CHECKING:
    from tests.site.browser import Page

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent.parent
CLEAN = ROOT / "docs" / "examples" / "clean" / "term.json"
MESSY = ROOT / "docs" / "examples" / "messy" / "term.json"
PAGES: Mapping[Language, str] = {"zh": "index.html", "en": "en.html"}
SECONDS = 120
DAY_RATE = '#policy [name="exams.day_rate"]'


def command_report(term: Path) -> str:
    """What the command writes on standard output for a term, byte for byte."""
    command: list[str | Path] = [sys.executable, "-m", "xmut_rules", "settle", term, "--format", "json"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.decode()


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked bundle: of the file that `XMUT_RULES_BUNDLE` names, or built now."""
    folder = tmp_path_factory.mktemp("calculator")
    packed = Path(os.environ.get("XMUT_RULES_BUNDLE", folder / "offline.zip"))
    if not packed.exists():
        build = ROOT / "site" / "calculator" / "build.py"
        subprocess.run([sys.executable, build, folder / "built", "--bundle", packed], check=True)
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)
    return folder / packed.stem


def served(command: list[str | Path]) -> Iterator[str]:
    """The address of a server, which is ended afterwards."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        yield server.stdout.readline().split()[0]
        server.terminate()


@pytest.fixture(scope="module")
def address(bundle: Path) -> Iterator[str]:
    """The address of the page, served by the bundle's start script on a free port."""
    yield from served(["sh", bundle / "start.sh", "0"])


def fetched(address: str, path: str) -> tuple[int, str | None, bytes]:
    """The status, the type and the body of an answer, asked for by a path as it is written; of an error the status."""
    host = address.removeprefix("http://").rstrip("/")
    connection = HTTPConnection(host, timeout=SECONDS)
    connection.request("GET", f"/{path}")
    answer = connection.getresponse()
    body, kind = answer.read(), answer.getheader("content-type")
    connection.close()
    return (answer.status, kind, body) if answer.status == 200 else (answer.status, None, b"")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, address: str) -> Iterator[Page]:
    """The page in a new browser; once that is closed, every request that the page made went to its own address."""
    from tests.site.browser import Page  # noqa: PLC0415  needs an extra

    log = tmp_path_factory.mktemp("log") / "net.json"
    page = Page(tmp_path_factory.mktemp("profile"), log)
    try:
        yield page
    finally:
        page.driver.quit()
    requests = [event.get("params", {}) for event in json.loads(log.read_text("utf-8"))["events"]]
    asked = [(f"{request['url']}", f"{request.get('initiator')}") for request in requests if "url" in request]
    own = address.rstrip("/")
    assert sum(url.startswith(own) for url, _ in asked) > 10, "the log has no requests of the page"
    assert [url for url, initiator in asked if initiator.startswith(own) and not url.startswith((own, "blob:"))] == []


def test_the_wheel_settles_under_node(bundle: Path) -> None:
    """Under Pyodide and Node, clean and messy terms give the command's report byte for byte."""
    script = Path(__file__).with_name("settle.mjs")
    texts = json.dumps([file.read_text("utf-8") for file in (CLEAN, MESSY)])
    done = subprocess.run(["node", script, bundle / "page"], input=texts.encode(), capture_output=True, check=True)
    assert [answer["report"] for answer in json.loads(done.stdout)] == [*map(command_report, (CLEAN, MESSY))]


def test_nodes_server_serves_the_same(bundle: Path, address: str) -> None:
    """The bundle's other server gives the same files with the same types, and nothing outside its folder."""
    for other in served(["node", bundle / "serve.mjs", "0"]):
        for path in ("", "en.html", "worker.js", "pyodide/pyodide.mjs", "pyodide/pyodide.asm.wasm", "library.zip"):
            assert fetched(address, path) == fetched(other, path), path
        for path in ("../serve.py", "..%2fserve.py", "%2e%2e/serve.py", "nothing.html"):
            assert fetched(address, path)[0] == fetched(other, path)[0] == 404, path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_settles_the_sample_term(page: Page, address: str, lang: Language) -> None:
    """The term that the page begins with gives the command's bytes, an explanation and a picture, in its language."""
    page.open(address + PAGES[lang])
    page.settle(page.text("term"))
    assert page.text("report") == command_report(CLEAN)
    assert {"zh": "项目 P1 结算", "en": "Settlement of project P1"}[lang] in page.text("overview")
    assert {"zh": "依据", "en": "Basis"}[lang] in page.text("explanation")
    assert page.text("verdict") == {"zh": "没有错误。", "en": "There are no errors."}[lang]
    page.settle(MESSY.read_text("utf-8"))
    assert page.text("report") == command_report(MESSY)
    assert page.text("verdict") != {"zh": "没有错误。", "en": "There are no errors."}[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_bad_amount_is_described_as_in_python(page: Page, address: str, lang: Language) -> None:
    """An amount that is none is refused with the lines of `describe`, and no result is shown."""
    bad = CLEAN.read_text("utf-8").replace('"24000.00"', '"24000.005"')
    with pytest.raises(ValueError, match="validation error") as caught:
        parse_term(bad.encode())
    page.open(address + PAGES[lang])
    page.settle(bad)
    assert page.lines("#problems li") == [*describe(caught.value, lang=lang)]
    assert page.is_invalid("#term")
    assert page.lines("#results h2") == [""]


def test_a_changed_rate_shows_what_moves(page: Page, address: str) -> None:
    """A higher day rate is compared with the 2020 document, a wrong one refused at its input; going back clears it."""
    page.open(address + PAGES["en"])
    page.settle(page.text("term"))
    page.click("#policy-details summary")
    page.write(DAY_RATE, "600")
    page.until("impact.childElementCount > 0")
    assert "total pay9350.009450.00100.00" in page.text("impact")
    page.choose('#policy [name="exams.day_rate_reading"]', "ceiling")
    page.until("changed.childElementCount == 2")
    page.write(DAY_RATE, "a lot")
    page.until("problems.childElementCount > 0")
    assert "exams.day_rate: expected an amount" in page.text("problems")
    assert page.is_invalid(DAY_RATE)
    page.click("#as-issued")
    page.until("document.getElementById('moves').hidden && problems.childElementCount == 0")
    assert page.text("report") == command_report(CLEAN)


@pytest.mark.parametrize(
    ("kind", "path", "amount"),
    [
        ("duty", ("exams", "total"), "500.00"),
        ("training", ("training", "total"), "1200.00"),
        ("settlement", ("settlements", 0, "award"), "1895.94"),
        ("certificates", ("credits", "students", 0, "total"), "4"),
    ],
)
def test_a_form_is_settled(page: Page, address: str, kind: str, path: tuple[str | int, ...], amount: str) -> None:
    """Each form, as it is filled in, gives a term that is settled, and the term can be edited further."""
    page.open(address + PAGES["zh"])
    page.click(f'summary:has(+ form[data-kind="{kind}"])')
    page.click(f'form[data-kind="{kind}"] [type=submit]')
    page.answered()
    found: Any = json.loads(page.text("report"))
    for step in path:
        found = found[step]
    assert found == amount
    shown = str(page.driver.execute_script("return document.getElementById('term').value"))
    assert json.loads(shown)["term"] == kind


def test_a_wrong_field_of_a_form_is_marked(page: Page, address: str) -> None:
    """A quantity that is no number is described, and the input that it stands in is marked; mended, it is settled."""
    page.open(address + PAGES["en"])
    page.click('summary:has(+ form[data-kind="training"])')
    wrong = 'form[data-kind="training"] fieldset:nth-of-type(2) [name=quantity]'
    page.write(wrong, "one day")
    page.click('form[data-kind="training"] [type=submit]')
    page.answered()
    assert page.lines("#problems li")[0].startswith("training[1].quantity: ")
    assert page.is_invalid(wrong)
    assert not page.is_invalid('form[data-kind="training"] fieldset:nth-of-type(1) [name=quantity]')
    page.write(wrong, "1")
    page.click('form[data-kind="training"] [type=submit]')
    page.until("overview.childElementCount > 0")
    assert not page.is_invalid(wrong)


def test_the_browser_refuses_any_other_address(page: Page, address: str) -> None:
    """A request elsewhere, of the page or of a worker that begins as its own does, is refused before it is sent."""
    page.open(address + PAGES["en"])
    script = """
        const done = arguments[0], ask = "fetch('http://192.0.2.1/').then(() => 'went', (error) => error.name)";
        const worker = new Worker(URL.createObjectURL(new Blob([`${ask}.then(postMessage)`])));
        worker.onmessage = ({data}) => fetch("http://192.0.2.1/").catch((error) => done([data, error.name]));
    """
    assert page.driver.execute_async_script(script) == ["TypeError", "TypeError"]


def test_everything_has_a_label(page: Page, address: str) -> None:
    """Every input, select, button, picture and scrolling figure has a name that a screen reader can say."""
    for path in PAGES.values():
        page.open(address + path)
        page.settle(page.text("term"))
        tree: Any = page.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})
        nodes = [node for node in tree["nodes"] if not node["ignored"]]
        roles = {"textbox", "combobox", "button", "link", "image", "Date", "InputTime", "DateTime", "progressbar"}
        named = [node for node in nodes if node["role"]["value"] in roles]
        assert len(named) > 10
        assert [node for node in named if not node.get("name", {}).get("value")] == []


def test_a_phone_shows_the_page_without_scrolling_sideways(page: Page, address: str) -> None:
    """At 400 pixels the page is as wide as the screen, with every form open and results below."""
    metrics = {"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        for path in PAGES.values():
            page.open(address + path)
            page.driver.execute_script("for (const one of document.querySelectorAll('details')) one.open = true")
            page.settle(page.text("term"))
            assert page.driver.execute_script("return document.documentElement.scrollWidth") == 400
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_the_specification_runs_in_the_browser(page: Page, address: str) -> None:
    """The second button runs every test of the clauses and every vector in the page, and shows how many passed."""
    page.open(address + PAGES["en"])
    page.click("#specify")
    page.until("specified.childElementCount > 0")
    passed, failed, skipped = re.findall(r"(\d+) (?:passed|failed|skipped)", page.text("specified"))
    right, wrong = re.findall(r"(\d+) (?:right|wrong)", page.text("specified"))
    vectors = json.loads((ROOT / "docs" / "conformance" / "vectors.json").read_text("utf-8"))["vectors"]
    assert int(passed) > 500
    assert (failed, skipped, right, wrong) == ("0", "0", f"{len(vectors)}", "0"), page.text("specified")
