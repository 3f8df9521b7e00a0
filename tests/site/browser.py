"""The calculator's page in Chromium, driven by Selenium (extra `browser`)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--window-size=1200,900"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
SECONDS = 120


class Page:
    """The page in Chromium."""

    def __init__(self, profile: Path, log: Path) -> None:
        """Start Chromium with a new profile; the log is of every request that it makes."""
        chromium, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
        assert chromium, "no chromium on this machine"
        assert chromedriver, "no chromedriver on this machine"
        options = webdriver.ChromeOptions()
        options.binary_location = chromium
        for flag in (*FLAGS, f"--user-data-dir={profile}", f"--log-net-log={log}"):
            options.add_argument(flag)
        self.driver: Any = webdriver.Chrome(options, Service(chromedriver))  # its own types are partly unknown

    def open(self, address: str) -> None:
        """Open the page, and wait until the library is there."""
        self.driver.get(address)
        self.until("!document.querySelector('#settle').disabled")

    def until(self, condition: str) -> Any:
        """Wait until a condition holds, and return its value; what the page says of a failure is shown."""
        script = f"return ({condition}) || /出错|failed/.test(document.querySelector('#status').textContent)"
        WebDriverWait(self.driver, SECONDS).until(lambda driver: driver.execute_script(script))
        found = self.driver.execute_script(f"return ({condition})")
        assert found, self.text("status") + self.text("problems")
        return found

    def text(self, name: str) -> str:
        """The text of an element, shown or not, as it is."""
        return str(self.driver.execute_script("return document.getElementById(arguments[0]).textContent", name))

    def settle(self, term: str) -> None:
        """Put a term into the text area, and press the button beside it with the keyboard."""
        script = "term = document.getElementById('term'); term.value = arguments[0]; term.focus()"
        self.driver.execute_script(script, term)
        self.driver.execute_script("overview.replaceChildren(); problems.replaceChildren()")
        self.driver.switch_to.active_element.send_keys(Keys.TAB)
        self.driver.switch_to.active_element.send_keys(Keys.ENTER)
        self.answered()

    def answered(self) -> None:
        """Wait for a report with an explanation, or for problems."""
        self.until(
            "problems.childElementCount > 0 || (overview.childElementCount > 0 && explanation.childElementCount > 0"
            " && !/正在|Computing/.test(document.querySelector('#status').textContent))"
        )

    def write(self, selector: str, text: str) -> None:
        """Write into an input instead of what it has, and leave it."""
        found = self.driver.find_element(By.CSS_SELECTOR, selector)
        found.clear()
        found.send_keys(text, Keys.TAB)

    def choose(self, selector: str, value: str) -> None:
        """Choose an option."""
        Select(self.driver.find_element(By.CSS_SELECTOR, selector)).select_by_value(value)

    def click(self, selector: str) -> None:
        """Click on an element, scrolled to the middle: the status, which stays in view, would cover it at the top."""
        found = self.driver.find_element(By.CSS_SELECTOR, selector)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
        found.click()

    def lines(self, selector: str) -> list[str]:
        """The texts of elements that are shown."""
        return [found.text for found in self.driver.find_elements(By.CSS_SELECTOR, selector)]

    def is_invalid(self, selector: str) -> bool:
        """Whether an input is marked as wrong."""
        return bool(self.driver.find_element(By.CSS_SELECTOR, selector).get_attribute("aria-invalid") == "true")
