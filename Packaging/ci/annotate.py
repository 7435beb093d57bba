#!/usr/bin/env python3
"""Reads the JSON events of imagekit generateimages from standard input. Prints a workflow command of GitHub for each image that
failed or that --check found, and adds a table to the file GITHUB_STEP_SUMMARY."""

import json
import os
import sys


def escaped(text, in_property=False):
    """Escapes a text for a workflow command, so that no name of a file can start another command."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if in_property else text


def cell(text):
    """Escapes a text for a cell of a Markdown table."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "&#124;").replace("`", "&#96;").replace("\n", " ")


def location(event):
    """Returns the path of the source relative to the repository, because an annotation needs such a path."""
    path = event.get("source_path")
    return os.path.relpath(path, os.environ.get("GITHUB_WORKSPACE") or ".") if path else ""


def annotation(command, event, message):
    """Returns a workflow command about the image of an event."""
    properties = {"title": event.get("generator", ""), "file": location(event)}
    properties = [f"{key}={escaped(value, True)}" for key, value in properties.items() if value]
    return f"::{command} {','.join(properties)}::{escaped(message)}"


def main():
    failures, summary = [], {}
    for line in sys.stdin:
        event = json.loads(line)
        source, generator = event.get("source", ""), event.get("generator", "")
        if event.get("event") == "summary":
            summary = event
        elif event.get("status") == "failed":
            message = event.get("error", {}).get("message", "")
            failures.append((generator, source, message))
            print(annotation("error", event, message))
        elif event.get("status") == "would-generate":
            message = f"{event.get('name', '')} is not up to date: {event.get('reason', '')}"
            print(annotation("warning", event, message))
    lines = ["### Images", "", "| generated | fresh | failed | to do |", "|---|---|---|---|"]
    counts = [str(summary.get(key, "?")) for key in ("generated", "fresh", "failed", "would_generate")]
    lines += ["| " + " | ".join(counts) + " |", ""]
    if failures:
        lines += ["| generator | source | reason |", "|---|---|---|"]
        lines += ["| " + " | ".join(map(cell, failure)) + " |" for failure in failures[:100]]
    with open(os.environ["GITHUB_STEP_SUMMARY"], "a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
