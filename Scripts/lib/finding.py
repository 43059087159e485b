"""Runs `cinch find` on a service of the corpus and reads what it says."""

import dataclasses
import json
import pathlib
import subprocess
import time

CINCH = pathlib.Path(__file__).resolve().parents[1] / "cinch"
OPENS_PATHS = ("ReadWritePaths", "BindPaths", "RuntimeDirectory", "StateDirectory", "CacheDirectory", "LogsDirectory")


@dataclasses.dataclass
class Finding:
    """The result of one `cinch find`; `error` says why there is none."""

    kept: list = dataclasses.field(default_factory=list)
    rejected: list = dataclasses.field(default_factory=list)
    trials: int = 0
    seconds: float = 0
    exposure_before: float = float("nan")
    dropin: str = ""
    error: str = ""

    def sets(self, *directives):
        return any(line.startswith(f"{directive}=") for line in self.dropin.splitlines() for directive in directives)

    def opens_paths(self):
        return self.sets(*OPENS_PATHS)


def find(service, tree, strategy, folder, more=()):
    """Finds the sandbox of a service in labs over a tree; leaves NAME.conf, NAME.yaml and NAME.json in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    dropin, profile, report = (folder / f"{service.name}.{kind}" for kind in ("conf", "yaml", "json"))
    command = [CINCH, "find", service.unit, "--lab", "--lab-root", tree, "--strategy", strategy,
               "--output", dropin, "--profile", profile, "--json", *service.health_options, *more]
    began = time.monotonic()
    process = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    seconds = time.monotonic() - began
    report.write_text(process.stdout)
    if process.returncode:
        last = (process.stderr.strip() or "no message").splitlines()[-1]
        return Finding(seconds=seconds, error=f"exit status {process.returncode}: {last}")
    found = json.loads(process.stdout)
    return Finding(
        kept=found["kept"], rejected=[entry["restriction"] for entry in found["rejected"]], trials=found["trials"],
        seconds=seconds, exposure_before=found["exposure"]["before"], dropin=dropin.read_text())
