#!/usr/bin/env python3
"""Runs the steps of action.yml, of the template for GitLab, and of the hooks for pre-commit with bash, as their services do."""

import argparse
import os
import re
import shutil
import subprocess
from pathlib import Path

import yaml


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("action", "gitlab", "hooks", "site", "wheel", "temporary"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    return parser.parse_args()


class Action:
    """Runs the steps of a composite action, except the steps that use other actions."""

    def __init__(self, folder, temporary):
        self.folder = folder.resolve()
        self.definition = yaml.safe_load((folder / "action.yml").read_text())
        self.temporary = temporary
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        self.files = {name: temporary / name for name in ("GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in self.files.values():
            file.touch()

    def run(self, **inputs):
        """Returns the exit code of the first step that fails, or 0, and the output."""
        values = {name: str(entry.get("default", "")) for name, entry in self.definition["inputs"].items()}
        values |= {name.replace("_", "-"): str(value) for name, value in inputs.items()}

        def resolved(text):
            return re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda match: values[match.group(1)], text)

        output = ""
        for step in self.definition["runs"]["steps"]:
            if "run" not in step:
                continue
            path = ":".join([*self.files["GITHUB_PATH"].read_text().split(), os.environ["PATH"]])
            environment = {"PATH": path, "RUNNER_TEMP": str(self.temporary), "GITHUB_ACTION_PATH": str(self.folder)}
            environment["GITHUB_WORKSPACE"] = str(Path(resolved(step.get("working-directory", "."))).resolve().parent)
            environment |= {name: str(file) for name, file in self.files.items()}
            environment |= {name: resolved(value) for name, value in step.get("env", {}).items()}
            assert step["shell"] == "bash"
            result = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=resolved(step.get("working-directory", ".")), env=environment, text=True, capture_output=True,
            )
            output += result.stdout + result.stderr
            if result.returncode:
                return result.returncode, output
        return 0, output


def expect(condition, what):
    if not condition:
        raise SystemExit(f"run_steps.py: {what}")


def test_action(options):
    action = Action(options.action, options.temporary)
    inputs = {"package": options.wheel, "working_directory": options.site}
    code, output = action.run(**inputs, arguments="--check myapp:*")
    expect(code == 1 and output.count("::warning ") == 32, f"--check of a new site: {code}\n{output}")
    code, output = action.run(**inputs, arguments="myapp:*")
    expect(code == 0 and "::error" not in output, f"the sample: {code}\n{output}")
    manifest = re.search(r"^manifest=(.*)$", action.files["GITHUB_OUTPUT"].read_text(), re.M)
    expect(manifest and Path(manifest.group(1)).stat().st_size > 0, "no manifest")
    expect("| 32 | 0 | 0 | 0 |" in action.files["GITHUB_STEP_SUMMARY"].read_text(), "no summary")
    broken = options.site / "media/photos/a,b%.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 not a picture")
    code, output = action.run(**inputs, arguments="myapp:thumbnail")
    annotation = f"::error title=myapp%3Athumbnail,file={options.site.name}/media/photos/a%2Cb%25.jpg::"
    expect(code == 1 and annotation in output, f"a broken file: {output}")
    expect("a,b%.jpg" in action.files["GITHUB_STEP_SUMMARY"].read_text(), "the summary lacks the failure")
    broken.unlink()


def test_gitlab(options):
    job = yaml.safe_load(options.gitlab.read_text())[".imagekit"]
    variables = {**job["variables"], "IMAGEKIT_PACKAGE": str(options.wheel), "IMAGEKIT_ARGUMENTS": "myapp:*"}
    script = "\n".join(job["before_script"] + job["script"])
    environment = {"PATH": os.environ["PATH"], **variables}
    result = subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=options.site, env=environment)
    expect(result.returncode == 0, "the script for GitLab fails")
    for path in job["artifacts"]["paths"] + job["cache"]["paths"]:
        expect((options.site / path).exists(), f"the job for GitLab makes no {path}")


def test_hooks(options):
    environment = {"PATH": f"{options.temporary / 'imagekit/bin'}:{os.environ['PATH']}"}
    stale = options.site / "media/photos/aurora.jpg"
    hooks = {hook["id"]: hook for hook in yaml.safe_load(options.hooks.read_text())}

    def run(hook):
        return subprocess.run(hooks[hook]["entry"].split(), cwd=options.site, env=environment).returncode

    expect(run("imagekit-validate") == 0, "imagekit-validate fails")
    # Make the images of all generators first, because imagekit-check checks all of them.
    subprocess.run(["imagekit", "generateimages"], cwd=options.site, env=environment, check=True)
    expect(run("imagekit-check") == 0, "imagekit-check fails")
    shutil.copy(options.site / "media/photos/dunes.jpg", stale)
    expect(run("imagekit-check") == 1, "imagekit-check accepts a changed source")
    for name in ("specs.json", "media/photos/a.JPG", "b.heic"):
        expect(re.search(hooks["imagekit-check"]["files"], name), f"the hook ignores {name}")
    expect(not re.search(hooks["imagekit-check"]["files"], "README.md"), "the hook runs for README.md")


def main():
    options = arguments()
    test_action(options)
    test_gitlab(options)
    test_hooks(options)


if __name__ == "__main__":
    main()
