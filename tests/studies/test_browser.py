"""The HTML report as a browser opens it: silent, whole, readable, on every screen.

The rules of accessibility that are checked here are those that a program of this size can check:
names, headings, landmarks, tables, ids and contrast. They are no full audit.
"""

from __future__ import annotations

import base64
import fcntl
import io
import itertools
import json
import os
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

pytestmark = pytest.mark.studies

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--disable-extensions", "--hide-scrollbars",
    "--force-color-profile=srgb", "--enable-unsafe-swiftshader", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-pipe",
]  # fmt: skip
START = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.dup2(int(sys.argv[2]), 4)
os.execvp("chromium", ["chromium", *sys.argv[3:]])
"""  # the browser reads from 3 and writes to 4
PATIENCE = 60  # seconds for one answer, on a busy machine
WIDE, NARROW = 1280, 390


class Browser:
    """A headless Chromium that is spoken to over a pipe; it can reach no network."""

    def __init__(self, profile: Path) -> None:
        to_child, self._to = (_high(end) for end in os.pipe())
        self._from, from_child = (_high(end) for end in os.pipe())
        ends = (str(to_child), str(from_child))
        self._process = subprocess.Popen(
            [sys.executable, "-ISc", START, *ends, *FLAGS, f"--user-data-dir={profile}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(to_child, from_child),
            env=os.environ | {"TZ": "UTC"},
        )
        os.close(to_child)
        os.close(from_child)
        self._numbers = itertools.count(1)
        self._left = b""
        self.events: list[dict] = []

    def close(self) -> None:
        try:
            if self._process.poll() is None:
                self.ask("Browser.close")
        finally:
            os.close(self._to)
            os.close(self._from)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def ask(self, method: str, session: str = "", **params):
        """Send a command and return its result; events that come in between are kept."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        try:
            os.write(self._to, json.dumps(message).encode() + b"\0")
        except BrokenPipeError:
            pytest.fail(self._gone())
        while True:
            answer = self._read()
            if answer.get("id") == number:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]
            self.events.append(answer)

    def wait_for(self, method: str, session: str) -> None:
        """Wait until an event has come, now or earlier."""
        while not any(
            one.get("method") == method and one.get("sessionId") == session for one in self.events
        ):
            self.events.append(self._read())

    def _gone(self) -> str:
        return f"the browser is gone, exit code {self._process.wait(10)} (negative: killed)"

    def _read(self) -> dict:
        until = time.monotonic() + PATIENCE
        while b"\0" not in self._left:
            ready, _, _ = select.select([self._from], [], [], max(0, until - time.monotonic()))
            assert ready, "the browser does not answer"
            part = os.read(self._from, 1 << 20)
            assert part, self._gone()
            self._left += part
        message, self._left = self._left.split(b"\0", 1)
        return json.loads(message)


def _high(end: int) -> int:
    """Move one end of a pipe out of the way of the numbers that the browser expects."""
    moved = fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(end)
    return moved


class Page:
    """A page in a window of a given width, in a light or a dark environment."""

    def __init__(self, browser: Browser, path: Path, width: int = WIDE, scheme: str = "light"):
        self._browser = browser
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        self._target = target
        self._session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        for domain in ("Page", "Runtime", "Log", "Network", "DOM", "Accessibility"):
            self.ask(f"{domain}.enable")
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=844, deviceScaleFactor=1, mobile=width < 500,
        )  # fmt: skip
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.ask("Emulation.setEmulatedMedia", features=[feature])
        self.ask("Page.navigate", url=path.as_uri())
        browser.wait_for("Page.loadEventFired", self._session)
        self.settle()

    def ask(self, method: str, **params):
        return self._browser.ask(method, self._session, **params)

    def run(self, script: str):
        """Return the value of an expression; a promise is waited for."""
        answer = self.ask(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def settle(self) -> None:
        """Wait until two frames have been drawn."""
        self.run("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(1))))")

    def click(self, selector: str) -> None:
        self.run(f"document.querySelector({selector!r}).click()")
        self.settle()

    def screenshot(self) -> np.ndarray:
        """Return what is seen without scrolling, shape (height, width, 3), 0 black to 1 white."""
        data = self.ask("Page.captureScreenshot", format="png")["data"]
        return imread(io.BytesIO(base64.b64decode(data)))[..., :3]

    def _events(self, method: str) -> list[dict]:
        return [
            one["params"]
            for one in self._browser.events
            if one.get("sessionId") == self._session and one.get("method") == method
        ]

    @property
    def complaints(self) -> list[str]:
        """Everything that the browser or the page wrote to the console."""
        self.settle()
        return [
            *(one["entry"]["text"] for one in self._events("Log.entryAdded")),
            *(str(one["args"]) for one in self._events("Runtime.consoleAPICalled")),
            *(str(one["exceptionDetails"]) for one in self._events("Runtime.exceptionThrown")),
        ]

    @property
    def requested(self) -> list[str]:
        """The addresses that were asked for, without those of data inside the page."""
        addresses = [one["request"]["url"] for one in self._events("Network.requestWillBeSent")]
        return [address for address in addresses if not address.startswith("data:")]

    def close(self) -> None:
        self._browser.ask("Target.closeTarget", targetId=self._target)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    if not shutil.which("chromium"):
        pytest.skip("needs the browser chromium")
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture
def visit(browser):
    """Open pages and close them after the test."""
    pages = []

    def open_page(path, *arguments):
        pages.append(Page(browser, path, *arguments))
        return pages[-1]

    yield open_page
    for page in pages:
        page.close()


@pytest.fixture
def opened(visit, report):
    """Open the report of each study."""
    return lambda *arguments: visit(report.folder / "report.html", *arguments)


# ---------------------------------------------------------------- silent and whole


def test_the_browser_would_tell(visit, tmp_path):
    """What the next tests look for is found where it is."""
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<!doctype html><title>x</title><img src='http://example.invalid/a.png' alt=''>"
        "<script>console.warn('careful'); throw new Error('broken')</script>"
    )
    page = visit(bad)
    assert page.requested == [bad.as_uri(), "http://example.invalid/a.png"]
    told = " ".join(page.complaints)
    assert "careful" in told
    assert "broken" in told
    policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"
    guarded = tmp_path / "guarded.html"
    guarded.write_text(f"<!doctype html>{policy}<img src='http://example.invalid/a.png' alt=''>")
    assert "Content Security Policy" in " ".join(visit(guarded).complaints)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_opens_offline_without_a_word(opened, report, width):
    page = opened(width)
    page.run("scrollTo(0, document.body.scrollHeight)")
    for button in ("#theme", "#code"):
        page.click(button)
    assert page.complaints == []
    assert page.requested == [(report.folder / "report.html").as_uri()]


def test_every_picture_is_drawn(opened):
    page = opened()
    pictures = page.run("""[...document.images].map(image =>
        [image.complete, image.naturalWidth, image.alt.trim().length])""")
    assert len(pictures) > 10
    assert all(complete and width > 100 for complete, width, _ in pictures)
    assert min(alt for *_, alt in pictures) > 20


# ---------------------------------------------------------------- the script


def test_navigation_follows_the_reader(opened):
    page = opened()
    # the chapter in which the marked heading is
    current = """'#' + document.getElementById(
        document.querySelector('nav a[aria-current]').hash.slice(1)
    ).closest('.chapter').getAttribute('aria-labelledby')"""
    chapters = page.run("[...document.querySelectorAll('main h2')].map(h => '#' + h.id)")
    assert len(chapters) == 9
    seen = []
    for chapter in chapters:
        page.run(f"document.querySelector('{chapter}').scrollIntoView()")
        page.settle()
        seen.append(page.run(current))
    assert seen == chapters
    assert page.run("document.querySelectorAll('nav a[aria-current]').length") == 1


@pytest.mark.parametrize("width", [WIDE, 768])
def test_every_link_of_the_navigation_marks_itself(opened, width):
    page = opened(width)
    page.run("document.getElementById('contents').open = true")
    wrong = []
    for place in range(page.run("document.querySelectorAll('nav a').length")):
        page.run(f"document.querySelectorAll('nav a')[{place}].click()")
        page.settle()
        marked = (
            "[...document.querySelectorAll('nav a')].findIndex(a => a.matches('[aria-current]'))"
        )
        if page.run(marked) != place:
            wrong.append((place, page.run(marked)))
    assert wrong == []


def test_columns_of_sentences_can_be_read_on_a_telephone(opened):
    page = opened(NARROW)
    narrow = page.run("""[...document.querySelectorAll('tbody td')].filter(cell => {
        const size = parseFloat(getComputedStyle(cell).fontSize);
        return cell.innerText.length > 40 && cell.getBoundingClientRect().width < 14 * size;
    }).map(cell => cell.innerText)""")
    assert narrow == []
    moved = page.run("""[...document.querySelectorAll('.table')].map(box => {
        box.scrollLeft = 1e4;
        const caption = box.querySelector('caption span').getBoundingClientRect();
        return [box.scrollLeft, caption.left >= 0 && caption.right <= innerWidth];
    })""")
    assert max(left for left, _ in moved) > 0
    assert all(in_view for _, in_view in moved)


def test_buttons_turn_the_theme_and_the_code(opened):
    page = opened()
    shade = "getComputedStyle(document.body).backgroundColor"
    before = page.run(shade)
    page.click("#theme")
    assert page.run(shade) != before
    page.click("#theme")
    assert page.run(shade) == before
    folded = "[...document.querySelectorAll('details.code')].filter(block => !block.open).length"
    blocks = page.run("document.querySelectorAll('details.code').length")
    assert blocks > 10
    assert page.run(folded) == blocks
    page.click("#code")
    assert page.run(folded) == 0
    assert page.run("document.getElementById('code').getAttribute('aria-pressed')") == "true"
    page.click("#code")
    assert page.run(folded) == blocks


# ---------------------------------------------------------------- on every screen


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_background_is_that_of_the_scheme(opened, width, scheme):
    page = opened(width, scheme)
    shades = page.screenshot().mean(axis=2)
    assert shades.shape == (844, width)
    commonest = np.median(shades)
    assert commonest < 0.2 if scheme == "dark" else commonest > 0.9
    assert np.ptp(shades) > 0.6  # there is text on it


@pytest.mark.parametrize("width", [320, NARROW, 768, WIDE])
def test_nothing_is_wider_than_the_screen(opened, width):
    page = opened(width)
    page.click("#code")
    assert page.run("innerWidth") == width
    assert page.run("document.documentElement.scrollWidth") <= width
    beyond = page.run("""[...document.querySelectorAll('body *')].filter(element => {
        const box = element.getBoundingClientRect();
        if (!box.width || element.closest('.table, .pan, .listing, .skip')) return false;
        return box.right > innerWidth + 1 || box.left < -1;
    }).map(element => element.outerHTML.slice(0, 80))""")
    assert beyond == []
    cut = page.run("""[...document.querySelectorAll('body *')].filter(element =>
        getComputedStyle(element).overflowX === 'hidden'
        && element.scrollWidth > element.clientWidth + 1).map(e => e.outerHTML.slice(0, 80))""")
    assert cut == []


def test_tables_that_scroll_can_be_reached_by_keyboard(opened):
    page = opened(NARROW)
    page.click("#code")
    found = page.run("""[...document.querySelectorAll('body *')].filter(element =>
        ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)
        && element.scrollWidth > element.clientWidth + 1
        ).map(e => [e.tabIndex, e.getAttribute('aria-labelledby') || e.ariaLabel || ''])""")
    assert found
    assert all(index == 0 and name for index, name in found)


# Every text with its ratio of contrast: the colours of the text and of what is behind it, as WCAG
# 2.2 computes it; large text (24 px, or bold from 18.66 px) may have less.
CONTRAST = """(() => {
  const parse = text => {
    const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3]));
  const behind = element => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      const color = parse(getComputedStyle(e).backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const light = color => {
    const [r, g, b] = color.map(part => part / 255)
      .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (!text || element.closest('script, style') || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const ground = behind(element);
    const ink = over(parse(style.color), ground);
    const [high, low] = [light(ink), light(ground)].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const key = [ink.map(Math.round), ground.map(Math.round), large].join();
    found.set(key, [(high + 0.05) / (low + 0.05), large ? 3 : 4.5, text.slice(0, 40)]);
  }
  return [...found.values()];
})()"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(opened, scheme):
    page = opened(WIDE, scheme)
    page.click("#code")
    found = page.run(CONTRAST)
    assert len(found) > 8
    assert [one for one in found if one[0] < one[1]] == []


def test_faint_text_would_be_seen(visit, tmp_path):
    faint = tmp_path / "faint.html"
    faint.write_text(
        "<!doctype html><title>x</title><body style='background:#fff;color:#000'>"
        "<p style='color:#888'>grey</p><p style='color:#0008'>glass</p>"
        "<p style='color:#888;font-size:24px'>large</p><p>black</p>"
    )
    found = {text: (ratio, least) for ratio, least, text in visit(faint).run(CONTRAST)}
    assert found["grey"] == (pytest.approx(3.54, abs=0.01), 4.5)
    assert found["glass"][0] < 4.5
    assert found["large"][1] == 3
    assert found["black"][0] == pytest.approx(21)


# ---------------------------------------------------------------- structure


def test_structure_of_the_page(opened, report):
    page = opened()
    assert page.run("document.documentElement.lang") == "en"
    assert page.run("document.title") == report.params["title"]
    headings = page.run("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => h.tagName)")
    levels = [int(tag[1]) for tag in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert page.run("[...document.querySelectorAll('h1,h2,h3,h4')].every(h => h.innerText.trim())")
    twice = """[...document.querySelectorAll('[id]')].map(e => e.id)
        .filter((id, place, all) => all.indexOf(id) !== place)"""
    assert page.run(twice) == []
    lost = """[...document.querySelectorAll('a[href^="#"]')].filter(a =>
        !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.hash)"""
    assert page.run(lost) == []
    for landmark in ("main", "nav", "header"):
        assert page.run(f"document.querySelectorAll('body > {landmark}').length") == 1
    outside = """[...document.body.children].filter(e => e.innerText.trim()
        && !e.matches('main, nav, header, a.skip, script')).length"""
    assert page.run(outside) == 0


def test_tables_name_their_columns(opened):
    page = opened()
    faulty = page.run("""[...document.querySelectorAll('table')].filter(table => {
        const [head, ...rows] = [...table.rows];
        return !table.caption?.innerText.trim()
            || [...head.cells].some(c => c.scope !== 'col' || !c.innerText.trim())
            || rows.some(row => row.cells.length !== head.cells.length);
    }).map(table => table.caption?.innerText)""")
    assert page.run("document.querySelectorAll('table').length") > 5
    assert faulty == []


def test_everything_that_takes_the_focus_has_a_name(opened):
    """As the browser tells it to a screen reader."""
    page = opened()
    nodes = page.ask("Accessibility.getFullAXTree")["nodes"]
    focusable = [
        (node["role"]["value"], node.get("name", {}).get("value", "").strip())
        for node in nodes
        if not node["ignored"]
        and any(one["name"] == "focusable" for one in node.get("properties", ()))
    ]
    named = [role for role, name in focusable if name]
    assert {"link", "button"} <= set(named)
    nameless = {role for role, name in focusable if not name}
    assert nameless <= {"main"}  # the target of the link that skips the navigation
    pictures = [node for node in nodes if node.get("role", {}).get("value") == "image"]
    assert pictures
    assert all(node["name"]["value"].strip() for node in pictures)


# ---------------------------------------------------------------- interactive figures


@pytest.fixture
def interactive_page(tmp_path):
    from notebooks import cloud, code, figure, flow, heading, markdown, read
    from segmentbook.report.render.html import render_html

    figures = [
        {**figure(title, alt=f"{title} in words"), "interactive": plot}
        for title, plot in (("Cloud", cloud("points")), ("Flow", flow("all")))
    ]
    path = tmp_path / "interactive.html"
    path.write_text(render_html(read(tmp_path, markdown("# C"), code(heading("h"), *figures))))
    return path


SHOWN = """[...document.querySelectorAll('figure')].map(figure =>
    ['img', '.plot'].map(part => figure.querySelector(part).getBoundingClientRect().height > 100))"""


def drawn(page):
    page.run("""new Promise(done => {
        const look = () => document.querySelectorAll('[data-drawn]').length === 2
            ? done(1) : setTimeout(look, 50);
        look();
    })""")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_interactive_figures_are_drawn_offline(visit, interactive_page, width):
    page = visit(interactive_page, width)
    page.run("scrollTo(0, document.body.scrollHeight)")
    drawn(page)
    assert page.run(SHOWN) == [[False, True], [False, True]]
    assert page.run("document.querySelectorAll('.plot canvas').length") >= 1
    words = page.run("[...document.querySelectorAll('.plot')].map(plot => plot.textContent)")
    assert "leaves" in words[1]
    assert page.run("document.documentElement.scrollWidth") <= width
    assert page.requested == [interactive_page.as_uri()]
    # what the drivers of a machine without a graphics card say is no word of the page
    assert [text for text in page.complaints if "GL Driver Message" not in text] == []


def test_interactive_figures_print_as_stills(visit, interactive_page):
    page = visit(interactive_page)
    page.run("scrollTo(0, document.body.scrollHeight)")
    drawn(page)
    page.ask("Emulation.setEmulatedMedia", media="print")
    assert page.run(SHOWN) == [[True, False], [True, False]]


def test_without_scripts_the_stills_stay(visit, interactive_page):
    bare = interactive_page.with_name("bare.html")
    bare.write_text(re.sub(r"script-src [^;]*;", "", interactive_page.read_text()))
    page = visit(bare)
    assert page.run(SHOWN) == [[True, False], [True, False]]
