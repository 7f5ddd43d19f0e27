"""A catalogue beside its source: whether it is up to date, and what in its translations looks wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bindery import glossary
from bindery.checks import translation as translations
from bindery.house import House
from bindery.model import Finding, Place, Publication, Severity, Standing
from bindery.tools import hyphens
from bindery.translation.edition import Translation, stale
from bindery.translation.edition import standing as standing_of
from bindery.translation.pairs import translated
from bindery.translation.revision import SOURCE_HEADER, fingerprint


def examine(translation: Translation, publication: Publication, house: House) -> tuple[Finding, ...]:
    """Return what is doubtful in a translation, in the order of the catalogue; damage to its markup is an error."""
    terms = glossary.read([(file, house.place(file)) for file in _glossaries(publication, house)])
    found = [finding for findings in translation.damages.values() for finding in findings]
    found += translations.examine(translated(translation.rows), translation.source, translation.target, terms)
    found += _age(translation)
    if not hyphens.has_dictionary(translation.target.tag):
        found.append(
            Finding(
                "language-hyphens",
                Severity.WARNING,
                Place(f"styles/languages/{translation.target.code}.toml"),
                f"there is no hyphenation dictionary for {translation.target.name}, so no word is divided.",
                "Look at the lines of the PDF for wide gaps.",
            )
        )
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: finding.place))


def refusal(publication: Publication, language: str, standing: Standing) -> Finding:
    """Return why an edition is not final: how many units are fuzzy, missing, stale, damaged, unreviewed."""
    counts = {name: getattr(standing, name) for name in ("fuzzy", "missing", "stale", "damaged", "unreviewed")}
    said = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
    return Finding(
        "translation-not-final",
        Severity.ERROR,
        Place(f"manuscript/{publication.slug}/translations/{language}.po"),
        f"not final: of {standing.units} units {said}.",
        f"See `build translate status` and `build proof -l {language}`.",
    )


def _age(translation: Translation) -> list[Finding]:
    made_for = translation.catalog.header.get(SOURCE_HEADER, "")
    now, place = standing_of(translation), Place(translation.file)
    found = []
    if made_for and made_for != fingerprint(translation.units):
        found.append(
            Finding(
                "catalog-stale",
                Severity.WARNING,
                place,
                "the source has changed since this catalogue was brought up to date.",
                "Run `build translate update`.",
            )
        )
    lines = {entry.key: entry.line for entry in translation.catalog.entries}
    found += [
        Finding(
            "translation-stale",
            Severity.WARNING,
            Place(translation.file, lines[key]),
            f"this is no longer in the source: “{key[1][:60]}”.",
            "Run `build translate update`; the translation is kept.",
        )
        for key in stale(translation.units, translation.catalog)
    ]
    if now.fuzzy or now.missing:
        said = [f"{now.missing} not translated"] * bool(now.missing) + [f"{now.fuzzy} fuzzy"] * bool(now.fuzzy)
        found.append(
            Finding(
                "translation-incomplete",
                Severity.WARNING,
                place,
                f"of {now.units} units {' and '.join(said)}: the edition is a draft.",
                "Translate them; `build proof` shows where they are.",
            )
        )
    return found


def _glossaries(publication: Publication, house: House) -> Iterator[Path]:
    """Yield the glossaries that are there: the house's, and a publication's own, which may not read the machine."""
    if (ours := house.root / "manuscript" / "glossary.toml").is_file():
        yield ours
    own = publication.folder / "glossary.toml"
    if own.is_file() and own.resolve().is_relative_to(publication.folder.resolve()):
        yield own
