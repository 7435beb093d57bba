#!/usr/bin/env python3
"""Checks the examples for Kubernetes with the published schemas of several versions of Kubernetes.

usage: Scripts/check_kubernetes.py      (with the Python of .venv: kubernetes-validate)

It also checks what the schemas cannot express: the number of shards, the shard's variable, and that exit codes of imagekit
that another attempt cannot change end a Job.
"""

import copy
import pathlib
import sys

import kubernetes_validate
import yaml

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "Examples" / "kubernetes"
# The first version in which podFailurePolicy is stable, and the last one in the package.
VERSIONS = ["1.31", kubernetes_validate.latest_version()]


def check(job, indexed):
    pod = job["template"]["spec"]
    container = pod["containers"][0]
    assert pod["restartPolicy"] == "Never", "podFailurePolicy needs the restart policy Never"
    codes = next(rule["onExitCodes"] for rule in job["podFailurePolicy"]["rules"] if "onExitCodes" in rule)
    assert codes["containerName"] == container["name"] and set(codes["values"]) == {1, 64, 65}, codes
    if indexed:
        variables = {entry["name"]: entry["value"] for entry in container["env"]}
        assert variables["IMAGEKIT_SHARD_TOTAL"] == str(job["completions"]), "the number of shards"
        assert container["command"][-2:] == ["--shard", "auto"], container["command"]


def main():
    documents = {name: yaml.safe_load((FOLDER / name).read_text()) for name in ["job.yaml", "cronjob.yaml"]}
    for version in VERSIONS:
        for document in documents.values():
            kubernetes_validate.validate(document, version, strict=True)
        # The check itself must be able to fail.
        broken = copy.deepcopy(documents["job.yaml"])
        broken["spec"]["podFailurePolicy"]["rules"][1]["onExitCodes"]["values"] = ["one"]
        try:
            kubernetes_validate.validate(broken, version, strict=True)
        except kubernetes_validate.ValidationError:
            continue
        sys.exit("the schemas accept a wrong file")
    check(documents["job.yaml"]["spec"], indexed=True)
    check(documents["cronjob.yaml"]["spec"]["jobTemplate"]["spec"], indexed=False)
    print(f"kubernetes: 2 examples, schemas of {' and '.join(VERSIONS)}")


main()
