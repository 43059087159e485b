"""python3 -m fleet TREE PACKAGE LOG: in namespaces of its own for mounts and network."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from judging.lab import LabError, sweep_after_the_killed

from fleet.hosts import Fleet
from fleet.playbooks import Playbooks
from fleet.scenario import Scenario, inventory

NAMES = ["web1", "web2", "web3", "web4", "cache1", "cache2"]


def main():
    tree, package, log_copy = map(pathlib.Path, sys.argv[1:])
    sweep_after_the_killed()
    with tempfile.TemporaryDirectory(prefix="judge-fleet-") as folder:
        # Kept by nothing but the namespace of this process.
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=700", "fleet", folder], check=True)
        controller = pathlib.Path(folder) / "controller"
        subprocess.run(["dpkg-deb", "--extract", package, controller], check=True)
        try:
            return go_through(tree, package, pathlib.Path(folder), controller / "usr/bin/cinch")
        finally:
            log = pathlib.Path(folder) / "ansible.log"
            if log.exists():
                shutil.copy(log, log_copy)
            subprocess.run(["umount", "--lazy", folder], check=False)


def go_through(tree, package, folder, cinch):
    begun = time.monotonic()
    with Fleet(tree, NAMES, folder) as fleet:
        print(f"ok  {len(NAMES)} hosts are up {time.monotonic() - begun:32.0f} s", flush=True)
        scenario = Scenario(fleet, Playbooks(fleet, inventory(fleet)), package, cinch)
        try:
            scenario.run()
        except (AssertionError, LabError, OSError, subprocess.SubprocessError) as problem:
            said = scenario.last.output[-8000:] if scenario.last else ""
            print(f"NOT {scenario.step}: {type(problem).__name__} {problem}\n{said}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
