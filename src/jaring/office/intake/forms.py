"""Forms of the import room: what narrows a list, what is sent in, what is mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from jaring.core.intake.guard import FILE_SIZE_BYTES_MAX
from jaring.office.intake.lines import Note
from jaring.office.intake.masking import hide_numbers, masked
from jaring.office.intake.models import ImportBatch, ImportRow
from jaring.office.intake.queries import Wanted
from jaring.office.intake.schedule import Round, Standing, first_month
from jaring.office.intake.templatetags.intake import FIELD_LABELS
from jaring.office.intake.uploads import FILES_MAX, TOTAL_BYTES_MAX
from jaring.office.people.forms import WHY_OF_PERSON
from jaring.office.places.models import District, Regency, Village
from jaring.office.ui.fields import DayField, MonthField
from jaring.office.ui.templatetags.jaring import number

ALL: Final = (("", _("semua")),)
NUMBERS: Final = ("nik", "kk", "phone")
"""Fields that are never written into a page: the form shows them masked and takes a new one."""
ALWAYS_MENDABLE: Final = ("nik", "name", "sex", "birth_place", "birth_date", "village", "district", "occupation")
FIELD_OF_VALUE: Final = {"village_code": "village", "occupation_group": "occupation"}
TEXT_LENGTH_MAX: Final = 200
MIB: Final = 1024 * 1024


class StateForm(forms.Form):
    """What the list of deliveries can be narrowed by. The calendar leads to it with the code of a village."""

    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False, choices=(*ALL, *ImportBatch.State.choices))
    jenis = forms.ChoiceField(label=_("Jenis"), required=False, choices=(*ALL, *ImportBatch.Kind.choices))
    bulan = MonthField(label=_("Untuk bulan"), required=False)
    desa = forms.ModelChoiceField(Village.objects.all(), required=False, widget=forms.HiddenInput)

    def __init__(self, given: Any, *, this: Round | None) -> None:
        super().__init__(given, auto_id="saring_%s")
        _offer_months(self, this, empty=_("semua"))
        self.full_clean()


class CalendarForm(forms.Form):
    """Which month of the sending rhythm is looked at, and which of its villages."""

    bulan = MonthField(label=_("Bulan"), required=False)
    kecamatan = forms.ChoiceField(label=_("Kecamatan"), required=False)
    kiriman = forms.ChoiceField(
        label=_("Kiriman"),
        required=False,
        choices=(
            *ALL,
            (Standing.IN_TIME, _("tepat waktu")),
            (Standing.LATE, _("terlambat")),
            (Standing.MISSING, _("belum mengirim")),
        ),
    )

    def __init__(self, given: Any, *, this: Round, districts: Sequence[District]) -> None:
        super().__init__(given, auto_id="saring_%s")
        _offer_months(self, this, empty=_("sekarang"))
        if len(districts) < 2:
            del self.fields["kecamatan"]
        else:
            self.fields["kecamatan"].choices = [*ALL, *((each.pk, each.name) for each in districts)]  # type: ignore[attr-defined]  # A ChoiceField.
        self.full_clean()


def _offer_months(form: forms.Form, this: Round | None, *, empty: Any) -> None:
    """Let a form offer the months of the sending rhythm up to the present round; nothing where there is no rhythm."""
    first = this and first_month(this.regency_code)
    field: Any = form.fields["bulan"]
    if this and first:
        field.offer(first, this.month + 1, empty=empty)
    else:
        del form.fields["bulan"]


class RowFilterForm(forms.Form):
    """What the rows of one tab can be narrowed by. A choice of one is no choice and is left out."""

    kode = forms.ChoiceField(label=_("Temuan"), required=False)
    putusan = forms.ChoiceField(
        label=_("Keputusan"),
        required=False,
        choices=(*ALL, ("none", _("belum diputuskan")), *ImportRow.Judgement.choices[1:]),
    )
    berkas = forms.ChoiceField(label=_("Berkas"), required=False)
    desa = forms.ChoiceField(label=_("Desa/kelurahan"), required=False)

    def __init__(
        self,
        given: object,
        *,
        verdict: str,
        codes: Sequence[tuple[str, str]],
        files: Sequence[tuple[str, str]],
        villages: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(given, auto_id="saring_%s")  # type: ignore[arg-type]  # A QueryDict, as Django gives it.
        self.verdict = verdict
        for name, choices in (("kode", codes), ("berkas", files), ("desa", villages)):
            if len(choices) < 2:
                del self.fields[name]
            else:
                self.fields[name].choices = [*ALL, *choices]  # type: ignore[attr-defined]  # A ChoiceField.
        if verdict != ImportRow.Verdict.DOUBTFUL:
            del self.fields["putusan"]
        self.full_clean()

    @property
    def wanted(self) -> Wanted:
        """What is asked, without what cannot be."""
        good = self.cleaned_data
        return Wanted(
            verdict=self.verdict,
            code=good.get("kode", ""),
            file=good.get("berkas", ""),
            village=good.get("desa", ""),
            judgement=good.get("putusan", ""),
        )


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One or many files; an empty one is let through, because the reader says better what is wrong with it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_empty_file=True, widget=ManyFilesInput(attrs={"multiple": True}), **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(ManyFilesField, self).clean(file, initial) for file in files or [None]]
        cleaned = [file for file in cleaned if file is not None]
        _refuse_too_much(cleaned)
        return cleaned


def _refuse_too_much(files: Sequence[UploadedFile[Any]]) -> None:
    if len(files) > FILES_MAX:
        raise forms.ValidationError(
            gettext(
                "Paling banyak %(most)s berkas sekali kirim; Anda memilih %(number)s. "
                "Bagilah menjadi beberapa kiriman."
            )
            % {"most": number(FILES_MAX), "number": number(len(files))}
        )
    if sum(file.size or 0 for file in files) > TOTAL_BYTES_MAX:
        raise forms.ValidationError(
            gettext("Seluruh berkas melebihi %(most)s MiB. Bagilah menjadi beberapa kiriman.")
            % {"most": number(TOTAL_BYTES_MAX // MIB)}
        )


class _DeliveryForm(forms.Form):
    """What every delivery says of itself."""

    received_date = DayField(label=_("Tanggal terima"))
    regency = forms.ChoiceField(label=_("Kabupaten/kota"))

    def __init__(self, *given: Any, regencies: Iterable[Regency], **options: Any) -> None:
        super().__init__(*given, **options)
        self.regency_codes = [(regency.code, regency.name) for regency in regencies]
        self.fields["received_date"].initial = timezone.localdate()
        if len(self.regency_codes) == 1:
            del self.fields["regency"]
        else:
            self.fields["regency"].choices = self.regency_codes  # type: ignore[attr-defined]  # A ChoiceField.

    @property
    def regency_code(self) -> str:
        code: str = self.cleaned_data.get("regency") or self.regency_codes[0][0]
        return code

    def clean_received_date(self) -> date:
        day: date = self.cleaned_data["received_date"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("Tanggal terima tidak boleh sesudah hari ini."))
        return day


class UploadForm(_DeliveryForm):
    """A delivery of lists."""

    field_order = ("lists", "sender", "source", "received_date", "as_of", "regency")

    lists = ManyFilesField(label=_("Berkas daftar"))
    sender = forms.CharField(
        label=_("Pengirim"),
        help_text=_("Siapa yang mengirim, misalnya Kepala Desa atau Kelurahan. Tanpa NIK."),
        max_length=120,
    )
    source = forms.CharField(
        label=_("Nama kiriman"),
        help_text=_("Bila kosong, dipakai nama berkasnya."),
        max_length=160,
        required=False,
    )
    as_of = DayField(label=_("Umur dihitung pada"), help_text=_("Biasanya hari pertama kepesertaan."))

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["as_of"].initial = timezone.localdate()
        self.fields["lists"].help_text = gettext(
            "Pilih satu atau beberapa berkas, atau seret ke kotak ini: XLSX, XLS, ODS, CSV, TSV. "
            "Paling banyak %(files)s berkas, %(each)s MiB per berkas, %(total)s MiB seluruhnya."
        ) % {"files": FILES_MAX, "each": FILE_SIZE_BYTES_MAX // MIB, "total": TOTAL_BYTES_MAX // MIB}
        self.fields["lists"].widget.attrs["accept"] = ".xlsx,.xls,.ods,.csv,.tsv"

    def clean_sender(self) -> str:
        return hide_numbers(self.cleaned_data["sender"].strip())

    def clean_source(self) -> str:
        return hide_numbers(self.cleaned_data["source"].strip())

    def source_for(self, names: Sequence[str]) -> str:
        """Return what the delivery is called: as typed, or after its files."""
        if self.cleaned_data["source"]:
            return str(self.cleaned_data["source"])
        if len(names) == 1:
            return names[0]
        return ngettext("%(n)s berkas", "%(n)s berkas", len(names)) % {"n": number(len(names))}


class RegisterForm(_DeliveryForm):
    """A register file of another office."""

    field_order = ("file", "received_date", "regency")

    file = forms.FileField(
        label=_("Berkas CSV"),
        widget=forms.FileInput(attrs={"accept": ".csv"}),
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["file"].help_text = gettext("CSV UTF-8 dengan baris judul, paling besar %(each)s MiB.") % {
            "each": FILE_SIZE_BYTES_MAX // MIB
        }

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > FILE_SIZE_BYTES_MAX:
            raise forms.ValidationError(
                gettext("Berkas lebih besar dari %(most)s MiB.") % {"most": number(FILE_SIZE_BYTES_MAX // MIB)}
            )
        return file


class _Typed(forms.CharField):
    """A text that may be emptied, though nothing is said of it: what is missing is judged like the rest."""

    def validate(self, value: Any) -> None:
        del value


class MendForm(forms.Form):
    """A row's texts by field, to be mended. What is wrong with one stands beside it.

    Numbers come masked and stay as they are while their box is empty. Another text that holds a long number is
    shown masked, and stays as it is while it is sent back as shown.
    """

    use_required_attribute = False
    why = WHY_OF_PERSON

    def __init__(self, texts: Mapping[str, str], notes: Iterable[Note], typed: Any = None) -> None:
        notes = list(notes)
        self._texts = texts
        named = {FIELD_OF_VALUE.get(note.field, note.field) for note in notes}
        always = set(ALWAYS_MENDABLE)
        if texts.get("birth_place_and_date"):  # Both in one box: two more, empty, would only confuse.
            always -= {"birth_place", "birth_date"}
        names = [name for name in FIELD_LABELS if name in always | named or texts.get(name, "").strip()]
        names = [name for name in names if name not in FIELD_OF_VALUE]
        self._shown = {name: "" if name in NUMBERS else hide_numbers(texts.get(name, "")) for name in names}
        super().__init__(self._shown if typed is None else typed, auto_id="isi_%s")
        for name in names:
            self.fields[name] = _typed_field(name, texts.get(name, ""))
        self.full_clean()
        self.notes = notes

    @property
    def typed(self) -> dict[str, str]:
        """What was changed, by field. A box that did not come back changes nothing."""
        sent = {name: text for name, text in self.cleaned_data.items() if name in self.data}
        return {name: text for name, text in sent.items() if text != self._shown[name]}

    def say(self, language: str) -> MendForm:
        """Put what is wrong with each field beside it, in the reader's language."""
        for note in self.notes:
            name = FIELD_OF_VALUE.get(note.field, note.field)
            if name in self.fields:
                self.add_error(name, f"{note.problem.say(language)} {note.remedy.say(language)}")
        return self


def _typed_field(name: str, text: str) -> forms.CharField:
    made = _Typed(label=str(FIELD_LABELS[name]), max_length=TEXT_LENGTH_MAX, strip=True)
    made.widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
    if name in NUMBERS:
        shown = masked(text) or gettext("kosong")
        made.help_text = gettext("Terkirim: %(shown)s. Kosongkan bila tidak diubah.") % {"shown": shown}
        made.widget.attrs["inputmode"] = "numeric"
    elif name == "sex":
        made.help_text = _("L atau P")
    elif name == "birth_date":
        made.help_text = _("Bentuk 31-12-1980")
    elif name in ("village", "district"):
        made.widget.attrs["list"] = f"pilihan-{name}"
    return made
