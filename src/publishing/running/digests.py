"""What the things that a page rests on come to, as short digests: a page is kept while all of its digests stay."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from hashlib import sha256

import pandas as pd
from pydantic import BaseModel

from analysis.definitions import Definitions
from analysis.hashes import hash_of
from analysis.measures.published import find_guarded, read_shown
from analysis.observations import read_accounts, read_findings, read_revisions
from analysis.page.quality import select_findings
from analysis.page.suppressed import count_withheld
from analysis.project import Project
from publishing.intake.layouts import read_sources

Names = Sequence[str] | None
DEFINED = ("indicators", "reports", "ordinary_changes")  # definitions by name, noted where they are looked up


class Digests:
    """Digests of one run's figures as they may be shown, its findings and its definitions, by what pages note.

    Figures have one for each indicator and area, so that a page is made again where a figure that it read has changed
    and not where another has. What stands in a row decides, its place in the table does not.
    """

    def __init__(self, project: Project, definitions: Definitions):
        self.project, self.definitions = project, definitions
        self.known: dict[str, str] = {}

    def digest(self, item: list) -> str:
        """The digest of a thing that `report.basis` noted. One that is not known here is never the same again."""
        key = json.dumps(item)
        if key not in self.known:
            kind, *names = item
            if kind in DEFINED:
                self.known[key] = _describe(getattr(self.definitions, kind), *names)
            else:
                find = getattr(self, f"_of_{kind}", lambda *names: uuid.uuid4().hex)
                self.known[key] = find(*names)
        return self.known[key]

    def _of_observations(self, indicators: Names, areas: Names) -> str:
        if indicators is not None and areas is not None:
            chosen = [(indicator, area) for indicator in indicators for area in areas]
        else:
            wanted = (indicators, areas)
            chosen = [
                pair
                for pair in sorted(self._figures)
                if all(some is None or name in some for name, some in zip(pair, wanted, strict=True))
            ]
        return _join(self._figures.get(pair, b"") for pair in chosen)

    def _of_findings(self, indicators: Names, sources: Names) -> str:
        found = self._findings
        if indicators is not None:
            found = select_findings(found, indicators, sources or ())
        contracts = found["source"].map(lambda names: " ".join(map(self._contract, names.split())))
        return _join([_hash_rows(found.assign(contract=contracts))])

    def _of_accounts(self) -> str:
        return _join([_hash_rows(read_accounts(self.project.processed))])

    def _of_revisions(self) -> str:
        return _join([_hash_rows(read_revisions(self.project.processed))])

    def _of_withheld(self, areas: Sequence[str]) -> str:
        return hash_of(json.dumps([count_withheld(self.project, area) for area in areas]).encode())

    def _of_guarded(self) -> str:
        return hash_of(json.dumps([sorted(some) for some in find_guarded(self.project, self.definitions)]).encode())

    def _of_notebooks(self, names: Sequence[str]) -> str:
        paths = [self.project.notebooks / name for name in names]
        return _join(path.read_bytes() if path.is_file() else b"" for path in paths)

    def _of_annotations(self, indicators: Sequence[str], areas: Sequence[str]) -> str:
        remarks = self.definitions.annotations
        touching = [remark for remark in remarks for area in areas if remark.concerns(list(indicators), area)]
        return _join(remark.model_dump_json().encode() for remark in touching)

    @cached_property
    def _figures(self) -> dict[tuple[str, str], bytes]:
        """The digest of every indicator's figures of an area, with the contracts that they came by."""
        shown = read_shown(self.project, self.definitions)
        contracts = {name: self._contract(name) for name in shown["source"].unique()}
        rows = pd.util.hash_pandas_object(shown.assign(contract=shown["source"].map(contracts)), index=False).to_numpy()
        places = shown.groupby(["indicator", "area"], sort=False).indices
        return {pair: sha256(rows[place].tobytes()).digest() for pair, place in places.items()}

    @cached_property
    def _findings(self) -> pd.DataFrame:
        return read_findings(self.project.processed)

    @cached_property
    def _contracts(self) -> dict[str, str]:
        sources = read_sources(self.project.params / "sources")
        return {name: hash_of(source.model_dump_json().encode()) for name, source in sources.items()}

    def _contract(self, name: str) -> str:
        return self._contracts.get(name, "")


def _hash_rows(table: pd.DataFrame) -> bytes:
    return pd.util.hash_pandas_object(table.reset_index(drop=True), index=False).to_numpy().tobytes()


def _describe(defined: Mapping[str, BaseModel], names: Names) -> str:
    chosen = list(defined) if names is None else names
    return _join(f"{name} {defined[name].model_dump_json() if name in defined else ''}".encode() for name in chosen)


def _join(parts: Iterable[bytes]) -> str:
    whole = sha256()
    for part in parts:
        whole.update(sha256(part).digest())
    return whole.hexdigest()
