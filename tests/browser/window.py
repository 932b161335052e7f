"""How does a test use the portal with its eyes and hands? A window of Chromium: keys, clicks, words, weights, faults."""

import base64
import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium.common.exceptions import NoSuchElementException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.portal import Portal
from tests.reading import plain

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
RUN_AXE = """
const [tags, done] = arguments;
axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}).then(
  (found) => done(found.violations.map((v) => v.id + ': ' + v.help + ' | ' +
    v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + ' ' +
      (n.any[0] || n.all[0] || n.none[0] || {message: ''}).message).join(' | '))),
  (error) => done(['axe: ' + error]));
"""
WEIGH = """
return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .map((e) => [e.name, e.transferSize]);
"""
TOO_WIDE = """
const room = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= room) return [];
const clipped = (e) => { for (let p = e.parentElement; p; p = p.parentElement)
  if (getComputedStyle(p).overflowX !== 'visible' && p !== document.body && p !== document.documentElement) return true;
  return false; };
const wide = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > room + 0.5 && !clipped(e));
return [document.documentElement.scrollWidth + ' px in ' + room,
        ...wide.slice(-3).map((e) => e.outerHTML.slice(0, 140))];
"""
# A page without what differs from a person to the next: its tags, its attributes save addresses, values and tokens, and
# where there are words, not which.
SHAPE = """
const apart = new Set(['href', 'action', 'formaction', 'value', 'content', 'data-hx-get', 'title']);
const told = (a) => a.name + (apart.has(a.name) && !a.value.startsWith('#') ? '' : '=' + a.value);
const walk = (n) => n.nodeType === 3 ? (n.data.trim() ? '.' : '') : n.nodeType !== 1 ? '' :
  '<' + n.tagName + ' ' + [...n.attributes].map(told).join(' ') + '>' + [...n.childNodes].map(walk).join('') + '/';
return walk(document.documentElement);
"""
# What holds the focus, whether it is seen, and what hides it (a sticky bar, say).
FOCUS = """
const e = document.activeElement;
if (!e || e === document.body) return {name: '', visible: false, text: ''};
const label = e.labels && e.labels.length ? e.labels[0] : null;
const marked = (x) => { if (!x) return false; const s = getComputedStyle(x);
  return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'; };
const box = e.getBoundingClientRect();
const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 1), innerHeight - 1);
const above = document.elementFromPoint(x, y);
const hidden = above && !e.contains(above) && !above.contains(e) && !(label && label.contains(above));
return {tag: e.tagName.toLowerCase(), name: e.getAttribute('name') || '', id: e.id, cls: e.className,
        text: (e.innerText || e.value || '').trim().slice(0, 60), href: e.getAttribute('href') || '',
        marked: marked(e) || marked(e.closest('label, .choice')) || marked(label), inside: inside,
        hidden: hidden ? above.outerHTML.slice(0, 100) : ''};
"""


@dataclass(frozen=True)
class Weight:
    """What a first view costs, with nothing kept from before."""

    bytes: int
    requests: int
    elsewhere: list[str]


class Window:
    """One window of the browser, on one portal."""

    def __init__(
        self, driver: Any, address: str, portal: Portal, known: Mapping[str, str] | None = None
    ) -> None:
        self.driver, self.address, self.portal = driver, address, portal
        self.known = known or {}  # what the addresses of the scene need to be written
        self.has_scripts = True
        self._cdp("Network.enable")
        self._cdp("Network.setCacheDisabled", cacheDisabled=True)
        self._cdp("Emulation.setScrollbarsHidden", hidden=True)
        self.sign_out()
        self.width(1280)
        self.console()

    def _cdp(self, command: str, **values: Any) -> Any:
        return self.driver.execute_cdp_cmd(command, values)

    def close(self) -> None:
        self.scripts(True)
        self.driver.get("about:blank")

    # Who, and with what.

    def sign_in(self, email: str, organization: str | None = None) -> None:
        """This browser has an open session of this account."""
        cookie = self.portal.sign_in(email, organization).client.get_cookie("session")
        assert cookie is not None
        self.sign_out()
        self._cdp("Network.setCookie", name="session", value=cookie.value, url=self.address, httpOnly=True)

    def sign_out(self) -> None:
        self._cdp("Network.clearBrowserCookies")

    def scripts(self, on: bool) -> None:
        """Whether the pages may run JavaScript."""
        if on is not self.has_scripts:
            self._cdp("Emulation.setScriptExecutionDisabled", value=not on)
            self.has_scripts = on

    def downloads(self, folder: Path) -> None:
        """Where the browser keeps the files that it takes."""
        self._cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

    def offline(self, cut: bool) -> None:
        """Whether the network is cut; the browser knows it."""
        self._cdp(
            "Network.emulateNetworkConditions",
            offline=cut,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=-1,
        )

    def width(self, pixels: int, height: int = 900) -> None:
        self._cdp(
            "Emulation.setDeviceMetricsOverride",
            width=pixels,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    # Doing.

    def open(self, path: str) -> None:
        self.driver.get(self.address + path)

    @property
    def path(self) -> str:
        return self.driver.current_url.removeprefix(self.address).split("?")[0]

    def field(self, name: str, seconds: float = 5) -> Any:
        """The field of this name, now or as soon as the page that brings it is there."""
        end = time.monotonic() + seconds
        while True:
            try:
                return self.driver.find_element(By.CSS_SELECTOR, f'main [name="{name}"]:not([type="hidden"])')
            except NoSuchElementException:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def fill(self, name: str, value: str) -> None:
        field = self.field(name)
        field.clear()
        field.send_keys(value)

    def tick(self, name: str) -> None:
        box = self.field(name)
        if not box.is_selected():
            self.driver.find_element(By.CSS_SELECTOR, f'label[for="{box.get_attribute("id")}"]').click()
        assert box.is_selected(), f"the box {name} does not react to its label"

    def press(self, words: str, nth: int = 0) -> None:
        """Click the button that says this; a confirmation asked by the page is given."""
        self._choose(f'//main//button[normalize-space()="{words}"]', nth).click()
        self.agree()

    def follow(self, words: str, nth: int = 0) -> None:
        """Click the link that contains these words."""
        self._choose(f'//main//a[contains(normalize-space(), "{words}")]', nth).click()

    def agree(self) -> None:
        asked = self.driver.find_elements(By.CSS_SELECTOR, "dialog[open] button[value=yes]")
        if asked:
            asked[0].click()

    def _choose(self, xpath: str, nth: int) -> Any:
        found = self.driver.find_elements(By.XPATH, xpath)
        assert len(found) > nth, f"{self.path}: nothing at {xpath}; the page says: {self.text[:600]}"
        return found[nth]

    # Keys.

    def key(self, *keys: str) -> None:
        for one in keys:
            ActionChains(self.driver, duration=0).send_keys(one).perform()

    def focus(self) -> dict[str, Any]:
        return self.driver.execute_script(FOCUS)

    def tab_to(self, *, name: str = "", text: str = "", href: str = "", limit: int = 80) -> dict[str, Any]:
        """Press Tab until the focus is there; on the way it is seen at every stop."""
        stops: list[str] = []
        for _ in range(limit):
            self.key(Keys.TAB)
            now = self.focus()
            stops.append(now.get("name") or now["text"] or now.get("href", ""))
            if not now.get("tag"):
                continue
            assert self.is_seen(now), f"{self.path}: the focus is not seen on {now}"
            if (name and now["name"] == name) or (href and now["href"] == href):
                return now
            if text and text == plain(now["text"]):
                return now
        raise AssertionError(f"{self.path}: Tab never reaches {name or text or href}; it stopped on {stops}")

    @staticmethod
    def is_seen(focus: dict[str, Any]) -> bool:
        return bool(focus.get("marked") and focus.get("inside") and not focus.get("hidden"))

    # Reading.

    @property
    def text(self) -> str:
        return plain(self.driver.find_element(By.TAG_NAME, "body").text)

    def sees(self, words: str, seconds: float = 5) -> bool:
        """Whether the page says this, now or as soon as the browser has the answer."""
        wanted, end = plain(words), time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if wanted in self.text:
                    return True
            except Exception:  # the page is being replaced
                pass
            time.sleep(0.05)
        return False

    def must_see(self, *sentences: str) -> None:
        for sentence in sentences:
            assert self.sees(sentence), f"{self.path} does not say « {sentence} » but: {self.text[:1500]}"

    def links(self, where: str = "main") -> list[str]:
        """The addresses of the portal that this part of the page leads to, without what follows « ? » or « # »."""
        found = self.driver.execute_script(
            "return [...document.querySelectorAll(arguments[0] + ' a[href]')].map((a) => a.href)", where
        )
        inside = [url.removeprefix(self.address) for url in found if url.startswith(self.address)]
        return list(dict.fromkeys(re.split(r"[?#]", url)[0] for url in inside))

    # Judging.

    def console(self) -> list[str]:
        """What the browser complained of since the last time: errors of script, refusals of the policy, lost files."""
        expected = re.compile(r"status of (409|422)\b")
        return [
            line["message"]
            for line in self.driver.get_log("browser")
            if line["level"] in ("SEVERE", "WARNING") and not expected.search(line["message"])
        ]

    def axe(self) -> list[str]:
        """The faults of accessibility that a machine can see."""
        self.driver.execute_script(AXE)
        return self.driver.execute_async_script(RUN_AXE, AXE_TAGS)

    def shape(self) -> str:
        """What a judgement of accessibility looks at, the same for two persons who see the same template alike."""
        return self.driver.execute_script(SHAPE)

    def weigh(self) -> Weight:
        entries = self.driver.execute_script(WEIGH)
        elsewhere = [url for url, _ in entries if not url.startswith((self.address, "data:"))]
        return Weight(sum(size for _, size in entries), len(entries), elsewhere)

    def reflow(self, pixels: int) -> list[str]:
        """What makes the page scroll sideways in a window of this width; nothing if it does not."""
        self.width(pixels)
        found = self.driver.execute_script(TOO_WIDE)
        self.width(1280)
        return [f"at {pixels} px: {one}" for one in found]

    def unfold(self) -> None:
        """Open every disclosure: what a page folds is a part of it."""
        self.driver.execute_script("for (const d of document.querySelectorAll('main details')) d.open = true")

    def shot(self, name: str, pixels: int) -> None:
        """Keep a picture of the whole page in the folder SHOTS; nothing without it."""
        folder = os.environ.get("SHOTS")
        if not folder:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        self.width(pixels)
        height = self.driver.execute_script("return document.documentElement.scrollHeight")
        self.width(pixels, max(height, 500))
        picture = self._cdp("Page.captureScreenshot", format="png")["data"]
        (Path(folder) / f"{name}-{pixels}.png").write_bytes(base64.b64decode(picture))
        self.width(1280)
