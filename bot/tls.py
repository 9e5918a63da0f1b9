"""A certificate of this machine's own, for kiosks elsewhere on the network.

Browsers give the microphone to HTTPS alone. A small authority is made once and lies under
`home`; whoever trusts it trusts the kiosk's certificate, which is renewed when the machine's
names change or its end is near (Apple accepts at most 825 days, support.apple.com/103769).
"""

import ipaddress
import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_YEARS_OF_THE_AUTHORITY = 10
_DAYS_OF_THE_CERTIFICATE = 397
_DAYS_BEFORE_RENEWAL = 30


@dataclass(frozen=True)
class Credentials:
    """Where a certificate and its key lie; `authority` is what a kiosk has to trust."""

    certificate: Path
    key: Path
    authority: Path | None = None


def local(folder: Path, names: tuple[str, ...]) -> Credentials:
    """The machine's own certificate for these names and addresses, made where need be."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority = Credentials(folder / "xiaoqing-ca.crt", folder / "xiaoqing-ca.key")
    if not (authority.certificate.exists() and authority.key.exists()):
        _make_authority(authority)
    own = Credentials(folder / "server.crt", folder / "server.key", authority.certificate)
    if not _still_good(own, names):
        _make_certificate(own, authority, names)
    return own


def names_of_this_machine(host: str) -> tuple[str, ...]:
    """Under which names and addresses this machine may be called."""
    names = {"localhost", "127.0.0.1", socket.gethostname()}
    if host not in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        names.add(host)
    try:
        # Nothing is sent: connecting a datagram socket only asks which address we would use.
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))
            names.add(probe.getsockname()[0])
    except OSError:
        pass
    return tuple(sorted(names))


def _make_authority(files: Credentials) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"小清 {socket.gethostname()}")
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * _YEARS_OF_THE_AUTHORITY))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write(files, certificate, key)


def _make_certificate(own: Credentials, authority: Credentials, names: tuple[str, ...]) -> None:
    issuer = x509.load_pem_x509_certificate(authority.certificate.read_bytes())
    issuer_key = serialization.load_pem_private_key(authority.key.read_bytes(), password=None)
    assert isinstance(issuer_key, ec.EllipticCurvePrivateKey)  # noqa: S101 - we made it
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name("xiaoqing"))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=_DAYS_OF_THE_CERTIFICATE))
        .add_extension(x509.SubjectAlternativeName([_alternative(n) for n in names]), False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False
        )
        .sign(issuer_key, hashes.SHA256())
    )
    _write(own, certificate, key)


def _still_good(own: Credentials, names: tuple[str, ...]) -> bool:
    if not (own.certificate.exists() and own.key.exists()):
        return False
    certificate = x509.load_pem_x509_certificate(own.certificate.read_bytes())
    known = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    renewal = certificate.not_valid_after_utc - timedelta(days=_DAYS_BEFORE_RENEWAL)
    return datetime.now(UTC) < renewal and all(_alternative(name) in known for name in names)


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common[:64])])


def _write(
    files: Credentials, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey
) -> None:
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    descriptor = os.open(files.key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    files.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
