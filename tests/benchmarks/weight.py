"""What a page weighs: its statements, its HTML, its style and scripts as a browser receives them."""

import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

logging.disable(logging.INFO)  # a line a request would be most of what is printed
_ASSET = re.compile(r'<(?:script|link)\b[^>]*?(?:src|href)="([^"]+\.(?:js|css))[^"]*"')
# What a browser fetches by itself; a link that a person may follow is none of it.
_FETCHED = re.compile(r'<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)="((?:https?:)?//[^"]+)"')


@dataclass(frozen=True)
class Weight:
    statements: int  # besides the switch of schema
    html_kb: float
    assets_kb: float  # CSS and JS, by brotli
    elsewhere: tuple[str, ...]  # other hosts

    def __str__(self) -> str:
        return (
            f"{self.statements} statements · HTML {self.html_kb:.0f} kB · CSS and JS {self.assets_kb:.0f} kB"
            f" · other hosts: {', '.join(self.elsewhere) or 'none'}"
        )


def weigh(site: Any, path: str) -> Weight:
    with CaptureQueriesContext(connection) as queries:
        answer = site.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    html = answer.content.decode()
    asked = [one for one in queries if "set_config" not in one["sql"] and "SAVEPOINT" not in one["sql"]]
    assets = sum(_compressed(found) for found in set(_ASSET.findall(html)))
    return Weight(len(asked), len(answer.content) / 1000, assets / 1000, tuple(_FETCHED.findall(html)))


def _compressed(address: str) -> int:
    found = finders.find(address.removeprefix("/static/"))
    assert found, address
    return len(brotli.compress(Path(found).read_bytes()))
