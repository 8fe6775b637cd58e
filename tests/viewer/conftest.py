"""Leaves the browser test out where there is no Chromium and somebody said so."""

from __future__ import annotations

import os

collect_ignore = ["test_browser.py"] if os.environ.get("GOVSIM_NO_BROWSER") else []
