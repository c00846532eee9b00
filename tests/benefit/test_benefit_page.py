"""The page about benefits says what the law's parameters and the sample cases give, and names every key of a case.

Run as a script, this file writes the generated part of the page anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from jaring.core import law
from jaring.core.benefit import ItemCode, entitlement
from jaring.core.benefit.document import as_document
from jaring.core.benefit.reading import read_case
from jaring.core.law import Value
from jaring.core.law.words import facts_text, value_text
from jaring.core.text import Text

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/benefit.md"
SAMPLES = sorted((ROOT / "docs/examples/benefit").glob("*.json"))
BEGIN = "<!-- Written from the law and the sample cases by: python tests/benefit/test_benefit_page.py -->\n"
END = "<!-- end -->\n"
LAW_OF: Final = date(2026, 11, 1)
SHOWN = "meninggal-karena-kecelakaan-kerja"

_AMOUNTS: Final = {
    Text("JKK, meninggal dunia", "JKK, death"): (
        (
            ItemCode.DEATH_GRANT,
            Text(
                "bagian x bulan x dasar, paling sedikit santunan kematian JKM",
                "share x months x base, at least the death grant of JKM",
            ),
            "jkk/death_rate jkk/base_months jkk/death_grant_floor",
        ),
        (
            ItemCode.PERIODIC_GRANT,
            Text("bulan x santunan sebulan", "months x monthly grant"),
            "grant/periodic_months grant/periodic_monthly grant/periodic_for",
        ),
        (ItemCode.FUNERAL_GRANT, Text("jumlah tetap", "fixed amount"), "grant/funeral"),
    ),
    Text("JKK, cacat", "JKK, disability"): (
        (
            ItemCode.TOTAL_DISABILITY_GRANT,
            Text("bagian x bulan x dasar", "share x months x base"),
            "jkk/total_disability_rate jkk/base_months",
        ),
        (
            ItemCode.PERIODIC_GRANT,
            Text("hanya cacat total tetap", "total disability only"),
            "grant/periodic_months grant/periodic_monthly grant/periodic_for",
        ),
        (
            ItemCode.PARTIAL_DISABILITY_GRANT,
            Text(
                "jumlah persentase tabel, tiap kali dengan bagian fungsi yang hilang, sampai batasnya x bulan x dasar",
                "sum of the table's percentages, each times the share of function lost, up to the cap x months x base",
            ),
            "disability/table jkk/functional_multiplies jkk/partial_disability_cap jkk/base_months",
        ),
    ),
    Text("JKK, semua akibat", "JKK, every outcome"): (
        (
            ItemCode.TEMPORARY_DISABILITY_PAY,
            Text(
                "hari x dasar / pembagi x bagian menurut bulan keberapa",
                "days x base / divisor x share by the month it falls in",
            ),
            "jkk/temporary_rates jkk/temporary_month_days jkk/day_divisor jkk/temporary_first_day",
        ),
        (
            ItemCode.TRANSPORT_REFUND,
            Text("biaya tiap jenis sampai batasnya, dijumlahkan", "cost of each mode up to its limit, added up"),
            "jkk/transport_cap jkk/transport_adds",
        ),
        (
            ItemCode.APPLIANCE_REFUND,
            Text(
                "protesis dan ortosis: harga dengan tambahan; lainnya: biaya sampai batasnya",
                "prostheses and orthoses: price with the surcharge; others: cost up to the limit",
            ),
            "jkk/appliance_surcharge jkk/appliance_cap",
        ),
        (
            ItemCode.HOME_CARE_REFUND,
            Text("biaya sampai batasnya", "cost up to the limit"),
            "jkk/home_care_cap jkk/home_care_months",
        ),
    ),
    Text("JKM, meninggal dunia", "JKM, death"): (
        (
            ItemCode.DEATH_GRANT,
            Text("jumlah tetap; tidak dalam masa tunggu", "fixed amount; not in the waiting period"),
            "jkm/death_grant",
        ),
        (
            ItemCode.PERIODIC_GRANT,
            Text(
                "bulan x santunan sebulan; tidak dalam masa tunggu",
                "months x monthly grant; not in the waiting period",
            ),
            "grant/periodic_months grant/periodic_monthly",
        ),
        (
            ItemCode.FUNERAL_GRANT,
            Text("jumlah tetap; juga dalam masa tunggu", "fixed amount; in the waiting period too"),
            "grant/funeral",
        ),
    ),
}


def written_from_law_and_samples() -> str:
    parts = [
        "\n## Jumlah · Amounts\n",
        f"\nNilai pada {LAW_OF.isoformat()}. *Values on that day.* Dasar · *base*: `base_idr`.\n",
        *(part for title, rows in _AMOUNTS.items() for part in amounts(title, rows)),
        "\n## Tafsir lain · Other readings\n",
        "\n| Nama · name | Mengubah · changes | Menjadi · to |\n| --- | --- | --- |\n",
        *readings(),
        "\n## Sembilan contoh · Nine samples\n",
        "\nBerkasnya ada di `docs/examples/benefit`. *The files are in that folder.*\n",
        "\n| Berkas · file | Program | Tunai · cash | Rinciannya · items |\n| --- | --- | ---: | --- |\n",
        *(sample_row(path) for path in SAMPLES),
        *sample(),
    ]
    return "".join([*parts, "\n"])


def amounts(title: Text, rows: tuple[tuple[ItemCode, Text, str], ...]) -> Iterator[str]:
    yield f"\n### {title.id} · {title.en}\n"
    yield "\n| Kode · code | Perhitungan · computation | Parameter, nilai, sumber, status |\n| --- | --- | --- |\n"
    for code, formula, names in rows:
        cited = "<br>".join(cited_at(f"benefit/{name}") for name in names.split())
        yield f"| `{code.value}` | {formula.id} · *{formula.en}* | {cited} |\n"


def cited_at(path: str) -> str:
    """Write a parameter, its values in force and where they stand; the link leads to its history."""
    values = [value for value in law.parameter(path).values if value.start <= LAW_OF < value.end]
    assert values, path
    said = "; ".join(told(value) for value in values)
    sources = dict.fromkeys((value.source.cited.id, value.source.status.value) for value in values)
    grounds = "; ".join(f"{cited}, {status}" for cited, status in sources)
    anchor = path.replace("/", "")
    return f"[`{path.removeprefix('benefit/')}`](law.md#{anchor}){said and f' {said}'} ({grounds})"


def told(value: Value) -> str:
    if law.parameter(value.path).unit == "disability table":
        return ""
    facts = facts_text(value).id.rpartition(": ")[2]
    return f"{facts} {value_text(value).id}" if facts else value_text(value).id


def readings() -> Iterator[str]:
    for parameter in law.all_parameters():
        if parameter.path.startswith(("benefit/", "coverage/")):
            found = {each.name: each for value in parameter.values for each in value.alternatives}
            for each in found.values():
                anchor = parameter.path.replace("/", "")
                yield f"| `{each.name}` | [`{parameter.path}`](law.md#{anchor}) | {each.note.id} *{each.note.en}* |\n"


def answered(path: Path) -> dict[str, Any]:
    return as_document(entitlement(read_case(json.loads(path.read_text(encoding="utf-8")))))


def sample_row(path: Path) -> str:
    answer = answered(path)
    items = ", ".join(f"`{item['code']}` {item['amount_idr']:,}" for item in answer["items"])
    return f"| `{path.name}` | {answer['scheme']} | {answer['cash_total_idr']:,} | {items or '-'} |\n"


def sample() -> Iterator[str]:
    path = next(path for path in SAMPLES if path.stem == SHOWN)
    answer = answered(path)
    short = {
        "scheme": answer["scheme"],
        "items": answer["items"],
        "cash_total_idr": answer["cash_total_idr"],
        "scholarship": {key: answer["scholarship"][key] for key in ("total_max_idr", "due_now_idr")},
        "heirs": {"shares": answer["heirs"]["shares"]},
        "deadlines": [{key: each[key] for key in ("code", "by", "is_past")} for each in answer["deadlines"]],
        "missing": answer["missing"],
    }
    yield "\n## Satu contoh · One sample\n\n"
    yield f"`{path.name}`:\n\n{fenced(json.loads(path.read_text(encoding='utf-8')))}\n"
    yield "Sebagian jawabannya · *part of its answer*:\n\n" + fenced(short)


def fenced(document: dict[str, Any]) -> str:
    return f"```json\n{laid_out(document)}\n```\n"


def laid_out(value: Any, indent: int = 0, before: int = 0) -> str:
    """Write JSON with short objects on one line, so that a page of it can be read."""
    line = json.dumps(value, ensure_ascii=False)
    if (indent and before + len(line) + indent <= 130) or not value or not isinstance(value, dict | list):
        return line
    pad = " " * (indent + 2)
    if isinstance(value, list):
        return "[\n" + ",\n".join(pad + laid_out(each, indent + 2) for each in value) + "\n" + " " * indent + "]"
    rows = (f"{pad}{json.dumps(key)}: {laid_out(each, indent + 2, len(key) + 4)}" for key, each in value.items())
    return "{\n" + ",\n".join(rows) + "\n" + " " * indent + "}"


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def generated() -> str:
    return page().partition(BEGIN)[2].partition(END)[0]


def documented(title: str) -> set[str]:
    """Return the keys that the tables of a section name in their first column."""
    section = page().partition(f"## {title}\n")[2].partition("\n## ")[0]
    assert section, title
    cells = re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE)
    return {key.rpartition(".")[2].replace("[]", "") for cell in cells for key in re.findall(r"`([^`]+)`", cell)}


def test_every_amount_on_the_page_is_what_the_law_and_the_samples_give() -> None:
    assert generated() == written_from_law_and_samples(), f"write it anew: python {Path(__file__).relative_to(ROOT)}"


def test_no_amount_stands_outside_the_generated_part() -> None:
    by_hand = page().replace(generated(), "")

    assert re.findall(r"Rp ?[0-9]|[0-9] ?%|[0-9]{1,3}(?:[.,][0-9]{3})+", by_hand) == []


def test_nine_samples_are_shown() -> None:
    assert len(SAMPLES) == 9


def test_every_key_that_a_case_may_have_is_described_and_no_other() -> None:
    readers = [ROOT / f"src/jaring/core/{name}/reading.py" for name in ("benefit", "coverage")]
    source = "".join(path.read_text(encoding="utf-8") for path in readers)
    read = set(re.findall(r"\.(?:needed|optional|rows|raw)\(\s*\"([a-z_]+)\"", source)) | {"month"}

    assert documented("Kasus · A case") == read


def test_every_key_of_an_answer_is_described_and_no_other() -> None:
    assert documented("Jawaban · The answer") == set(answered(SAMPLES[0]))


@pytest.mark.parametrize("code", ItemCode)
def test_every_item_is_explained(code: ItemCode) -> None:
    assert f"`{code.value}`" in page()


if __name__ == "__main__":
    before, _, rest = page().partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(before + BEGIN + written_from_law_and_samples() + END + after, encoding="utf-8")
