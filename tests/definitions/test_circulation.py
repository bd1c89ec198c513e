"""The circulation list of the repository names every audience and nobody real; a mistake in one is refused."""

import re
import subprocess
from pathlib import Path

import pytest

from analysis.definitions.circulation_list import Server, read_circulation
from analysis.definitions.reports import read_reports
from analysis.project import find_project
from analysis.refusals import ParametersRefused

ROOT = find_project(Path(__file__).parent).root
LIST = ROOT / "params" / "circulation.yaml"
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
EXAMPLES = re.compile(r"@(?:[\w-]+\.)*example(?:\.(?:org|com|net))?$")


@pytest.fixture
def changed(tmp_path):
    """The repository's list with some words put in the place of others."""

    def change(old: str, new: str) -> Path:
        text = LIST.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "circulation.yaml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return change


def test_every_audience_of_a_report_is_in_the_list_and_no_other():
    audiences = {report.audience for report in read_reports(ROOT / "params" / "reports").values()}

    assert set(read_circulation(LIST).audiences) == audiences


def test_the_repositorys_list_has_only_addresses_under_example_org():
    circulation = read_circulation(LIST)
    addresses = [address for role in circulation.roles.values() for address in role.addresses]
    domains = {address.partition("@")[2] for address in [circulation.sender.address, *addresses]}

    assert domains == {"example.org"} == set(circulation.allowed_domains)
    assert circulation.server.host == "mail.example.org"
    assert circulation.sign_off.another_person


def test_no_file_in_git_has_an_address_but_examples():
    done = subprocess.run(
        ["git", "ls-files", "-z", "params", "docs", "src", "*.md", "*.yml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("this checkout is not in git")
    for name in filter(None, done.stdout.split("\0")):
        path = ROOT / name
        if path.suffix in {".md", ".py", ".yaml", ".yml", ".txt", ".j2"} and path.is_file():
            found = ADDRESS.findall(path.read_text(encoding="utf-8"))
            assert not [address for address in found if not EXAMPLES.search(address)], name


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("analyst@example.org", "analyst@example.com", r"analyst@example.com: outside allowed_domains"),
        ("analyst@example.org", "analyst@sub.example.org", r"analyst@sub.example.org: outside allowed_domains"),
        ("analyst@example.org", "analyst@example.org.thief.net", "outside allowed_domains"),
        ("[analyst@example.org]", '["a@example.org\\r\\nBcc: b@example.org"]', "addresses"),
        ("[analyst@example.org]", '["a@example.org, b@example.org"]', "addresses"),
        ("[analyst@example.org]", "[ännä@example.org]", "addresses"),
        ("[analyst@example.org]", "[]", "addresses"),
        ("name: LSCB Business Unit", 'name: "LSCB\\nBcc: a@example.org"', "sender.name"),
        ("Business unit: [business_manager", "Business unit: [busines_manager", "Did you mean 'business_manager'"),
        ("roles: [business_manager", "roles: [manager", "No role 'manager'"),
        ("security: starttls", "security: none", "Nothing is sent without TLS"),
        ("security: starttls", "security: ssl", "server.security"),
        ("port: 587", "port: 0", "server.port"),
        ("another_person: true", "another_persons: true", "did you mean 'another_person'"),
    ],
)
def test_a_mistake_is_refused_with_its_place(changed, old, new, told):
    with pytest.raises(ParametersRefused, match=told):
        read_circulation(changed(old, new))


def test_domains_are_the_same_in_capitals(changed):
    assert "A@EXAMPLE.ORG" in read_circulation(changed("analyst@example.org", "A@EXAMPLE.ORG")).addresses(
        "Business unit"
    )


def test_an_address_of_two_roles_stands_once(changed):
    circulation = read_circulation(changed("[analyst@example.org]", "[Business.Manager@example.org]"))

    assert circulation.addresses("Business unit") == ["business.manager@example.org"]


@pytest.mark.parametrize(
    ("host", "is_here"), [("127.0.0.1", True), ("::1", True), ("10.0.0.1", False), ("mail", False)]
)
def test_this_machine_is_named_by_a_loopback_address(host, is_here):
    assert Server(host=host, port=25, security="none").is_this_machine == is_here
