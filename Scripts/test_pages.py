#!/usr/bin/env python3
"""Opens pages of imagekit in Chromium and checks what the browser requests and shows.

usage: Scripts/test_pages.py IMAGEKIT [--axe axe.min.js] [--screenshots FOLDER]

- A `<picture>` of `imagekit html` and one of `imagekit render`, in windows of 400, 800, and 1600 CSS pixels with two
  pixels per CSS pixel: the browser requests exactly one image, the expected member of the set. Nothing on the page
  moves while the image loads.
- A gallery, in light and dark: it is not wider than the window, the filter works, and axe finds no error (only with
  --axe).

No driver is needed: a script in each page measures, and sends the result to the server of the pages.
"""
import argparse
import contextlib
import http.server
import json
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
PHOTOS = ["dahlia.jpg", "aurora.jpg"]
WIDTHS = [400, 800, 1600]
SET = {"widths": WIDTHS, "formats": ["WEBP", "JPEG"], "sizes": "100vw", "source": "photos", "placeholder": "lqip"}
REGISTRY = {
    "settings": {"MEDIA_ROOT": "media", "MEDIA_URL": "/media/"},
    "source_groups": {"photos": {"glob": "photos/*"}},
    "generators": {"blog:photo": SET, "app:small": {"source": "photos", "processors": [{"ResizeToFit": [80, 80]}], "format": "PNG"}},
}
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Test</title><meta name="viewport" content="width=device-width">
<style>body{margin:0}img{display:block;max-width:100%%;height:auto}</style></head><body>%s<p>Text below.</p></body></html>
"""
# For each page, the width of the member that a browser needs in a window of this many CSS pixels: the width at which
# the page shows the image, times two.
EXPECTED = {
    "html.html": {400: 800, 800: 1600, 1600: 1600},  # sizes="100vw"; there is no member with 3200 pixels
    "render.html": {400: 400, 800: 800, 1600: 1600},  # sizes="50vw"
}
# The page of `imagekit html` without the size of the image. It shows that the measurement finds a shift.
CONTROL = "control.html"

PROBE = """
let shift = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) shift += entry.value; })
  .observe({ type: "layout-shift", buffered: true });
const loaded = () => [...document.images].every((image) => image.complete);
const report = async () => {
  if (!loaded()) return setTimeout(report, 50);
  await new Promise((done) => setTimeout(done, 200));
  parent.postMessage({ shift, images: [...document.images].map((image) => image.currentSrc) }, "*");
};
addEventListener("load", report);
"""
GALLERY_PROBE = """
addEventListener("load", async () => {
  const result = { overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth };
  for (const details of document.querySelectorAll("details")) details.open = true;
  result.openOverflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  result.dark = matchMedia("(prefers-color-scheme: dark)").matches;
  result.hasFilter = !document.querySelector(".filter").hidden;
  const visible = () => [...document.querySelectorAll(".sources > li")].filter((row) => row.offsetHeight > 0)
    .map((row) => row.querySelector("h2").textContent);
  const { text, status } = document.querySelector(".filter").elements;
  result.atFirst = visible().length;
  const type = (field, value) => { field.value = value; field.dispatchEvent(new Event("input", { bubbles: true })); };
  type(status, "");
  type(text, "AURORA");
  result.byName = visible();
  type(text, "");
  type(status, "failed");
  result.failed = visible();
  result.message = document.querySelector("[role=status]").textContent;
  type(status, "");
  if (window.axe) {
    const { violations, passes } = await axe.run(document);
    result.passes = passes.length;
    result.violations = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`);
  }
  if (parent === window) fetch("/result", { method: "POST", body: JSON.stringify(result) });
  else parent.postMessage(result, "*");
});
"""
# Opens the pages one after the other, each in a frame whose width is the width of its window. A headless window cannot
# be narrower than 500 pixels.
HARNESS = """<!DOCTYPE html><body style="margin:0"><script>
(async () => {
  const results = [];
  for (const [url, width] of %s) {
    const frame = document.createElement("iframe");
    Object.assign(frame.style, { width: width + "px", height: "900px", border: 0 });
    const message = new Promise((done) => addEventListener("message", (event) => done(event.data), { once: true }));
    document.body.append(frame);
    // Wait until the empty frame has its size. Otherwise, a page can start with another width.
    for (let count = 0; count < 3; count += 1) await new Promise(requestAnimationFrame);
    frame.src = url;
    results.push(await message);
    frame.remove();
  }
  fetch("/result", { method: "POST", body: JSON.stringify(results) });
})();
</script>"""


class Server(http.server.ThreadingHTTPServer):
    """Serves a site below each path such as `/1/`. So each visit has its own URLs, and the browser has cached no image.

    Images arrive late, so that a page without their sizes moves. The requests of images are recorded.
    """

    daemon_threads = True

    def __init__(self, folder, axe):
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder, self.axe, self.harness, self.requests = folder, axe, "", []
        self.results = queue.Queue()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = unquote(urlsplit(self.path).path)
        if path == "/harness.html":
            return self.answer("text/html", self.server.harness.encode())
        if path == "/axe.js":
            return self.answer("text/javascript", self.server.axe)
        visit, _, path = path[1:].partition("/")
        path = "/" + path
        file = self.server.folder / (path[1:] if path.startswith("/media/") else "public" + path)
        if not file.is_file():
            return self.send_error(404)
        content = file.read_bytes()
        if file.suffix != ".html":
            self.server.requests.append((visit, path))
            time.sleep(0.2)
            return self.answer("image/" + file.suffix[1:].replace("jpg", "jpeg"), content)
        is_gallery = file.name.startswith("gallery")
        scripts = f"<script>{GALLERY_PROBE if is_gallery else PROBE}</script>"
        if is_gallery and self.server.axe:
            scripts = '<script src="/axe.js"></script>' + scripts
        content = content.replace(b"</head>", scripts.encode() + b"</head>")
        self.answer("text/html; charset=utf-8", content.replace(b"/media/", f"/{visit}/media/".encode()))

    def do_POST(self):
        self.server.results.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.answer("text/plain", b"")

    def answer(self, kind, content):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        # The browser can end while it still loads an image.
        with contextlib.suppress(ConnectionError):
            self.wfile.write(content)

    def log_message(self, *arguments):
        pass


def command(url, *options, width=1700, dark=False):
    name = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not name:
        sys.exit("Chromium is missing: apt-get install chromium")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return [name, "--headless", *sandbox, "--disable-gpu", "--force-device-scale-factor=2", f"--window-size={width},1000",
            f"--blink-settings=preferredColorScheme={0 if dark else 1}", *options, url]


def measured(server, path, **options):
    """Opens a page of the server, and returns the result that the page sends."""
    url = f"http://localhost:{server.server_port}/{path}"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(command(url, f"--user-data-dir={profile}", "--remote-debugging-port=0", **options),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            return server.results.get(timeout=60)
        except queue.Empty:
            sys.exit(f"{url}: the page sent no result")
        finally:
            process.terminate()
            process.wait()


def make_site(site, imagekit):
    def run(*arguments, code=0):
        result = subprocess.run([imagekit, *arguments], cwd=site, capture_output=True, text=True)
        if result.returncode != code:
            sys.exit(f"imagekit {' '.join(arguments)} exits with {result.returncode}: {result.stderr}")

    (site / "media/photos").mkdir(parents=True)
    (site / "public").mkdir()
    for name in PHOTOS:
        shutil.copy(ROOT / "media/photos" / name, site / "media/photos")
    (site / "specs.json").write_text(json.dumps(REGISTRY))
    (site / "public/html.html").write_text(PAGE % '<img src="/media/photos/dahlia.jpg" alt="A dahlia">')
    (site / "render.html").write_text(
        PAGE % "{% picture 'blog:photo' 'photos/dahlia.jpg' sizes='50vw' -- alt='A dahlia' %}"
    )
    run("html", "public", "--generator", "blog:photo")
    run("render", "render.html", "--output", "public")
    text = (site / "public/html.html").read_text()
    (site / "public" / CONTROL).write_text(re.sub(r' (width|height)="\d+"', "", text))
    run("generateimages", "blog:photo", "--manifest", "images.json")
    # The gallery also has a failed source, missing images, and an image that is out of date.
    (site / "media/photos/broken.jpg").write_bytes(b"no image")
    run("generateimages", "app:small", code=1)
    shutil.copy(ROOT / "media/photos/dunes.jpg", site / "media/photos/aurora.jpg")
    shutil.copy(ROOT / "media/photos/dunes.jpg", site / "media/photos/dunes.jpg")
    run("gallery", "--output", "public/gallery.html", "--urls")
    run("gallery", "--output", "gallery-inline.html", "--inline")
    images = json.loads((site / "images.json").read_text())["images"]
    return {image["url"]: image["generator"] for image in images if image["source"] == "photos/dahlia.jpg"}


def check_pictures(server, members):
    """Returns the errors."""
    errors = []
    visits = [(page, width) for page in [*EXPECTED, CONTROL] for width in WIDTHS] + [("gallery.html", 400), ("gallery.html#failed", 400)]
    # A frame of another origin would start with one pixel per CSS pixel.
    server.harness = HARNESS % json.dumps([[f"/{visit}/{page}", width] for visit, (page, width) in enumerate(visits)])
    results = measured(server, "harness.html")
    for visit, (page, width) in enumerate(visits[:-2]):
        result = results[visit]
        requested = [members.get(path, path) for number, path in server.requests if number == str(visit)]
        shift = result["shift"]
        if page == CONTROL:
            if shift == 0:
                errors.append(f"{page}: the measurement finds no layout shift")
            continue
        expected = [f"blog:photo:{EXPECTED[page][width]}:webp"]
        print(f"{page}, {width} CSS pixels: {', '.join(requested)}, layout shift {shift}")
        if requested != expected:
            errors.append(f"{page}: {width} CSS pixels need {expected}, but the browser requests {requested}")
        if shift != 0:
            errors.append(f"{page}: layout shift {shift} at {width} CSS pixels")
    return errors + gallery_errors(results[-2], "400 pixels") + gallery_errors(results[-1], "400 pixels, #failed", 1)


def gallery_errors(result, where, at_first=4):
    """Returns the errors. `at_first` is the number of sources that the page shows before the filter is used."""
    expected = {
        "overflow": 0, "openOverflow": 0, "hasFilter": True, "atFirst": at_first, "byName": ["photos/aurora.jpg"], "failed": ["photos/broken.jpg"],
        "message": "1 of 4 sources on this page",
    }
    errors = [f"gallery, {where}: {key} is {result[key]!r}, not {value!r}" for key, value in expected.items() if result[key] != value]
    errors += [f"gallery, {where}: axe: {violation}" for violation in result.get("violations", [])]
    if "passes" in result:
        print(f"gallery, {where}: axe: {result['passes']} rules pass, {len(result['violations'])} fail")
    return errors


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("imagekit", type=Path)
    parser.add_argument("--axe", type=Path)
    parser.add_argument("--screenshots", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        members = make_site(site, arguments.imagekit.resolve())
        server = Server(site, arguments.axe.read_bytes() if arguments.axe else b"")
        errors = check_pictures(server, members)
        for dark in [False, True]:
            result = measured(server, "gallery/gallery.html", width=1200, dark=dark)
            where = "dark" if dark else "light"
            errors += gallery_errors(result, where)
            if result["dark"] != dark:
                errors.append(f"gallery: Chromium does not show the {where} colours")
        if arguments.screenshots:
            arguments.screenshots.mkdir(exist_ok=True)
            for name in ["public/html.html", "public/render.html", "public/gallery.html", "gallery-inline.html"]:
                target = arguments.screenshots / (Path(name).stem + ".png")
                address = f"http://localhost:{server.server_port}/shot/{Path(name).name}" if name.startswith("public/") else (site / name).as_uri()
                subprocess.run(command(address, f"--screenshot={target}", "--virtual-time-budget=5000", width=1200), capture_output=True)
    for error in errors:
        print(f"error: {error}", file=sys.stderr)
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
