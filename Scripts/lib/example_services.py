"""Two small services in a lab that plays the host, for scripts that are hard on Cinch there."""

import os
import pathlib
import subprocess
import sys

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent
# The environment variable CINCH names a built program to run instead.
CINCH = os.environ.get("CINCH", str(SCRIPTS / "cinch"))
# Options that make trials short.
SHORT = ["--baselines", "1", "--confirmations", "1", "--no-restart", "--settle", "0.05", "--jobs", "1", "--quiet"]
SERVICES = ["example", "second"]
UNIT = "example.service"
WORK = pathlib.Path("/root/example")
PROFILE, MANIFEST = WORK / "p.yaml", WORK / "m.yaml"
DROP_IN = pathlib.Path(f"/etc/systemd/system/{UNIT}.d/60-cinch.conf")
PROVISIONAL = pathlib.Path(f"/run/systemd/system.control/{UNIT}.d/60-cinch.conf")


def run(*command, **options):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def read(path):
    try:
        return pathlib.Path(path).read_text(errors="replace")
    except OSError:
        return ""


def in_lab(script, *arguments):
    """Runs a script of ours in a lab that plays the host; its exit status."""
    inside = ["env", f"CINCH={CINCH}", "PYTHONDONTWRITEBYTECODE=1", sys.executable, script, "--inside", *arguments]
    # Labs nest on cgroup v2.
    return subprocess.run([CINCH, "lab", "shell", "--lab-layout", "v2", "--", *inside], stdin=subprocess.DEVNULL).returncode


def prepare():
    """Starts the services, and makes a manifest of them and a profile of one that keeps NoNewPrivileges=."""
    for name in SERVICES:
        pathlib.Path(f"/usr/lib/systemd/system/{name}.service").write_text("[Service]\nExecStart=/bin/sleep infinity\n")
    WORK.mkdir(mode=0o700, exist_ok=True)
    entries = ", ".join(f"{{name: {name}, unit: {name}}}" for name in SERVICES)
    MANIFEST.write_text(
        "defaults: {settle_s: 0.05, reload: false, restart: false, baselines: 1, confirmations: 1, health: 'true', "
        f"only: [NoNewPrivileges]}}\nservices: [{entries}]\n")
    run("systemctl", "daemon-reload")
    run("systemctl", "start", *SERVICES)
    # What Cinch has found out on the machine is none of the lab's.
    run("rm", "-rf", "/var/lib/cinch")
    found = run(CINCH, "find", "--host", UNIT, "--only", "NoNewPrivileges", "--only", "LockPersonality", "--health", "true", *SHORT,
                "--profile", PROFILE)
    if found.returncode != 0:
        sys.exit(f"no profile: {found.stderr}")


def disagreement():
    """Whether the service runs otherwise than what is installed says; empty where not."""
    installed, pid = read(DROP_IN), run("systemctl", "show", UNIT, "-P", "MainPID").stdout.strip()
    is_under = "NoNewPrivs:\t1" in read(f"/proc/{pid}/status")
    needs_reload = run("systemctl", "show", UNIT, "-P", "NeedDaemonReload").stdout.strip()
    if installed and "NoNewPrivileges=yes" not in installed:
        return f"half a drop-in: {installed!r}"
    if is_under != bool(installed) or needs_reload != "no":
        return f"installed: {bool(installed)}, in force: {is_under}, to be reloaded: {needs_reload}, process {pid}"
    return ""
