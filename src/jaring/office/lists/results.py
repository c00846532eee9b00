"""An act on several rows after one question, and what became of each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jaring.core.errors import JaringError

Row = TypeVar("Row")
TICKED = "baris"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one row; ``refusal`` is None where it was done."""

    label: str
    detail: str
    url: str
    refusal: JaringError | None


def ticked(request: HttpRequest) -> list[UUID]:
    """Return the rows that were ticked, by public id; what is none does not exist."""
    try:
        return [UUID(text) for text in request.POST.getlist(TICKED)]
    except ValueError:
        raise Http404 from None


def one_by_one(rows: Iterable[Row], act: Callable[[Row], object]) -> list[tuple[Row, JaringError | None]]:
    """Do something to each row in a transaction of its own; a refusal is about its own row and stops no other."""
    done: list[tuple[Row, JaringError | None]] = []
    for row in rows:
        try:
            act(row)
        except JaringError as error:
            done.append((row, error))
        else:
            done.append((row, None))
    return done


def results_page(request: HttpRequest, title: str, results: Iterable[Result], back: str) -> HttpResponse:
    """Say of every row what became of it: the refused first, each with its reason."""
    results = sorted(results, key=lambda result: result.refusal is None)
    refused = sum(result.refusal is not None for result in results)
    content = {"title": title, "results": results, "done": len(results) - refused, "refused": refused, "back": back}
    return render(request, "lists/results.html", content)
