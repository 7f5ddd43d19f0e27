"""The bench: what a making command has to do, done: from the shelf, from the cache, or anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from bindery import jobs
from bindery.cache import Cache
from bindery.cli.terminal import Board, tell
from bindery.errors import BinderyError, ManuscriptError, UsageError
from bindery.jobs import Job
from bindery.model import Artefact, Finding, Publication
from bindery.shelf import Shelf, Shelved

if TYPE_CHECKING:
    from bindery.cli.making import Order
    from bindery.workshop import Task


class Bench:
    """One command's work; ``done`` is what stands on the shelf of it, in the order that was asked for."""

    def __init__(self, order: Order, todo: list[tuple[Publication, list[str]]]) -> None:
        self._order, self._todo = order, todo
        self._cache = Cache.of_user() if order.cache else Cache(None)
        self._found: dict[str, Shelved] = {}
        self._shelves: dict[str, Shelf] = {}
        self._jobs: dict[tuple[str, str], list[Job]] = {}
        self._publications = {publication.slug: publication for publication, _ in todo}

    @property
    def done(self) -> list[Shelved]:
        """What has been put on the shelf or stood there, by publication, language and medium."""
        names = [
            f"{publication.slug}.{language}.{medium}"
            for publication, languages in self._todo
            for language in languages
            for medium in self._order.media
        ]
        return [self._found[name] for name in names if name in self._found]

    def work(self) -> tuple[Finding, ...]:
        """Do all of it; return why editions were refused.

        Raises BinderyError where one could not be made for another reason, after the others have been.
        """
        shared = jobs.house_inputs(self._order.house)
        for publication, languages in self._todo:
            for language in languages:
                self._look_up(publication, language, shared)
        return self._make() if self._jobs else ()

    def _look_up(self, publication: Publication, language: str, shared: Mapping[str, str]) -> None:
        """Find what need not be made; the rest is a job."""
        house, shelf = self._order.house, self._shelf(publication.slug)
        wanted = []
        edition = jobs.job(publication, language, "", house, shared)
        for medium in self._order.media:
            job = edition.in_medium(medium)
            if not self._order.cache or (self._order.final and language != publication.language):
                wanted.append(job)  # asked for anew, or only its text says whether it is final
            elif found := shelf.find(job.name, job):
                self._found[job.name] = found
            elif kept := self._cache.find(job):
                self._found[job.name] = shelf.put(kept[0], job, kept[1], cached=True)
            else:
                wanted.append(job)
        if wanted:
            self._jobs[publication.slug, language] = wanted

    def _make(self) -> tuple[Finding, ...]:
        from bindery import workshop

        order, wrong, stopped = self._order, list[Finding](), list[BinderyError]()
        tasks = [self._task(slug, language) for slug, language in self._jobs]
        with (
            workshop.opened(tasks, order.jobs, order.house, order.cluster) as crew,  # before there are threads
            Board(len(self.done), sum(map(len, self._jobs.values())), quiet=order.quiet) as board,
        ):
            if crew.send:
                tasks = [workshop.packed(task, self._publications[task.slug]) for task in tasks]
            for task, made in workshop.done(tasks, crew, order.house, lambda at: board.at([t.name for t in at])):
                match made.refused:
                    case None:
                        self._put(task, made.artefacts)
                    case ManuscriptError() as error if not isinstance(error, UsageError):
                        # The others are made all the same.
                        wrong += [finding for finding in error.findings if finding not in wrong]
                    case error:
                        stopped.append(error)
                board.finished(len(task.media))
        self._cache.trim()
        if stopped:
            tell(wrong)
            for said in list(dict.fromkeys(map(str, stopped)))[1:]:
                click.echo(said, err=True)
            raise stopped[0]
        return tuple(wrong)

    def _task(self, slug: str, language: str) -> Task:
        from bindery import workshop

        media = [job.medium for job in self._jobs[slug, language]]
        return workshop.order(self._publications[slug], language, media, self._order.house, final=self._order.final)

    def _put(self, task: Task, artefacts: tuple[tuple[Artefact, tuple[Finding, ...]], ...]) -> None:
        """Put what was made on the shelf and into the cache, if the sources are still what they were."""
        edition = jobs.job(self._publications[task.slug], task.language, "", self._order.house)
        made = [
            (artefact, job, findings, edition.in_medium(job.medium).key == job.key)
            for job, (artefact, findings) in zip(self._jobs[task.slug, task.language], artefacts, strict=True)
        ]
        self._found |= {shelved.path.name: shelved for shelved in self._shelf(task.slug).put_all(made)}
        for artefact, job, findings, certain in made:
            if certain:
                self._cache.put(job, artefact, findings)

    def _shelf(self, slug: str) -> Shelf:
        if slug not in self._shelves:
            self._shelves[slug] = Shelf((self._order.out or self._order.house.shelf) / slug)
        return self._shelves[slug]
