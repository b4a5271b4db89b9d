"""pip's failures, told in one line."""

from ops.packages_python import explain

NO_WHEEL = """\
ERROR: Could not find a version that satisfies the requirement docopt==0.6.2 (from versions: none)
ERROR: No matching distribution found for docopt==0.6.2
"""
OFFLINE = """\
WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after \
connection broken by 'ProxyError('Cannot connect to proxy.', NewConnectionError('Failed to \
establish a new connection: [Errno 111] Connection refused'))': /simple/docopt/
ERROR: Could not find a version that satisfies the requirement docopt==0.6.2 (from versions: none)
ERROR: No matching distribution found for docopt==0.6.2
"""
OTHER = "WARNING: something\nERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n"


def test_a_package_that_would_need_a_compiler_is_named() -> None:
    assert explain(NO_WHEEL).startswith(
        "There is no ready-made package of docopt==0.6.2 for Python"
    )


def test_an_unreachable_network_is_not_taken_for_a_missing_package() -> None:
    assert explain(OFFLINE).startswith("The Python packages cannot be downloaded")


def test_any_other_failure_is_pips_first_error() -> None:
    assert explain(OTHER).endswith("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES")
