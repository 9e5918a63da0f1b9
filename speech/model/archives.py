"""The archives that models come in, and who fetches each kind."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Zip:
    """An archive at an address; `size` need only be near, it is for the progress bar."""

    url: str
    size: int
    sha256: str

    @property
    def file(self) -> str:
        """Its file name."""
        return self.url.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Wheel:
    """An archive that is a Python package, so that pip's mirror, proxy and cache serve it."""

    project: str
    version: str
    file: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Deb:
    """A Debian package, fetched by apt from the user's own mirror; `size` need only be near.

    Each release of Debian packs the same files anew, so apt's signature vouches for the package
    and the SHA-256 of every file in it for what is loaded.
    """

    package: str
    size: int
    sha256: str = ""

    @property
    def file(self) -> str:
        """How its file name begins."""
        return f"{self.package}_"


@dataclass(frozen=True)
class Npm:
    """An archive that is a package of npm's, so that the user's own npm fetches it."""

    project: str
    version: str
    size: int
    sha256: str

    @property
    def file(self) -> str:
        """Its file name, as `npm pack` gives it."""
        return f"{self.project}-{self.version}.tgz"


Archive = Zip | Wheel | Deb | Npm
