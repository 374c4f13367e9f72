# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""`signet policy`: documents are checked, formatted and converted, and Python's XML parser agrees with what comes out."""
import json
import subprocess
import xml.etree.ElementTree as ElementTree

import needs
import pytest
from signet_cli import PROGRAM, ROOT, signet

RAW = """<policies>
<inbound><base/><set-header name="X" exists-action="override"><value>@(context.Request.Headers["a"][0] + "<b>")</value></set-header>
    <choose><when condition="@(context.Request.Method == "PUT" && 1 < 2)"><set-variable name="v" value="@{
        // said twice
        return "&amp;";
    }" /></when></choose>
</inbound><backend><base /></backend></policies>
"""


def run(*arguments, status=0, **options):
    result = subprocess.run([PROGRAM, "policy", *map(str, arguments)], capture_output=True, timeout=60, **options)
    assert result.returncode == status, (arguments, result)
    return result.stdout


def documents():
    shared = ROOT.parent / "shared"
    needs.require([] if shared.is_dir() else [shared], "the folder with the documents belongs beside the project")
    found = [path for folder in ("policies", "apiops-sample") for path in sorted((shared / folder).rglob("*.xml"))]
    assert len(found) >= 196, "documents are missing in ../shared"
    return found


def test_converted_documents_are_xml_and_come_back(tmp_path):
    raw = tmp_path / "raw.xml"
    raw.write_text(RAW)
    converted = run("convert", "--to", "xml", raw)
    root = ElementTree.fromstring(converted)
    assert root.find(".//value").text == '@(context.Request.Headers["a"][0] + "<b>")'
    assert root.find(".//set-variable").get("value") == '@{\n        // said twice\n        return "&amp;";\n    }'
    assert run("convert", "--to", "rawxml", "-", input=converted) == RAW.encode()
    assert run("convert", "--to", "rawxml", input=RAW.encode()) == RAW.encode()
    result = signet("policy", "convert", "--to", "xml", raw)
    assert result["text"].encode() == converted and result["wellFormedXML"] and result["changed"]


def test_an_xml_parser_reads_every_converted_document():
    for path in documents():
        converted = run("convert", "--to", "xml", path)
        ElementTree.fromstring(converted)
        again = run("convert", "--to", "rawxml", input=converted)
        assert run("convert", "--to", "xml", input=again) == converted, path


def test_formats_files_and_says_which_would_change(tmp_path):
    file = tmp_path / "policy.xml"
    file.write_text(RAW)
    file.chmod(0o640)
    formatted = run("format", file)
    assert run("format", "-", input=formatted) == formatted
    assert run("format", "--check", file, status=1).decode().split() == [str(file)]
    assert signet("policy", "format", "--check", file, status=1)["files"][0]["changed"] is True
    assert run("format", "--write", file).decode().split() == [str(file)]
    assert file.read_bytes() == formatted and file.stat().st_mode & 0o777 == 0o640
    assert run("format", "--check", file) == b""


def test_says_where_a_document_is_wrong(tmp_path):
    file = tmp_path / "policy.xml"
    file.write_text("<policies>\n<inbound x x='1'></inbound>\n</policies>")
    assert signet("policy", "format", file, status=1)["files"][0]["diagnostics"][0]["line"] == 2
    assert signet("policy", "convert", "--to", "xml", file, status=1)["error"]["code"] == "malformedDocument"
    text = run("check", file, status=1).decode()
    assert "The expected token is '='. Line 2, position 12." in text and "\n           ^" in text
    assert subprocess.run([PROGRAM, "policy", "convert", "--to", "yaml", file], capture_output=True).returncode == 64
    assert subprocess.run([PROGRAM, "policy", "format", "--check", "--write", file], capture_output=True).returncode == 64
    assert json.loads(run("format", tmp_path / "none.xml", "--output", "json", status=1))["error"]["code"] == "unreadableFile"


def test_check_warns_of_what_is_rarely_meant():
    document = """<policies><inbound><base /><authentication-certificate thumbprint="{{t}}" /></inbound><backend /></policies>"""
    result = json.loads(run("check", "-", "--output", "json", input=document.encode()))
    assert [d["code"] for d in result["files"][0]["diagnostics"]] == ["rotatingThumbprint", "forwardRequestLost"]
    outside = "<policies><inbound><base /></inbound><backend><base /></backend><outbound><base /><set-method>GET</set-method></outbound></policies>"
    assert json.loads(run("check", "-", "--output", "json", input=outside.encode()))["files"][0]["diagnostics"][0]["severity"] == "warning"
    run("check", "-", "--strict", input=outside.encode(), status=1)


@pytest.mark.parametrize("expression, value, kind", [
    ("@(1 + 2)", 3, "int"), ("1.5 * 3", 4.5, "double"), ("0.1m + 0.2m", 0.3, "decimal"),
    ("ulong.MaxValue", 2**64 - 1, "ulong"), ("1 / 0.0", "Infinity", "double"),
    ("1 < 2", True, "bool"), ('(string)context.Variables["none"]', None, "string"),
    ('@{ return context.Request.Headers.GetValueOrDefault("X-Id", "none"); }', "7", "string"),
])
def test_evaluates_an_expression_against_a_context(tmp_path, expression, value, kind):
    context = tmp_path / "call.json"
    context.write_text(json.dumps({"request": {"method": "GET", "headers": {"X-Id": "7"}}, "variables": {"none": None}}))
    result = signet("policy", "eval", "--context", context, expression)
    assert (result["value"], result["type"]) == (value, kind)


def test_says_why_an_expression_has_no_value():
    failed = signet("policy", "eval", 'int.Parse("x")', status=1)["error"]
    assert "Input string was not in a correct format." in failed["message"]
    unknown = signet("policy", "eval", '"".Nothing()', status=1)["error"]
    assert "'string' does not contain a definition for 'Nothing'" in unknown["message"]
