"""A certificate of the machine's own, and a client that trusts its authority alone."""

import ssl
from pathlib import Path

import httpx
import pytest
from cryptography import x509

from bot import tls
from tests.conftest import share_cache
from tests.support.server import serving


def names(path: Path) -> set[str]:
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in found}


def test_the_authority_stays_and_the_certificate_follows_the_names(tmp_path: Path) -> None:
    first = tls.local(tmp_path / "tls", ("localhost", "127.0.0.1"))
    assert first.authority
    authority, certificate = first.authority.read_bytes(), first.certificate.read_bytes()
    again = tls.local(tmp_path / "tls", ("localhost",))
    assert again.certificate.read_bytes() == certificate
    moved = tls.local(tmp_path / "tls", ("localhost", "192.0.2.7"))
    assert moved.certificate.read_bytes() != certificate
    assert moved.authority
    assert moved.authority.read_bytes() == authority
    assert "192.0.2.7" in names(moved.certificate)
    for key in (moved.key, tmp_path / "tls" / "xiaoqing-ca.key"):
        assert key.stat().st_mode & 0o077 == 0


def test_a_kiosk_that_trusts_the_authority_reaches_the_server(tmp_path: Path) -> None:
    share_cache(tmp_path)
    with serving(tmp_path, "--tls") as server:
        trusting = ssl.create_default_context(cafile=tmp_path / "tls" / "xiaoqing-ca.crt")
        url = f"https://127.0.0.1:{server.port}/healthz"
        assert httpx.get(url, verify=trusting).json()["status"] == "ok"
        with pytest.raises(httpx.ConnectError):
            httpx.get(url, verify=ssl.create_default_context())
    assert "xiaoqing-ca.crt" in (tmp_path / "server.log").read_text()
