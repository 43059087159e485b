"""Runs `cinch batch` on services of the corpus and reads what it found."""

import dataclasses
import json
import pathlib
import subprocess
import sys

import yaml

from corpus import CORPUS

CINCH = pathlib.Path(__file__).resolve().parents[1] / "cinch"
OPENS_PATHS = ("ReadWritePaths", "BindPaths", "RuntimeDirectory", "StateDirectory", "CacheDirectory", "LogsDirectory")


@dataclasses.dataclass
class Finding:
    """What was found for one service; `error` says why there is nothing."""

    kept: list = dataclasses.field(default_factory=list)
    rejected: list = dataclasses.field(default_factory=list)
    trials: int = 0
    seconds: float = 0
    exposure_before: float = float("nan")
    dropin: str = ""
    explained: int = 0  # rejections whose reason names what is denied, or quotes the service's own log
    error: str = ""

    def sets(self, *directives):
        return any(line.startswith(f"{directive}=") for line in self.dropin.splitlines() for directive in directives)

    def opens_paths(self):
        return self.sets(*OPENS_PATHS)


def find(services, tree, strategy, folder, more=()):
    """Finds the sandboxes of services of the corpus in labs over a tree; their findings by name, their files in the folder."""
    return find_all([CORPUS / f"{service.name}.yaml" for service in services], tree, folder, ["--strategy", strategy, *more])


def find_all(manifests, tree, folder, more=(), program=CINCH, **run_options):
    """The same for all services of some manifests."""
    command = [program, "batch", *manifests, "--lab-root", tree, "--output-dir", folder, "--json", *more]
    process = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, **run_options)
    if not process.stdout:
        sys.exit(process.returncode)
    return {outcome["name"]: read(outcome, folder) for outcome in json.loads(process.stdout)["services"]}


def read(outcome, folder):
    if outcome["status"] not in ("ok", "undecided"):
        return Finding(seconds=outcome["seconds"], error=f"{outcome['status']}: {outcome['reason']}")
    profile = yaml.safe_load((folder / f"{outcome['name']}.yaml").read_text())
    return Finding(
        kept=profile["kept"], rejected=[entry["restriction"] for entry in profile.get("rejected", [])],
        explained=sum(map(is_explained, profile.get("rejected", []))),
        trials=outcome["figures"]["trials"], seconds=outcome["seconds"],
        exposure_before=float(profile["exposure"]["before"]), dropin=(folder / f"{outcome['name']}.conf").read_text())


def is_explained(rejection):
    """Whether the reason names the denied call, capability, path, family or device, or is a line of the service's own."""
    reason = rejection["because"]
    return "denies" in reason or reason["source"] in ("service", "kernel")
