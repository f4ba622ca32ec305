"""What a page weighs, as the browser counts it: bodies as they travel, with their headers."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

FIRST, LATER, REQUESTS = 100_000, 20_000, 10
STEP, STEPS = 20, 100  # ms at a time, for the last answers to come in


@dataclass
class Weight:
    """What travelled; an answer from the browser's cache weighs nothing."""

    status: int = 0
    octets: int = 0
    requests: int = 0
    parts: dict[str, int] = field(default_factory=dict)


def weigh(page: Page, url: str) -> Weight:
    """Open the page and let everything it asks for arrive."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    weight, names, cached, done, steps = Weight(), {}, set(), set(), STEPS

    def asked(event: Any) -> None:
        names[event["requestId"]] = event["request"]["url"]
        if "redirectResponse" in event:
            weight.octets += int(event["redirectResponse"]["encodedDataLength"])
            weight.requests += 1

    def arrived(event: Any) -> None:
        key, size = event["requestId"], int(event["encodedDataLength"])
        done.add(key)
        if key not in cached and not names.get(key, "").startswith("data:"):
            weight.octets += size
            weight.requests += 1
            weight.parts[names.get(key, key)] = size

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.requestServedFromCache", lambda event: cached.add(event["requestId"]))
    session.on("Network.loadingFinished", arrived)
    session.on("Network.loadingFailed", lambda event: done.add(event["requestId"]))
    answer = page.goto(url)
    weight.status = answer.status if answer else 0
    while names.keys() - done and (steps := steps - 1):
        page.wait_for_timeout(STEP)
    session.detach()
    return weight
