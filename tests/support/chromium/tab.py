"""One tab: loads a page under given circumstances, looks at it, measures it, and photographs it."""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chromium.browser import Chromium

PATIENCE = 30.0
"""Seconds that a test waits for what a page does by itself."""


@dataclass(frozen=True)
class View:
    """Under which circumstances a page is looked at.

    Attributes:
        width: Of the window, in CSS pixels.
        height: Likewise.
        scheme: ``light`` or ``dark``.
        media: ``screen`` or ``print``.
        is_phone: Whether it is a phone: finger, and the viewport of its own.
        has_script: Whether scripts run.
        scale: Pixels of the screen per CSS pixel.
    """

    width: int = 1280
    height: int = 900
    scheme: str = "light"
    media: str = "screen"
    is_phone: bool = False
    has_script: bool = True
    scale: float = 1.0


class Tab:
    """A tab of a browser."""

    def __init__(self, browser: Chromium, target: str, session: str) -> None:
        self.browser = browser
        self._target = target
        self._session = session
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Have something done in this tab."""
        return self.browser.call(method, parameters, self._session)

    def open(self, url: str, view: View | None = None) -> None:
        """Load a page and wait until it is there."""
        view = view or View()
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=view.width,
            height=view.height,
            deviceScaleFactor=view.scale,
            mobile=view.is_phone,
        )
        scheme = {"name": "prefers-color-scheme", "value": view.scheme}
        self.call("Emulation.setEmulatedMedia", media=view.media, features=[scheme])
        self.call("Emulation.setScriptExecutionDisabled", value=not view.has_script)
        self.browser.events.clear()
        self.call("Page.navigate", url=url)
        end = time.monotonic() + PATIENCE
        while not self._events("Page.loadEventFired"):
            assert time.monotonic() < end, f"{url} did not load"
            self.browser.listen(0.05)

    def front(self) -> None:
        """Show this tab, which hides the others of its window."""
        self.browser.call("Target.activateTarget", {"targetId": self._target})

    def close(self) -> None:
        """Close it."""
        self.browser.call("Target.closeTarget", {"targetId": self._target})

    def value(self, expression: str) -> Any:
        """Return what an expression of JavaScript is in the page, as JSON has it."""
        result = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def eventually(self, expression: str) -> None:
        """Wait until an expression of JavaScript is true."""
        end = time.monotonic() + PATIENCE
        while not self.value(expression):
            assert time.monotonic() < end, f"it did not come to pass: {expression}"
            self.browser.listen(0.05)

    def click(self, selector: str) -> None:
        """Click the middle of an element with the mouse."""
        place = self.value(
            f"(e => {{ e.scrollIntoView({{block: 'center'}}); const b = e.getBoundingClientRect();"
            f" return [b.x + b.width / 2, b.y + b.height / 2]; }})"
            f"(document.querySelector({selector!r}))"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent",
                type=kind,
                x=place[0],
                y=place[1],
                button="left",
                clickCount=1,
            )

    def photograph(self, path: Path, *, whole: bool = True) -> Path:
        """Write what is to be seen as a PNG: the whole page, or what the window shows."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(shot["data"]))
        return path

    @property
    def complaints(self) -> list[str]:
        """What the browser has complained of since the page was opened: errors, broken policies."""
        told = [event["params"]["entry"] for event in self._events("Log.entryAdded")]
        logged = [f"{entry['level']}: {entry['text']}" for entry in told]
        thrown = self._events("Runtime.exceptionThrown")
        return logged + [str(event["params"]["exceptionDetails"]) for event in thrown]

    @property
    def asked(self) -> list[str]:
        """The URLs that were asked for since the page was opened, but for those in the page."""
        events = self._events("Network.requestWillBeSent")
        urls = [event["params"]["request"]["url"] for event in events]
        return [url for url in urls if not url.startswith("data:")]

    def tree(self) -> list[dict[str, Any]]:
        """Return what a screen reader is given: the nodes with their roles and names."""
        nodes: list[dict[str, Any]] = self.call("Accessibility.getFullAXTree")["nodes"]
        return [node for node in nodes if not node["ignored"]]

    def _events(self, method: str) -> list[dict[str, Any]]:
        return [
            event
            for event in self.browser.events
            if event["method"] == method and event.get("sessionId") == self._session
        ]
