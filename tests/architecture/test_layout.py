"""The layout that everything else relies on."""

import importlib.util
import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 300
OURS = ["plugins", "tests", "ops", "portal", "areas", "people", "audit", "cms_pages"]


def test_site_is_a_source_root_and_never_a_package() -> None:
    assert not (ROOT / "site" / "__init__.py").exists()


def test_import_site_is_the_standard_librarys() -> None:
    import site

    assert Path(site.__file__).is_relative_to(sys.base_prefix)


@pytest.mark.parametrize("name", OURS)
def test_no_installed_package_takes_our_name(name: str) -> None:
    spec = importlib.util.find_spec(name)
    places = [Path(place) for place in spec.submodule_search_locations]
    assert [place for place in places if not place.is_relative_to(ROOT)] == []


@pytest.mark.parametrize("name", ["site", "plugins", "locale", "tests", "docs", "ops"])
def test_top_level_folder_exists(name: str) -> None:
    assert (ROOT / name).is_dir()


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_python_lock_names_no_address(name: str) -> None:
    assert "://" not in (ROOT / "requirements" / name).read_text()


def test_npm_lock_names_no_download_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_maven_project_names_no_repository() -> None:
    project = ElementTree.parse(ROOT / "ops" / "elasticsearch" / "pom.xml")
    assert project.findall(".//{*}repository") == []


def test_modules_stay_short() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for top in ("site", "plugins")
        for path in (ROOT / top).rglob("*.py")
        if "migrations" not in path.parts
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
