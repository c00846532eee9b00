"""Building blocks of the templates: ``{% load jaring %}``. Described in ``docs/developer/pages.md``."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django import forms, template
from django.forms import BoundField
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils import timezone
from django.utils.functional import Promise, lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jaring.core.law import Status
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.office.audit.events import EVENTS
from jaring.office.people.models import Person
from jaring.office.ui.glossary import TERMS
from jaring.office.ui.listing import ORDER, PAGE, Listing

register = template.Library()

SEALED_LABELS: Final[dict[str, Promise | str]] = {"nik": "NIK", "kk": _("nomor KK"), "phone": _("nomor telepon")}


WRITTEN_MAX: Final = 4096
"""A page writes the same months, days and numbers many times; so many of them are kept written."""


def _locale() -> str:
    return "en" if get_language() == "en" else "id"


@lru_cache(WRITTEN_MAX)
def _written_day(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)


@lru_cache(WRITTEN_MAX)
def _written_number(value: int, locale: str) -> str:
    return format_decimal(value, locale=locale)


@register.inclusion_tag("ui/parts/terms.html")
def terms(*names: str) -> dict[str, object]:
    """Links to what some words of a page mean, by their names in the glossary; an unknown name is a defect."""
    by_name = {each.name: each for each in TERMS}
    return {"terms": [by_name[name] for name in names]}


@register.filter
def emphasised(text: str) -> SafeString:
    """A text whose ``**words**`` name what stands on a page, with those words in bold."""
    parts = text.split("**")
    bold = (format_html("<strong>{}</strong>" if place % 2 else "{}", part) for place, part in enumerate(parts))
    return format_html_join("", "{}", ((part,) for part in bold))


@register.filter
def rupiah(amount_idr: int | Rupiah | None) -> str:
    """``16800`` as ``Rp16.800``, in both languages."""
    if amount_idr is None:
        return "–"
    return str(amount_idr if isinstance(amount_idr, Rupiah) else Rupiah(amount_idr))


@register.filter
def absolute(amount_idr: int) -> int:
    """The amount without its sign, for a column that already says which side it stands on."""
    return abs(amount_idr)


@register.filter
def number(value: int | None) -> str:
    """``14880`` as ``14.880``, in English ``14,880``."""
    return "–" if value is None else _written_number(value, _locale())


@register.filter
def signed(value: int) -> str:
    """A change with its sign: ``+12``, ``−3``, ``0``."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number(abs(value))}"


@register.filter
def month(value: Month | date | None) -> str:
    """A month as ``Desember 2026``."""
    if value is None:
        return "–"
    day = value.first_day if isinstance(value, Month) else value
    return _written_day(day, "LLLL yyyy", _locale())


@register.filter
def month_letters(value: Month) -> str:
    """The short name of a calendar month, whatever its year, for the head of a narrow column."""
    return _written_day(value.first_day, "LLL", _locale())


@register.filter
def day(value: date | None) -> str:
    """A day as ``23 November 2026``; an instant as the day in the reader's zone."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return _written_day(value, "d MMMM yyyy", _locale())


@register.filter
def short_day(value: date | None) -> str:
    """A day as ``23 Nov 2026``, for tables."""
    return "–" if value is None else _written_day(value, "d MMM yyyy", _locale())


@register.filter
def moment(value: datetime | None) -> str:
    """An instant as ``23 Nov 2026 14.05``, in the reader's zone."""
    if value is None:
        return "–"
    pattern = "d MMM yyyy HH:mm" if _locale() == "en" else "d MMM yyyy HH.mm"
    return format_datetime(timezone.localtime(value), pattern, locale=_locale())


@register.filter
def say(text: Text | dict[str, str]) -> str:
    """A sentence of the core in the reader's language, also as the database keeps it (``id`` and ``en``)."""
    return text.say(_locale()) if isinstance(text, Text) else text[_locale()]


@register.filter
def month_before(value: Month) -> str:
    """The last month inside a half-open range, as ``Desember 2026``."""
    return month(value + -1)


@register.filter
def short_month(value: Month) -> str:
    """A month as ``Des 2026``, for tables."""
    return _written_day(value.first_day, "LLL yyyy", _locale())


@register.filter
def month_in_words(text: str) -> str:
    """``2026-12`` as ``Desember 2026``; any other text as it is."""
    try:
        return month(Month.parse(text))
    except ValueError:
        return text


@register.filter
def field_label(name: str) -> str:
    """What a column of the register is called on pages."""
    if name in SEALED_LABELS:
        return str(SEALED_LABELS[name])
    return str(Person._meta.get_field(name.removesuffix("_id")).verbose_name)  # type: ignore[union-attr]  # A column.


@register.filter
def event_name(event: str) -> str:
    """What an event of the audit chain is called."""
    return str(EVENTS.get(event, event))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite. Without a label it is decoration and silent to screen readers."""
    sprite = static("ui/vendor/tabler-icons/icons.svg")
    if label:
        shape = '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>'
        return format_html(shape, label, sprite, name)
    return _silent_icon(sprite, name)


@cache
def _silent_icon(sprite: str, name: str) -> SafeString:
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name)


_said = lazy(say, str)
"""A sentence of the core, in the language of whoever reads it later."""


class Badge(NamedTuple):
    """How a word of state looks: its colour, its icon and itself."""

    tone: str
    icon: str
    label: Promise | str

    @property
    def html(self) -> SafeString:
        """The word in its frame."""
        return format_html('<span class="badge badge-{}">{}{}</span>', self.tone, icon(self.icon), self.label)


BADGES: Final[dict[str, dict[str, Badge]]] = {
    "account": {
        "open": Badge("good", "check", _("aktif")),
        "invited": Badge("doubt", "hourglass", _("diundang")),
        "suspended": Badge("doubt", "lock", _("dibekukan")),
        "closed": Badge("calm", "ban", _("ditutup")),
    },
    "factor": {
        "set_up": Badge("good", "shield-check", _("terpasang")),
        "none": Badge("calm", "minus", _("belum terpasang")),
    },
    "objection": {
        "filed": Badge("doubt", "hourglass", _("menunggu telaah")),
        "reviewed": Badge("info", "user-check", _("menunggu persetujuan")),
        "accepted": Badge("good", "check", _("diterima")),
        "rejected": Badge("calm", "ban", _("ditolak")),
    },
    "proposal": {
        "": Badge("doubt", "hourglass", _("menunggu orang kedua")),
        "confirmed": Badge("good", "check", _("disetujui")),
        "declined": Badge("bad", "x", _("ditolak")),
    },
    "urgency": {
        "late": Badge("bad", "alert-triangle", _("terlambat")),
        "near": Badge("doubt", "hourglass", _("segera jatuh tempo")),
        "ended": Badge("bad", "ban", _("kepesertaan berakhir")),
        "calm": Badge("good", "check", _("aman")),
    },
    "verdict": {
        "accepted": Badge("good", "check", _("baik")),
        "doubtful": Badge("doubt", "alert-triangle", _("meragukan")),
        "rejected": Badge("bad", "x", _("ditolak")),
    },
    "judgement": {
        "": Badge("calm", "hourglass", _("belum diputuskan")),
        "take": Badge("good", "check", _("diterima petugas")),
        "leave": Badge("bad", "x", _("tidak diterima")),
    },
    "batch": {
        "preview": Badge("doubt", "hourglass", _("menunggu keputusan")),
        "accepted": Badge("good", "check", _("diterima")),
        "undone": Badge("calm", "arrow-back-up", _("dibatalkan")),
    },
    "sent": {
        "tepat": Badge("good", "check", _("tepat waktu")),
        "lambat": Badge("doubt", "alert-triangle", _("terlambat")),
        "belum": Badge("bad", "hourglass", _("belum mengirim")),
    },
    "outcome": {
        "kept": Badge("good", "check", _("tetap peserta")),
        "selected": Badge("primary", "user-plus", _("terpilih")),
        "reserve": Badge("doubt", "hourglass", _("cadangan")),
        "ineligible": Badge("bad", "ban", _("tidak memenuhi syarat")),
    },
    "decree": {
        "draft": Badge("doubt", "pencil", _("rancangan")),
        "in_force": Badge("good", "shield-check", _("berlaku")),
        "discarded": Badge("", "ban", _("dibuang")),
    },
    "change": {
        "addition": Badge("good", "user-plus", _("ditambahkan")),
        "removal": Badge("bad", "door-exit", _("dikeluarkan")),
    },
    "export": {
        "waiting": Badge("doubt", "hourglass", _("menunggu orang kedua")),
        "released": Badge("good", "check", _("dilepas")),
        "expired": Badge("calm", "clock", _("masa berlaku lewat")),
        "declined": Badge("bad", "x", _("ditolak")),
    },
    "result": {
        "done": Badge("good", "check", _("dikerjakan")),
        "refused": Badge("bad", "ban", _("ditolak")),
    },
    "proposed": {
        "waiting": Badge("doubt", "hourglass", _("menunggu")),
        "gathered": Badge("info", "file-import", _("dikumpulkan")),
        "returned": Badge("bad", "arrow-back-up", _("dikembalikan")),
    },
    "cover": {
        "covered": Badge("good", "check", _("terlindungi")),
        "coming": Badge("info", "calendar", _("akan terlindungi")),
        "ended": Badge("calm", "door-exit", _("berakhir")),
        "none": Badge("calm", "minus", _("belum peserta")),
    },
    "protection": {
        "full": Badge("good", "check", _("terlindungi penuh")),
        "funeral_only": Badge("doubt", "hourglass", _("hanya biaya pemakaman (masa tunggu)")),
        "none": Badge("bad", "ban", _("tidak terlindungi")),
    },
    "case": {
        "open": Badge("bad", "alert-triangle", _("terbuka")),
        "in_work": Badge("info", "pencil", _("dikerjakan")),
        "waiting": Badge("doubt", "hourglass", _("menunggu BPJS")),
        "solved": Badge("good", "check", _("selesai")),
        "accepted": Badge("calm", "user-check", _("diterima apa adanya")),
    },
    "due": {
        "open": Badge("doubt", "hourglass", _("belum lunas")),
        "paid": Badge("good", "check", _("lunas")),
        "claimed": Badge("info", "arrow-back-up", _("diminta kembali")),
        "released": Badge("calm", "minus", _("dilepas")),
    },
    "request": {
        "waiting": Badge("doubt", "hourglass", _("menunggu keputusan")),
        "granted": Badge("good", "check", _("dikabulkan")),
        "declined": Badge("bad", "x", _("ditolak")),
    },
    "legal": {
        "confirmed": Badge("good", "check", _said(Status.CONFIRMED.label)),
        "reported": Badge("info", "info-circle", _said(Status.REPORTED.label)),
        "assumed": Badge("doubt", "alert-triangle", _said(Status.ASSUMED.label)),
    },
}
"""Every word of state that pages show. A value that stands in no table is a defect."""


@register.simple_tag
def badge(kind: str, value: str) -> SafeString:
    """The badge of a state, for example ``{% badge "outcome" decision.outcome %}``."""
    return BADGES[kind][value].html


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField) -> dict[str, object]:
    """A form field with label, help, what it is asked for and errors, tied together for screen readers."""
    widget = bound.field.widget
    is_check = isinstance(widget, forms.CheckboxInput)
    classes = "form-check-input" if is_check else "form-control"
    if isinstance(widget, forms.Select):
        classes = "form-select"
    described = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    why = getattr(bound.form, "why", {}).get(bound.name, "")
    described += [f"{bound.auto_id}_why"] if why else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attrs: dict[str, str | bool] = {"class": classes}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    is_many = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    control = str(bound) if is_many else bound.as_widget(_quick(widget), attrs)
    return {
        "bound": bound,
        "control": control,
        "is_check": is_check,
        "is_many": is_many,
        "why": why,
        "marks_optional": not bound.field.required and getattr(bound.form, "marks_optional", True),
    }


class _Options(forms.Select):
    """A select that writes its options itself: Django renders two templates for each, and villages are hundreds."""

    def _render(self, _template_name: str, context: dict[str, Any], _renderer: object = None) -> SafeString:
        widget = context["widget"]
        groups = format_html_join(
            "", "{}", ((_group(name, options),) for name, options, _place in widget["optgroups"])
        )
        return format_html('<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), groups)


def _group(name: str | None, options: list[dict[str, Any]]) -> SafeString:
    rows = ((each["value"], flatatt(each["attrs"]), each["label"]) for each in options)
    written = format_html_join("", '<option value="{}"{}>{}</option>', rows)
    return format_html('<optgroup label="{}">{}</optgroup>', name, written) if name else written


def _quick(widget: forms.Widget) -> forms.Widget:
    """Return the widget, a plain select as one that writes its options quickly."""
    if type(widget) is not forms.Select:
        return widget
    quick = _Options(widget.attrs, widget.choices)
    quick.is_required = widget.is_required
    return quick


@register.inclusion_tag("ui/parts/form.html")
def form_fields(form: forms.BaseForm) -> dict[str, object]:
    """All fields of a form, and what is wrong with it as a whole."""
    return {"form": form}


@register.inclusion_tag("ui/parts/paging.html")
def paging(listing: Listing, name: str = "") -> dict[str, object]:
    """How many rows there are, and the way to the other pages; ``name`` tells the second list of a page apart."""
    pages = [(page, "" if page is None else listing.address(**{listing.page: page})) for page in listing.numbers]
    return {"listing": listing, "pages": pages, "name": name}


@register.inclusion_tag("ui/parts/sort_heading.html")
def sort_heading(listing: Listing, order: str, label: str, align: str = "") -> dict[str, object]:
    """A ``<th>`` that orders the list; a second click turns the order round."""
    is_up, is_down = listing.order == order, listing.order == f"-{order}"
    address = listing.address(**{ORDER: f"-{order}" if is_up else order, PAGE: None})
    sort = "ascending" if is_up else "descending" if is_down else ""
    shape = {"ascending": "chevron-up", "descending": "chevron-down"}.get(sort, "selector")
    return {"label": label, "address": address, "sort": sort, "icon": shape, "align": align}
