"""What a fleet goes through with the collection: converge, the three faults, again, idempotence, check mode, verify."""

import json
import pathlib
import time
import xml.etree.ElementTree

from fleet import repository_jobs

HERE = pathlib.Path(__file__).parent
WEB, CACHE = "nginx.service", "redis-server.service"
FINAL = "/etc/systemd/system/{}.d/60-cinch.conf"
WAITING = "/run/systemd/system.control/{}.d/60-cinch.conf"


def inventory(fleet):
    """Four web servers and two caches; the results of one of each kind are for all of that kind."""
    quick = {"margin": "none", "baselines": 1, "confirmations": 1, "settle_s": 0.2}

    def group(names, service):
        hosts = {name: {"ansible_host": fleet[name].address, "ansible_user": "root"} for name in names}
        return {"hosts": hosts, "vars": {"find_services": [service], "find_defaults": quick, "apply_from": names[0]}}

    web = {"unit": WEB, "health": ["curl -fsS -m 5 http://127.0.0.1/ | grep -qi 'welcome to nginx'"],
           "only": ["NoNewPrivileges", "ProtectHome", "ProtectKernelTunables", "ProtectClock"]}
    cache = {"unit": CACHE, "health": ["redis-cli set k v | grep -qx OK"], "reload": False,
             "only": ["ProcSubset", "PrivateIPC", "KeyringMode"]}
    children = {
        "web": group([name for name in fleet.hosts if name.startswith("web")], web),
        "cache": group([name for name in fleet.hosts if name.startswith("cache")], cache),
        "cinch_canaries": {"hosts": {"web1": None, "cache1": None}},
    }
    variables = {"ansible_python_interpreter": "/usr/bin/python3"}
    return {"all": {"children": children, "vars": variables}}


class Scenario:
    """Steps that follow one on the other. A step that does not hold raises an AssertionError."""

    def __init__(self, fleet, playbooks, package, cinch):
        self.fleet, self.playbooks, self.package, self.cinch = fleet, playbooks, package, cinch
        self.results = fleet.folder / "sandboxes"
        self.last = self.step = None

    def run(self):
        steps = [
            self.installs, self.installs_once, self.finds, self.finds_once, self.says_in_check_mode_what_would_change,
            self.takes_a_stage_back, self.survives_three_faults, self.converges, self.changes_nothing_then,
            self.checks_after_an_upgrade, self.tells_what_broke, self.takes_sandboxes_away, self.runs_the_jobs_of_a_repository,
            self.merges_the_results,
        ]
        for step in steps:
            begun, self.step = time.monotonic(), step.__name__.replace("_", " ")
            said = step()
            print(f"ok  {self.step:42} {time.monotonic() - begun:5.0f} s  {said}", flush=True)

    def play(self, *arguments, **variables):
        self.last = self.playbooks.run(*arguments, **variables)
        return self.last

    # What hosts are like

    def unit(self, name):
        return WEB if name.startswith("web") else CACHE

    def has(self, name, place):
        return self.fleet[name].run(f"test -e {place.format(self.unit(name))}")[0] == 0

    def sandboxed(self):
        return {name for name in self.fleet.hosts if self.has(name, FINAL)}

    def require_whole(self, name):
        """Nothing is half done: the service is up; under its sandbox for good, or as it was, with nothing that waits."""
        assert not self.has(name, WAITING), f"{name}: a sandbox waits"
        shown = self.fleet[name].run(f"systemctl show -P ActiveState -P NoNewPrivileges -P ProcSubset {self.unit(name)}")[1]
        timers = self.fleet[name].run("systemctl list-units --all --no-legend 'cinch-*'")[1]
        assert "active" in shown.split(), f"{name}: {shown}"
        assert not timers, f"{name}: still there: {timers}"

    # Steps

    def installs(self):
        run = self.play("install", install_package=str(self.package), install_settings={"find": {"exclude": ["PrivateNetwork"]}})
        assert run.status == 0 and not run.bad
        for host in self.fleet.hosts.values():
            status, said = host.run("cinch --version && cat /etc/cinch/cinch.yaml")
            assert status == 0 and "PrivateNetwork" in said, said
        return run

    def installs_once(self):
        run = self.play("install", install_package=str(self.package), install_settings={"find": {"exclude": ["PrivateNetwork"]}})
        assert run.status == 0 and run.changed == 0
        return run

    def finds(self):
        run = self.play("find", "--limit", "web1,cache1")
        assert run.status == 0
        files = sorted(str(path.relative_to(self.results)) for path in self.results.rglob("*.*") if path.is_file())
        assert files == [f"cache1/{CACHE}.conf", f"cache1/{CACHE}.yaml", f"web1/{WEB}.conf", f"web1/{WEB}.yaml"], files
        assert "ProtectHome=yes" in (self.results / "web1" / f"{WEB}.conf").read_text()
        return run

    def finds_once(self):
        run = self.play("find", "--limit", "web1,cache1")
        assert run.status == 0 and run.changed == 0
        return run

    def says_in_check_mode_what_would_change(self):
        run = self.play("apply", "--check", "--diff")
        assert run.status == 0 and len([host for host in run.hosts.values() if host.changed]) == len(self.fleet.hosts)
        assert "+ProtectHome=yes" in run.output and f"+++ {FINAL.format(WEB)}" in run.output
        assert not self.sandboxed(), self.sandboxed()
        return run

    def takes_a_stage_back(self):
        """One of the second stage fails: none of that stage keeps its sandbox, the canaries do."""
        self._need_home("web3")
        run = self.play("apply", apply_serial="100%")
        assert run.status != 0 and run.bad == ["cache2", "web2", "web3", "web4"], run.bad
        assert self.sandboxed() == {"web1", "cache1"}, self.sandboxed()
        for name in self.fleet.hosts:
            self.require_whole(name)
        return run

    def survives_three_faults(self):
        """One host cannot be reached, one does not work under the sandbox, one restarts in the midst of it."""
        self.fleet["web2"].cut_off()
        boots = self.fleet["web4"].boots
        run = self.play(
            "apply", apply_serial="100%", apply_max_fail_percentage=70, apply_verify=str(HERE / "restart-one.yml"),
            restarted="web4")
        self.fleet["web2"].reconnect()
        assert self.fleet["web4"].boots == boots + 1
        assert run.bad == ["web2", "web3", "web4"], run.bad
        assert run.hosts["web2"].unreachable and run.hosts["web3"].failed and run.hosts["web4"].failed
        assert self.sandboxed() == {"web1", "cache1", "cache2"}, self.sandboxed()
        for name in self.fleet.hosts:
            self.require_whole(name)
        return run

    def converges(self):
        self._need_home("web3", needs=False)
        run = self.play("apply")
        assert run.status == 0 and not run.bad
        assert self.sandboxed() == set(self.fleet.hosts)
        for name, host in self.fleet.hosts.items():
            self.require_whole(name)
            wanted = "ProtectHome=yes" if self.unit(name) == WEB else "ProcSubset=pid"
            assert wanted in host.run(f"systemctl show -p ProtectHome -p ProcSubset {self.unit(name)}")[1], name
            assert host.run(f"test -s /etc/cinch/profiles/{self.unit(name)}.yaml")[0] == 0, name
        return run

    def changes_nothing_then(self):
        run = self.play("apply")
        assert run.status == 0 and run.changed == 0
        return run

    def checks_after_an_upgrade(self):
        run = self.play(HERE / "upgrade.yml")
        assert run.status == 0 and "Check the sandboxes" in run.output
        return run

    def tells_what_broke(self):
        self._need_home("web1")
        run = self.play(HERE / "upgrade.yml")
        self._need_home("web1", needs=False)
        assert run.status != 0 and "regression" in run.output and WEB in run.output
        return run

    def takes_sandboxes_away(self):
        play = self.fleet.folder / "absent.json"
        task = {"name": "Take it away", "cinch.sandbox.cinch_profile": {"unit": CACHE, "state": "absent"}}
        play.write_text(json.dumps([{"name": "Absent", "hosts": "cache", "gather_facts": False, "tasks": [task]}]))
        run = self.play(play)
        assert run.status == 0 and run.changed == 2
        assert not self.has("cache1", FINAL) and not self.has("cache2", FINAL)
        assert self.play(play).changed == 0
        return run

    def runs_the_jobs_of_a_repository(self):
        """GitLab's and GitHub's, in a host that plays the container."""
        host, gitlab, github = self.fleet["cache2"], repository_jobs.gitlab(), repository_jobs.github()
        results = f"{repository_jobs.PROJECT}/cinch-results/cinch"
        repository_jobs.prepare(host, self.package)

        def must(expected, job, **changes):
            status, said = repository_jobs.run(host, job, **changes)
            assert status == expected, f"{status} instead of {expected}: {said}"
            return xml.etree.ElementTree.fromstring(host.read(f"{results}.xml"))

        must(0, gitlab, CINCH_ACTION="find")
        for job in (gitlab, github):
            assert must(0, job).find(".//failure") is None
        host.run(f"mkdir -p /home/site && sed -i 's#/usr/share/nginx/html#/home/site#' {repository_jobs.PROJECT}/units/*")
        for job in (gitlab, github):
            assert must(2, job).find(".//failure") is not None
        sarif = json.loads(host.read(f"{results}.sarif"))
        found = [result["ruleId"] for result in sarif["runs"][0]["results"]]
        assert found, sarif
        must(64, github, CINCH_ACTION="neither")
        return f"GitLab and GitHub: found, held, broke: {' '.join(found)}"

    def merges_the_results(self):
        run = self.play("report", report_command=str(self.cinch))
        page = (self.results / "report.html").read_text()
        assert run.status == 0 and all(word in page for word in ("web1", "cache1", WEB, CACHE))
        assert self.play("report", report_command=str(self.cinch)).changed == 0
        return f"{run}; a page of {len(page)} bytes"

    def _need_home(self, name, needs=True):
        """Has nginx serve from below /home, which the sandbox hides, or from where it did."""
        old, new = ("/var/www/html", "/home/site") if needs else ("/home/site", "/var/www/html")
        status, said = self.fleet[name].run(
            "mkdir -p /home/site && cp /var/www/html/* /home/site"
            f" && sed -i 's#root {old}#root {new}#' /etc/nginx/sites-available/default && systemctl reload nginx")
        assert status == 0, said
