#!/usr/bin/env python3
# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Runs the benchmark groups, prints a table for people, and writes .build/bench.json.

usage: bench.py PROGRAM [GROUP]

The gateway is measured against nginx in the same run: mutual TLS to the same backend, interleaved rounds, the proxy on core 0, wrk
and the backend on core 1, CPU time of the proxy's process by the request.
"""
import contextlib
import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from xml.etree import ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests" / "Interop"))
import bench_credentials  # noqa: E402
import certificates  # noqa: E402

sys.path.insert(0, str(ROOT / "scripts"))

ROUNDS, SECONDS, CONNECTIONS = 5, 3, 64
TICKS = os.sysconf("SC_CLK_TCK")

NGINX = """
daemon off; master_process off; worker_processes 1; pid {dir}/{name}.pid; error_log {dir}/{name}.log warn;
events {{ worker_connections 2048; }}
http {{
  access_log off; keepalive_requests 100000000; keepalive_timeout 600s;
  client_body_temp_path {dir}/{name}-body; proxy_temp_path {dir}/{name}-proxy; fastcgi_temp_path {dir}/{name}-fastcgi;
  uwsgi_temp_path {dir}/{name}-uwsgi; scgi_temp_path {dir}/{name}-scgi;
  {http}
}}
"""
BACKEND = """
  server {{ listen 127.0.0.1:{port} ssl backlog=4096; ssl_certificate {dir}/server.crt; ssl_certificate_key {dir}/server.key;
    ssl_client_certificate {dir}/client.crt; ssl_verify_client on;
    location / {{ default_type application/json; return 200 '{{"message":"hello from the backend"}}'; }} }}
"""
PROXY = """
  upstream backend {{ server 127.0.0.1:{backend}; keepalive 128; keepalive_requests 100000000; keepalive_timeout 600s; }}
  server {{ listen 127.0.0.1:{port} backlog=4096;
    location / {{ proxy_pass https://backend; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host localhost;
      proxy_ssl_certificate {dir}/client.crt; proxy_ssl_certificate_key {dir}/client.key; proxy_ssl_name localhost;
      proxy_ssl_trusted_certificate {dir}/server.crt; proxy_ssl_verify on; }} }}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def pinned(core, command, port, log):
    with open(log, "ab") as output:
        process = subprocess.Popen(["taskset", "-c", str(core), *map(str, command)], stdout=output, stderr=output)
        try:
            end = time.monotonic() + 30
            while time.monotonic() < end:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                if process.poll() is not None:
                    raise SystemExit(f"bench: ended early: {command}\n{pathlib.Path(log).read_text(errors='replace')[-3000:]}")
            yield process
        finally:
            process.terminate()
            process.wait(timeout=20)


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_megabytes(pid):
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def load(port, path):
    """Requests answered with 2xx or 3xx; anything else is an error of the measurement."""
    result = subprocess.run(
        ["taskset", "-c", "1", "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", f"http://127.0.0.1:{port}{path}"],
        capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in result:
        raise SystemExit(f"bench: answers other than 2xx on {path}\n{result}")
    return next(int(line.split()[0]) for line in result.splitlines() if "requests in" in line)


def write_configuration(folder, backend, directory):
    def put(path, text):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    put("policy.xml", "<policies><inbound /><backend><forward-request /></backend><outbound /><on-error /></policies>")
    put("certificates/client/certificateInformation.json", json.dumps({"properties": {"path": str(directory / "client.pem")}}))
    for name, inbound in (
        ("plain", '<authentication-certificate certificate-id="client" />'),
        ("policies", """
            <authentication-certificate certificate-id="client" />
            <set-variable name="caller" value="@(context.Request.Headers.GetValueOrDefault("User-Agent","none"))" />
            <set-header name="X-Environment" exists-action="override"><value>bench</value></set-header>
            <choose><when condition="@(context.Request.Method == "GET")">
              <set-header name="X-Caller" exists-action="override"><value>@((string)context.Variables["caller"])</value></set-header>
            </when></choose>"""),
    ):
        put(f"apis/{name}/apiInformation.json", json.dumps({"properties": {
            "path": name, "displayName": name, "protocols": ["http", "https"], "serviceUrl": f"https://localhost:{backend}",
            "subscriptionRequired": False}}))
        put(f"apis/{name}/specification.json", json.dumps({
            "openapi": "3.0.1", "info": {"title": name, "version": "1"},
            "paths": {"/items": {"get": {"operationId": "items", "responses": {"200": {"description": "OK"}}}}}}))
        put(f"apis/{name}/policy.xml",
            f"<policies><inbound><base />{inbound}</inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>")


def gateway_rows(program):
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        directory = pathlib.Path(name)
        certificates.self_signed(directory, "server", "-addext", "subjectAltName=DNS:localhost")
        certificates.self_signed(directory, "client")
        backend, proxy, ours = free_port(), free_port(), free_port()
        for role, core, port, http in (
            ("backend", 1, backend, BACKEND.format(port=backend, dir=directory)),
            ("proxy", 0, proxy, PROXY.format(port=proxy, backend=backend, dir=directory)),
        ):
            (directory / f"{role}.conf").write_text(NGINX.format(dir=directory, name=role, http=http))
            process = stack.enter_context(pinned(
                core, ["nginx", "-p", directory, "-c", directory / f"{role}.conf"], port, directory / f"{role}.out"))
            if role == "proxy":
                nginx = process.pid
        write_configuration(directory / "config", backend, directory)
        gateway = stack.enter_context(pinned(
            0, [program, "gateway-server", directory / "config", ours, directory / "server.crt"], ours, directory / "ours.out")).pid
        idle = resident_megabytes(gateway)
        runs = {"nginx": (nginx, proxy, "/plain/items"), "plain": (gateway, ours, "/plain/items"),
                "policies": (gateway, ours, "/policies/items")}
        micros = {key: [] for key in runs}
        for key, (pid, port, path) in runs.items():
            load(port, path)
        for _ in range(ROUNDS):
            for key, (pid, port, path) in runs.items():
                before = cpu_seconds(pid)
                count = load(port, path)
                micros[key].append((cpu_seconds(pid) - before) / count * 1e6)
        rows = []
        for key, title, goal in (("plain", "gateway, mutual TLS, authentication-certificate", 0.9),
                                 ("policies", "gateway, mutual TLS, variables, headers and choose on top", 0.9)):
            ratio = statistics.median(theirs / mine for theirs, mine in zip(micros["nginx"], micros[key]))
            rows.append({"name": title, "value": statistics.median(micros[key]), "unit": "µs CPU/request", "peer": "nginx proxy_pass",
                         "peerValue": statistics.median(micros["nginx"]), "ratio": ratio, "goal": f"≥ {goal}", "met": ratio >= goal})
        rows.append({"name": "gateway, resident when idle", "value": idle, "unit": "MB", "peer": "the goal", "peerValue": 40,
                     "ratio": 40 / idle, "goal": "≤ 40 MB", "met": idle <= 40})
        return rows


def pfx_rows(program):
    with tempfile.TemporaryDirectory() as name:
        pem = certificates.self_signed(name, "bench")
        path = certificates.pfx(pem, "password", "-iter", "1")
        return swift_rows(program, "pfx", path)


def platform_rows(program):
    import platform_bench  # needs the packages of the tests' clients, as `make bench` provides them
    return platform_bench.rows(program)


def language_rows(program, group, *arguments):
    """Rows of the policy language's own program; the peers are Python's JSON and XML readers on the same bytes."""
    rows = swift_rows(pathlib.Path(program).with_name("PolicyLanguage"), group, *arguments)
    for row in rows:
        goal = float(row["goal"].split()[1] if row["goal"][0] in "≤≥" else 0.5)
        row["peer"], row["peerValue"] = "the goal", goal
        if "JSON body" in row["name"]:
            text = (ROOT / "Benchmarks/Sources/PolicyLanguage/body.json").read_text()
            row["peer"], row["peerValue"] = "Python json.loads", best(lambda: json.loads(text)["name"], 2000) * 1e6
        elif row["unit"] == "MB/s":
            documents = well_formed(pathlib.Path(arguments[0]))
            size = sum(map(len, documents))
            row["peer"] = f"Python xml.etree, the {len(documents)} that are XML, no expressions"
            row["peerValue"] = size / best(lambda: [ElementTree.fromstring(text) for text in documents], 1) / 1e6
        if row["unit"] == "MB/s":
            row["ratio"] = row["value"] / row["peerValue"]
        else:
            # What is not there at all has no ratio.
            row["ratio"] = row["peerValue"] / row["value"] if row["value"] else 1.0
    return rows


def best(work, repetitions):
    def once():
        start = time.process_time()
        for _ in range(repetitions):
            work()
        return (time.process_time() - start) / repetitions
    return statistics.median(once() for _ in range(7))


def well_formed(folder):
    documents = []
    for path in sorted(folder.rglob("*.xml")):
        with contextlib.suppress(ElementTree.ParseError):
            ElementTree.fromstring(path.read_bytes())
            documents.append(path.read_bytes())
    return documents


def swift_rows(program, *arguments):
    result = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"bench: {arguments} failed\n{result.stderr}")
    return json.loads(result.stdout)


def main():
    program = sys.argv[1]
    groups = {
        "assertion": lambda: swift_rows(program, "assertion"), "cache": lambda: swift_rows(program, "cache"),
        "callers": lambda: swift_rows(program, "callers"),
        "clients": lambda: bench_credentials.client_rows(program), "start": lambda: bench_credentials.start_rows(program),
        "pfx": lambda: pfx_rows(program),
        "expressions": lambda: language_rows(program, "expressions"),
        "reader": lambda: language_rows(program, "reader", ROOT.parent / "shared" / "policies"),
        "gateway": lambda: gateway_rows(program), "platform": lambda: platform_rows(program),
    }
    only = sys.argv[2:]
    unknown = [name for name in only if name not in groups]
    if unknown:
        raise SystemExit(f"bench: no such group: {', '.join(unknown)}; there are: {', '.join(groups)}")
    rows = []
    for name in only or groups:
        print(f"bench: {name} …", file=sys.stderr)
        rows.extend(groups[name]())
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        print(f"{row['name']:{width}}  {row['value']:10.2f} {row['unit']:15}  {row['peer']}: {row['peerValue']:.2f}"
              f"  ratio {row['ratio']:.2f}  goal {row['goal']}  {'met' if row['met'] else 'MISSED'}")
    (ROOT / ".build").mkdir(exist_ok=True)
    (ROOT / ".build" / "bench.json").write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
