"""The jobs for the units of a repository, as their files have them: what a runner would do in a container."""

import pathlib
import re
import shlex

import yaml

CHECKOUT = pathlib.Path(__file__).resolve().parents[3]
PROJECT = "/builds/project"
FILES = {
    "units/site.service": """
[Service]
ExecStart=/usr/bin/python3 -m http.server 8000 --bind 127.0.0.1 --directory /usr/share/nginx/html
""",
    "services.yaml": """
services:
- name: site
  unit: site.service
  ready: curl -fsS http://127.0.0.1:8000/ > /dev/null
  health: ["curl -fsS http://127.0.0.1:8000/ > /dev/null"]
  only: [NoNewPrivileges, ProtectHome]
  margin: none
  baselines: 1
  confirmations: 1
""",
}


def gitlab():
    """The job's variables and script."""
    job = yaml.safe_load((CHECKOUT / ".gitlab/cinch.yml").read_text())[".cinch"]
    return job["variables"], "\n".join(job["script"])


def github():
    """The action's environment, with its inputs as they are by default, and its script."""
    action = yaml.safe_load((CHECKOUT / ".github/actions/cinch/action.yml").read_text())
    step, = action["runs"]["steps"]
    inputs = {name: value["default"] for name, value in action["inputs"].items()}
    variables = {
        name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: inputs[found[1]], value)
        for name, value in step["env"].items()
    }
    return variables, step["run"]


def prepare(host, package):
    """A repository with one unit, where a runner would have it."""
    for name, text in FILES.items():
        host.write(f"{PROJECT}/{name}", text.lstrip().encode())
    host.write(f"{PROJECT}/cinch.deb", pathlib.Path(package).read_bytes())


def run(host, job, **changes):
    """Its exit status, and the end of what it said."""
    variables, script = job
    set_all = " ".join(f"{name}={shlex.quote(value)}" for name, value in (variables | changes).items())
    return host.run(f"cd {PROJECT} && export {set_all} && set -eo pipefail\n{script}", timeout=600)
